"""Getting a node onto its feet: settings, migrations, demo data, readiness for real use."""

from __future__ import annotations

import hashlib
import importlib
import os
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, sentence


def django_ready(*, demo: bool | None = None) -> None:
    """Set up Django for this process and, through the environment, for its children."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.site.settings")
    if demo is not None:
        os.environ["CORRIDOR_DEMO"] = "1" if demo else ""
    import django

    django.setup()


def migrate(*, quiet: bool = True) -> bool:
    """Bring both databases up to date and put the guards in place; whether anything was done."""
    from django.core.management import call_command

    from corridor.doors.cli.nodes.checks import unapplied
    from corridor.platform.journal import guard

    behind = [alias for alias in ("keys", "default") if unapplied(alias)]
    for alias in behind:
        call_command("migrate", database=alias, verbosity=0 if quiet else 1, interactive=False)
    if guard.missing():
        guard.install()
    keep_private()
    note_law()
    return bool(behind)


def keep_private() -> None:
    """Let nobody else on this machine read the embedded databases; their logs follow their mode."""
    from django.conf import settings

    for database in settings.DATABASES.values():
        file = Path(str(database["NAME"]))
        if database["ENGINE"].endswith("sqlite3") and file.is_file():
            file.chmod(0o600)


def note_law() -> None:
    """Note in the log with which law data this node computes from now on.

    And take up the records of which the log keeps the state only since this version. A node
    without a master key computes nothing yet, and must not make one by the way.
    """
    from django.conf import settings

    if not settings.CORRIDOR_MASTER_KEY and not Path(settings.CORRIDOR_MASTER_KEY_FILE).exists():
        return
    from corridor import __version__
    from corridor.engines.law.digest import digest
    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.translog import actions

    actions.note_law(by=SYSTEM, digest=digest(), version=__version__)
    actions.take_up(by=SYSTEM)


def seed() -> bool:
    """Tell the demo's stories once; False where this build has none."""
    try:
        stories: Any = importlib.import_module("corridor.doors.demo.seed")
    except ModuleNotFoundError as error:
        if error.name != "corridor.doors.demo.seed":
            raise
        return False
    stories.ensure()
    return True


def fit_for_use() -> None:
    """Raise every reason why this environment may not serve real people, all at once."""
    problems: list[Problem] = []
    data = Path(os.environ.get("CORRIDOR_DATA", "var"))
    if not os.environ.get("CORRIDOR_MASTER_KEY") and not (data / "master.key").exists():
        problems.append(
            BadInput(
                "node.master_key",
                sentence(N_("This node has no master key.")),
                remedy=sentence(
                    N_("Run “corridor node keys create” once and back the key up, or set it.")
                ),
            ).at(field="CORRIDOR_MASTER_KEY")
        )
    for name, wanted in (
        ("CORRIDOR_HOSTS", N_("Set it to the host names of this node, with commas.")),
        ("CORRIDOR_PUBLIC_URL", N_("Set it to the address people use, with https://.")),
    ):
        if not os.environ.get(name):
            missing = sentence(N_("{name} is not set."), name=name)
            problems.append(
                BadInput("node.setting", missing, remedy=sentence(wanted)).at(field=name)
            )
    if os.environ.get("CORRIDOR_DEMO") in {"1", "true", "yes"}:
        problems.append(
            BadInput(
                "node.demo",
                sentence(N_("The demo's setting is on, and anyone could enter as anyone.")),
                remedy=sentence(N_("Unset it, or use “corridor node demo”.")),
            ).at(field="CORRIDOR_DEMO")
        )
    raise_all(problems)


def collect_static() -> None:
    """Put the static files where the server takes them from, compressed and named by digest."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def _fingerprint() -> str:
    """What the state of the databases depends on: the migrations there are, the law, and where."""
    from corridor import __version__
    from corridor.engines.law.digest import digest

    package = Path(__file__).resolve().parents[3]
    known = sorted(f"{path.relative_to(package)}" for path in package.glob("*/*/migrations/*.py"))
    places = [os.environ.get(name, "") for name in ("DATABASE_URL", "CORRIDOR_KEYS_URL")]
    return hashlib.sha256("\n".join([__version__, digest(), *places, *known]).encode()).hexdigest()


def _stamp() -> Path:
    return Path(os.environ.get("CORRIDOR_DATA", "var")) / "demo-ready"


def stamped() -> bool:
    """Whether this data directory was made ready by this very version, so that it can start
    at once. The server's health page still looks at databases and guards.
    """
    mark = _stamp()
    there = all((mark.parent / f"{name}.sqlite3").exists() for name in ("corridor", "keys"))
    embedded = not os.environ.get("DATABASE_URL") and not os.environ.get("CORRIDOR_KEYS_URL")
    return embedded and there and mark.is_file() and mark.read_text() == _fingerprint()


def stamp() -> None:
    """Remember that the data directory is ready."""
    _stamp().write_text(_fingerprint())


def sign_ins() -> list[tuple[str, str, str]]:
    """The demo's people: role, name, key to enter with."""
    try:
        module: Any = importlib.import_module("corridor.doors.demo.personas")
    except ModuleNotFoundError:
        return []
    return [(p.role.value, f"{p.given} {p.family}", p.key) for p in module.PERSONAS if p.shown]


def first_admin(
    username: str, email: str, password: str, given: str, family: str, country: str
) -> str:
    """Register the first administrator; refused when there is one. Returns the account's name."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from corridor.platform.access.actor import SYSTEM, Role
    from corridor.platform.people import actions as people
    from corridor.platform.people.queries import has_administrator

    if has_administrator():
        raise BadInput(
            "node.has_admin",
            sentence(N_("This node has an administrator already.")),
            remedy=sentence(N_("Ask that person to grant further roles.")),
        )
    try:
        validate_password(password)
    except ValidationError as error:
        raise BadInput("node.password", sentence("{reasons}", reasons=" ".join(error.messages))).at(
            field="password"
        ) from None
    with transaction.atomic():
        office = people.register_organisation(
            by=SYSTEM, kind="node", name=os.environ.get("CORRIDOR_NODE", "node"), country=country
        )
        person = people.register_person(
            by=SYSTEM, given_name=given, family_name=family, nationality=country
        )
        people.grant_role(
            by=SYSTEM, person=person.id, organisation=office.id, role=Role.ADMIN.value
        )
        account = people.open_account(
            by=SYSTEM, person=person.id, username=username, email=email, password=password
        )
    return str(account.username)
