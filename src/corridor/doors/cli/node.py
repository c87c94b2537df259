"""``corridor node``: run and look after this deployment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.doors.cli.nodes import keys as node_keys
from corridor.doors.cli.nodes import start
from corridor.doors.cli.output import Json, answer_json, aside, refusals, screen

if TYPE_CHECKING:
    from corridor.doors.cli.nodes import supervisor

app = typer.Typer(no_args_is_help=True)
app.add_typer(node_keys.app, name="keys", help="Signing keys and the master key.")

_THREADS = 8


@app.callback()
def _noun() -> None:
    """Run and look after this deployment."""


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise BadInput(
            "node.port_number",
            sentence(N_("“{found}” is not a port number."), found=given),
            remedy=sentence(N_("Choose a number from 1 to 65535, such as PORT=9000.")),
        ).at(field="PORT")
    return int(given)


@app.command()
def demo() -> None:
    """Start the demo: two corridors, invented people, a server and a job worker."""
    with refusals():
        from corridor.doors.cli.nodes import supervisor

        port = _port()
        supervisor.claim_port("127.0.0.1", port)
        address = f"http://127.0.0.1:{port}"
        os.environ.setdefault("CORRIDOR_PUBLIC_URL", address)
        os.environ["CORRIDOR_DEMO"] = "1"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.site.settings")
        if not start.stamped():
            _make_demo_ready()
        watch = supervisor.Supervisor(_children("127.0.0.1", port, _THREADS), address)
        code = watch.run(lambda: _ready(address, demo=True))
    raise typer.Exit(code)


def _children(host: str, port: int, threads: int) -> list[supervisor.Child]:
    from corridor.doors.cli.nodes import supervisor

    data = Path(os.environ.get("CORRIDOR_DATA", "var")).resolve()
    return supervisor.children(host, port, threads, data / "figures")


def _make_demo_ready() -> None:
    start.django_ready(demo=True)
    if start.migrate():
        aside.print("The databases are ready.")
    told = start.seed()
    if not told:
        aside.print("There is no demo data in this build.")
    _write_issuer_keys()
    if told:
        start.stamp()


@app.command()
def run() -> None:
    """Start for real use. Settings come from the environment; see the operations manual."""
    with refusals():
        from corridor.doors.cli.nodes import checks, supervisor

        start.fit_for_use()
        port, host = _port(), os.environ.get("CORRIDOR_BIND", "127.0.0.1")
        supervisor.claim_port(host, port)
        start.django_ready(demo=False)
        failed = [check for check in checks.all_checks() if not check.fine]
        if failed:
            for check in failed:
                aside.print(f"{check.name}: {check.says}", markup=False)
            raise typer.Exit(3)
        start.note_law()
        start.collect_static()
        _write_issuer_keys()
        local = f"http://127.0.0.1:{port}" if host in {"0.0.0.0", "::"} else f"http://{host}:{port}"  # noqa: S104
        threads = int(os.environ.get("CORRIDOR_THREADS", str(_THREADS)))
        watch = supervisor.Supervisor(_children(host, port, threads), local)
        code = watch.run(lambda: _ready(os.environ["CORRIDOR_PUBLIC_URL"], demo=False))
    raise typer.Exit(code)


def _ready(address: str, *, demo: bool) -> None:
    screen.print(f"ready  {address}/", markup=False)
    if demo:
        screen.print("Enter as one of these, on the front page:")
        for role, name, key in start.sign_ins():
            screen.print(f"  {role:<20} {name:<24} {key}", markup=False)
        screen.print("Ctrl-C stops everything.")


@app.command()
def migrate() -> None:
    """Bring both databases up to date and put the guards of facts in place."""
    with refusals():
        start.django_ready()
        screen.print("Brought up to date." if start.migrate() else "Nothing to do.")


@app.command()
def check(as_json: Json = False) -> None:
    """Look at databases, durability, guards, fonts, clock and keys; 3 when one is not fit."""
    with refusals(as_json):
        from corridor.doors.cli.nodes import checks

        start.django_ready()
        found = list(checks.all_checks())
        if as_json:
            answer_json([check.as_json() for check in found])
        else:
            for one in found:
                mark = "fine" if one.fine else "NOT FINE"
                screen.print(f"{mark:<9} {one.name:<20} {one.says}", markup=False)
    if not all(one.fine for one in found):
        raise typer.Exit(3)


@app.command("first-admin")
def first_admin(
    username: Annotated[str, typer.Option(prompt=True)],
    email: Annotated[str, typer.Option(prompt=True)],
    given_name: Annotated[str, typer.Option(prompt=True)],
    country: Annotated[str, typer.Option(prompt="Country (three letters)")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    family_name: Annotated[str, typer.Option()] = "",
) -> None:
    """Register the first administrator, who grants every other role."""
    with refusals():
        start.django_ready()
        name = start.first_admin(username, email, password, given_name, family_name, country)
        screen.print(f"{name} can sign in, and sets up a second factor then.", markup=False)


@app.command("issuer-keys")
def issuer_keys(out: Annotated[Path | None, typer.Argument(metavar="FILE")] = None) -> None:
    """Write the public keys that passes and receipts are checked with."""
    with refusals():
        start.django_ready()
        document = _issuer_keys()
        if out is None:
            answer_json(document)
        else:
            out.write_text(json.dumps(document, indent=2) + "\n")


def _issuer_keys() -> dict[str, Any]:
    from corridor.platform.keys.queries import issuer_document

    return issuer_document()


Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")]


@app.command()
def verifier(out: Out = Path("corridor-verifier.html")) -> None:
    """Write the page that checks passes, receipts and proofs without any network."""
    with refusals():
        start.django_ready()
        from corridor.doors.verifier.pins import verifier as made

        _written(out, made())


@app.command()
def revocations(out: Out = Path("revoked.txt")) -> None:
    """Write the signed list of passes taken back, for checks without a network."""
    with refusals():
        start.django_ready()
        from corridor.doors.verifier.pins import revocation_list

        _written(out, revocation_list())


def _written(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(
            "node.out",
            sentence(N_("The file cannot be written: {why}."), why=error.strerror),
            remedy=sentence(N_("Choose another place with --out.")),
        ).at(file=str(path)) from None
    screen.print(f"{path}: {len(text.encode()):,} bytes", markup=False)


def _write_issuer_keys() -> None:
    from django.conf import settings

    from corridor.doors.verifier.pins import make_key

    make_key()  # others copy the keys before the first list of passes taken back is asked for
    target = Path(settings.CORRIDOR_DATA) / "issuer-keys.json"
    target.write_text(json.dumps(_issuer_keys(), indent=2) + "\n")


@app.command()
def backup(
    directory: Annotated[Path, typer.Argument(metavar="DIR")], as_json: Json = False
) -> None:
    """Copy both databases and the files into a new directory, while the node runs."""
    with refusals(as_json):
        from corridor.doors.cli.nodes import copies

        start.django_ready()
        from corridor.platform.operations import marks

        done = copies.backup(directory)
        marks.leave(marks.BACKUP, files=done["files"])
        answer_json(done) if as_json else screen.print(
            f"{done['files']} files in {directory}. The master key is not among them.",
            markup=False,
        )


@app.command()
def restore(
    directory: Annotated[Path, typer.Argument(metavar="DIR")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what this node has.")] = False,
    as_json: Json = False,
) -> None:
    """Put a backup back into a stopped node."""
    with refusals(as_json):
        from corridor.doors.cli.nodes import copies

        start.django_ready()
        done = copies.restore(directory, replace=replace) | {"older": copies.older()}
        if as_json:
            answer_json(done)
        else:
            screen.print("Restored.")
            if done["older"]:
                aside.print(f"This backup is older than what was signed since. {done['older']}")


@app.command("reset-demo")
def reset_demo() -> None:
    """Forget everything that happened in the demo and tell its stories afresh."""
    with refusals():
        start.django_ready(demo=True)
        from corridor.doors.demo.reset import reset

        reset()
        screen.print("The demo is as on its first day.")
