"""``corridor stats remittances`` and ``stocks``: public statistics, read and computed again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, aside, refusals, screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corridor.engines.statistics.cube import Cube
    from corridor.engines.statistics.remittance_services import Service

    _Answer = tuple[dict[str, Any], Callable[[], Cube]]

File = Annotated[Path, typer.Argument(help="The publisher's file: CSV or XLSX.")]
Out = Annotated[
    Path | None, typer.Option("--out", help="Write every cell to this CSV file, one row a cell.")
]
_EVERY = 20_000


def remittances(
    file: File,
    quarter: Annotated[
        str | None, typer.Option("--quarter", metavar="2020Q3", help="Only this quarter.")
    ] = None,
    amount: Annotated[
        int, typer.Option("--amount", help="US dollars sent, 200 or 500; only of single services.")
    ] = 200,
    corridors: Annotated[
        bool, typer.Option("--corridors", help="Every corridor too, not only the averages.")
    ] = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Compute what remittances cost: by corridor, over all corridors, against 3 and 5 per cent.

    Reads the corridor panel of Remittance Prices Worldwide, or its workbook of single services,
    with the average over the three cheapest (SmaRT).
    """
    with refusals(json):
        answer, cube = _remittances(file, quarter, amount, corridors)
        write_out(out, cube)
    if json:
        answer_json(answer)
        return
    for one in answer.get("quarters", [answer]):
        _say_quarter(one)


def _remittances(file: Path, quarter: str | None, amount: int, corridors: bool) -> _Answer:
    from corridor.engines.statistics import inputs, remittance_services

    if amount not in remittance_services.AMOUNTS:
        raise BadInput(
            "remittances.amount",
            sentence(N_("Prices are collected for 200 and for 500 US dollars only.")),
            remedy=sentence(N_("Give it with {option}."), option="--amount 200"),
            place=Place(field="--amount"),
            found=amount,
        )
    if file.suffix.lower() == ".xlsx":
        for _, body in inputs.sheets(file):
            if remittance_services.is_services(next(body, (0, []))[1]):
                return _services(file, quarter, amount, corridors)
    elif remittance_services.is_services(next(inputs.csv_lines(file), (0, []))[1]):
        return _services(file, quarter, amount, corridors)
    return _panel(file, quarter, corridors)


def _panel(file: Path, quarter: str | None, corridors: bool) -> _Answer:
    from corridor.engines.statistics import input_cubes, remittances

    panel = remittances.read_panel(file)
    wanted = remittances.asked_quarter(quarter, panel.quarters) if quarter else None
    found = [one for one in remittances.series(panel) if wanted in {None, one.quarter}]
    said = [one.as_json() for one in found]
    if corridors:
        for one in said:
            prices = (price for price in panel.prices if price.quarter == one["quarter"])
            one["by_corridor"] = [remittances.price_json(price) for price in prices]
    source = {"kind": "corridor panel", "notes": list(panel.notes)}
    answer = {**said[0], "source": source} if wanted else {"quarters": said, "source": source}
    return answer, lambda: input_cubes.of_panel(panel)


def _services(file: Path, quarter: str | None, amount: int, corridors: bool) -> _Answer:
    from corridor.engines.statistics import (
        input_cubes,
        remittance_averages,
        remittance_services,
        remittances,
    )

    notes = remittance_services.Notes()
    rows = _counted(remittance_services.read_services(file, notes, amount))
    quarters = remittance_averages.averages(rows)
    wanted = remittances.asked_quarter(quarter, tuple(quarters)) if quarter else None
    said = []
    for when, one in quarters.items():
        if wanted in {None, when}:
            by = {"by_corridor": [cost.as_json() for cost in one.corridors]} if corridors else {}
            said.append(one.as_json() | by)
    source = {"kind": "services", "amount": amount, **notes.as_json()}
    answer = {**said[0], "source": source} if wanted else {"quarters": said, "source": source}
    return answer, lambda: input_cubes.of_services(quarters)


def _counted(services: Iterable[Service]) -> Iterator[Service]:
    """The services, telling a waiting person how far the file has been read."""
    for number, one in enumerate(services, start=1):
        if number % _EVERY == 0 and aside.is_terminal:
            aside.print(f"{number} services", end="\r", markup=False)
        yield one


