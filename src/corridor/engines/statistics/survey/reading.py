"""A plan from YAML or from a mapping: every value is read as text and typed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey import plan as plans
from corridor.engines.statistics.survey.calibrations import calibration
from corridor.engines.statistics.survey.faults import Faults
from corridor.engines.statistics.survey.fields import Fields
from corridor.engines.statistics.survey.replications import replication

_DESIGN = ("weights", "strata", "clusters", "fpc", "nest", "lonely", "calibrate", "replicates")
_OPTIONS = ("conf", "interval", "df", "deff", "na", "quality")
_ASIDE = ("by", "where", "at")


def read(text: str) -> plans.Plan:
    """The plan in a YAML text. Raises ``BadInput`` or ``Problems`` with all that is wrong."""
    return plan_of(body(text))


def body(text: str) -> Any:
    """What a YAML text says, every value as text. Raises ``BadInput`` for what is no YAML."""
    import yaml

    try:
        _once(yaml.compose(text, Loader=yaml.BaseLoader), set())
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only text
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise _no_yaml(getattr(error, "problem", None) or "?", line, column) from None
    except RecursionError:
        raise _no_yaml("too deep", None, None) from None


def _no_yaml(why: str, line: int | None, column: int | None) -> BadInput:
    return BadInput(
        "stats.plan.yaml",
        sentence(N_("The plan is not YAML: {why}."), why=why),
        remedy=sentence(N_("Check indents, brackets and colons around this place.")),
        place=Place(line=line, column=column),
    )


def _once(node: Any, met: set[int]) -> None:
    """Raises ``BadInput`` where a name stands twice in one mapping: one of them would be lost."""
    from yaml import MappingNode, ScalarNode, SequenceNode

    if id(node) in met:  # an alias was looked at where it is defined
        return
    met.add(id(node))
    if isinstance(node, SequenceNode):
        for one in node.value:
            _once(one, met)
    if not isinstance(node, MappingNode):
        return
    seen = set()
    for name, value in node.value:
        if isinstance(name, ScalarNode) and name.value in seen:
            raise BadInput(
                "stats.plan.twice",
                sentence(N_("“{name}” stands there twice."), name=name.value),
                remedy=sentence(N_("Keep one of them.")),
                place=Place(line=name.start_mark.line + 1, column=name.start_mark.column + 1),
            )
        seen.add(name.value if isinstance(name, ScalarNode) else None)
        _once(value, met)


def plan_of(said: Any) -> plans.Plan:
    """The plan in a mapping with ``design`` and ``estimates``. Raises as ``read`` does."""
    faults = Faults()
    plan = gathered(said, faults)
    faults.raise_all()
    return plan


def gathered(said: Any, faults: Faults) -> plans.Plan:
    """The plan as far as it can be read, its faults in ``faults``: a table may still be checked
    against it, so that everything is said at once.
    """
    fields = Fields(faults)
    top = fields.mapping(said, "plan", ("design", "estimates", "options"))
    if not top:
        faults.raise_all()
    design = _design(fields, top.get("design"))
    asks = _asks(fields, top.get("estimates"))
    return plans.Plan(design, asks, _options(fields, top.get("options")))


def _design(fields: Fields, body: Any) -> plans.DesignPlan:
    given = fields.mapping(body, "design", _DESIGN)
    made = given.get("replicates")
    calibrated = given.get("calibrate")
    return plans.DesignPlan(
        weights=fields.text(given.get("weights"), "design.weights"),
        strata=fields.names(given.get("strata"), "design.strata"),
        clusters=fields.names(given.get("clusters"), "design.clusters"),
        fpc=fields.names(given.get("fpc"), "design.fpc"),
        nest=fields.flag(given.get("nest"), "design.nest", default=False),
        lonely=cast(
            plans.Lonely,
            fields.choice(given.get("lonely"), "design.lonely", plans.LONELY, "fail"),
        ),
        calibrate=calibration(fields, calibrated) if _told(calibrated) else None,
        replicates=replication(fields, made) if _told(made) else None,
    )


def _told(value: Any) -> bool:
    return value not in (None, "", "null", "~")


def _asks(fields: Fields, body: Any) -> tuple[plans.Ask, ...]:
    given = fields.sequence(body, "estimates")
    if not given:
        words = sentence(N_("The plan asks for no estimate."))
        remedy = sentence(N_("List at least one under {field}."), field="estimates")
        fields.faults.add("stats.plan.estimates", words, remedy, field="estimates")
    found = [_ask(fields, one, f"estimates[{at}]") for at, one in enumerate(given)]
    return tuple(ask for ask in found if ask is not None)


def _ask(fields: Fields, body: Any, path: str) -> plans.Ask | None:
    """One estimate: exactly one estimator, two columns for a ratio, else one."""
    given = fields.mapping(body, path)
    if not given:
        return None
    named = [name for name in given if name not in _ASIDE]
    if len(named) != 1 or named[0] not in plans.ESTIMATORS:
        words = sentence(
            N_("{path} must name one estimator, not “{found}”."), path=path, found=", ".join(named)
        )
        remedy = sentence(N_("It knows: {known}."), known=", ".join(plans.ESTIMATORS))
        fields.faults.add("stats.plan.estimator", words, remedy, field=path)
        return None
    estimator = named[0]
    columns = fields.sequence(given[estimator], path)
    variables = tuple(filter(None, (fields.text(one, f"{path}.{estimator}") for one in columns)))
    _count(fields, estimator, variables, path)
    return plans.Ask(
        estimator,
        variables,
        by=fields.names(given.get("by"), f"{path}.by"),
        where=_where(fields, given.get("where"), f"{path}.where"),
        at=_at(fields, estimator, given.get("at"), f"{path}.at"),
        path=path,
    )


def _count(fields: Fields, estimator: str, variables: tuple[str, ...], path: str) -> None:
    wanted = 2 if estimator == "ratio" else 1
    if len(variables) != wanted:
        words = sentence(
            N_("{path}: {estimator} takes {wanted} columns, not {found}."),
            path=path,
            estimator=estimator,
            wanted=wanted,
            found=len(variables),
        )
        remedy = sentence(N_("A ratio is [numerator, denominator]; the others take one column."))
        fields.faults.add("stats.plan.columns", words, remedy, field=f"{path}.{estimator}")


def _where(fields: Fields, body: Any, path: str) -> Mapping[str, tuple[str, ...]]:
    if not _told(body):
        return {}
    given = fields.mapping(body, path)
    return {name: fields.names(value, f"{path}.{name}") for name, value in given.items()}


def _at(fields: Fields, estimator: str, body: Any, path: str) -> tuple[float, ...]:
    """The points of a quantile, by default the median."""
    found = [fields.number(one, path, 0.5, 1e-9, 1 - 1e-9) for one in fields.sequence(body, path)]
    if estimator == "quantile":
        return tuple(found) or (0.5,)
    if found:
        words = sentence(N_("{path}: only a quantile has points."), path=path)
        remedy = sentence(N_("Take “at” out, or ask for a quantile."))
        fields.faults.add("stats.plan.at", words, remedy, field=path)
    return ()


def _options(fields: Fields, body: Any) -> plans.Options:
    if not _told(body):
        return plans.Options()
    given = fields.mapping(body, "options", _OPTIONS)
    rules = fields.mapping(
        given.get("quality", {}), "options.quality", ("reliable", "with_care", "n", "df")
    )
    plain = plans.Options()
    at = "options.quality"
    return plans.Options(
        conf=fields.number(given.get("conf"), "options.conf", plain.conf, 0.5, 0.999999),
        interval=cast(
            Any,
            fields.choice(given.get("interval"), "options.interval", ("logit", "wald"), "logit"),
        ),
        df=_df(fields, given.get("df")),
        deff=cast(
            Any, fields.choice(given.get("deff"), "options.deff", ("without", "replace"), "without")
        ),
        na=_na(fields, given.get("na")),
        reliable=fields.number(rules.get("reliable"), at, plain.reliable),
        with_care=fields.number(rules.get("with_care"), at, plain.with_care),
        least_n=int(fields.number(rules.get("n"), at, plain.least_n)),
        least_df=fields.number(rules.get("df"), at, plain.least_df),
    )


def _df(fields: Fields, value: Any) -> str:
    """``domain``, ``design``, ``normal``, or a number of degrees of freedom."""
    try:
        return str(float(value)) if float(value) > 0 else fields.choice(value, "options.df", (), "")
    except (TypeError, ValueError):
        known = ("domain", "design", "normal")
        return fields.choice(value, "options.df", known, "domain")


def _na(fields: Fields, value: Any) -> tuple[str, ...]:
    """The words that mean “missing”; an empty cell always does."""
    if value is None:
        return plans.MISSING
    return ("", *(str(one).strip() for one in fields.sequence(value, "options.na")))
