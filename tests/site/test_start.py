"""Starting a process is cheap: the heavy libraries wait until somebody needs them."""

from __future__ import annotations

import subprocess
import sys

from tests.support.databases import child_environment

HEAVY = (
    *("polars", "narwhals", "numpy", "pandas", "pyarrow", "duckdb", "altair", "vl_convert"),
    *("typst", "openpyxl", "zxingcpp", "PIL"),
)
SHOW = f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"


def _loaded(*lines: str) -> list[list[str]]:
    """Which heavy modules are loaded after each group of statements, in a process of their own."""
    code = "\n".join(f"{line}\n{SHOW}" for line in lines)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"],
        env=child_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_neither_django_nor_the_addresses_bring_a_table_library() -> None:
    server, engine = _loaded(
        "import django; django.setup(); import corridor.site.urls, corridor.site.wsgi",
        "import corridor.engines.wages",
    )
    assert server == []
    assert {"polars", "narwhals"} <= set(engine), "this test cannot see what is loaded"


def test_listing_the_nouns_of_the_command_loads_none_of_them() -> None:
    listed, used = _loaded(
        "from corridor.doors.cli.main import app",
        "from typer.testing import CliRunner\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "assert 'corridor.doors.cli.wages' not in sys.modules",
    )
    assert listed == used == []