def _say_quarter(one: dict[str, Any]) -> None:
    parts = [f"{one['quarter']}: {one['corridors']} corridors, mean {_percent(one['mean'])}"]
    parts += [f"{one[f'at_most_{limit}']} at or below {limit} %" for limit in (3, 5)]
    if "services" in one:
        smart = one["smart"]
        parts.append(f"{one['services']} services, mean {_percent(one['mean_of_services'])}")
        parts.append(f"SmaRT {_percent(smart['mean'])} over {smart['corridors']} corridors")
    screen.print("; ".join(parts), markup=False, soft_wrap=True)
    for cost in one.get("by_corridor", ()):
        figure = _percent(cost.get("cost", cost.get("mean")))
        screen.print(f"  {cost['sender']} > {cost['receiver']}: {figure}", markup=False)


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f} %"


def stocks(
    file: File,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YYYY", help="This year; else the last.")
    ] = None,
    origin: Annotated[
        str, typer.Option("--origin", metavar="CODE", help="Only people from here, as NPL.")
    ] = "",
    destination: Annotated[
        str, typer.Option("--destination", metavar="CODE", help="Only people in this area.")
    ] = "",
    sex: Annotated[
        str, typer.Option("--sex", help="M or F, where the file tells them apart.")
    ] = "",
    most: Annotated[
        int, typer.Option("--most", min=0, help="How many of the largest rows to show.")
    ] = 10,
    out: Out = None,
    json: Json = False,
) -> None:
    """Compute the stock of migrants again: of a year, from an origin, in a destination.

    Reads the United Nations' table of totals by area or their table of origin by destination.
    """
    with refusals(json):
        answer, cube = _stocks(
            file, year, (origin.upper(), destination.upper(), sex.upper() or "_T"), most
        )
        write_out(out, cube)
    if json:
        answer_json(answer)
        return
    screen.print(f"{answer['year']}: {answer['total']:,} people in {answer['areas']} areas")
    if answer["unknown"]:
        screen.print(f"unknown: {answer['unknown']} rows without a figure, counted as nothing")
    if answer["regions_left_out"]:
        names = ", ".join(answer["regions_left_out"])
        screen.print(f"left out as sums of other rows: {names}", markup=False)
    table = Table("destination", "origin", "people")
    for row in answer["largest"]:
        table.add_row(row["destination"], row["origin"], f"{row['people']:,}")
    screen.print(table)


def _stocks(file: Path, year: int | None, of: tuple[str, str, str], most: int) -> _Answer:
    from corridor.engines.statistics import input_cubes
    from corridor.engines.statistics import stocks as engine

    read = engine.read_stocks(file)
    when = engine.asked_year(read, year)
    rows = read.of(when, *of)
    if not rows:
        origin, destination, sex = of
        raise BadInput(
            "stocks.pair",
            sentence(N_("The file has no row for that origin, destination and sex.")),
            remedy=sentence(N_("Give a country's code of three letters, such as NPL.")),
            place=Place(field="--origin" if origin else "--destination"),
            found=" ".join(one for one in (origin, destination, sex) if one not in {"", "_T"}),
        )
    answer = {
        "year": when,
        "kind": read.kind,
        **engine.figures(rows, most),
        "regions_left_out": list(read.regions),
        "years": list(read.years),
    }
    return answer, lambda: input_cubes.of_stocks(read)


def write_out(out: Path | None, cube: Callable[[], Cube]) -> None:
    """Write the cells where somebody asked for them; nothing otherwise. Raises ``BadInput``."""
    if out is None:
        return
    try:
        out.write_bytes(cube().canonical())
    except OSError as error:
        raise BadInput(
            "statistics.out",
            sentence(N_("The file {name} cannot be written."), name=out.name),
            remedy=sentence(N_("Check its folder and that you may write there.")),
            place=Place(field="--out"),
            found=error.strerror,
        ) from None


def register(app: typer.Typer) -> None:
    """Add these commands to ``corridor stats``."""
    app.command("remittances")(remittances)
    app.command("stocks")(stocks)
