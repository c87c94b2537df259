"""One pass, plain expressions, any split, any order: the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.engines.statistics.moments import survey_data as small

from corridor.core.problems import BadInput, Conflict, Problem, Problems
from corridor.engines.statistics.moments import collect as collected
from corridor.engines.statistics.moments import expressions, file, merged
from corridor.engines.statistics.moments.guards import Guard
from corridor.engines.statistics.moments.plan import plan

ROW = st.tuples(
    st.integers(1, 3),
    st.integers(1, 4),
    st.integers(0, 10**7),
    st.one_of(st.none(), st.integers(-(10**10), 10**10)),
    st.integers(0, 200),
    st.integers(1, 3),
    st.integers(0, 99),
    st.integers(1, 2),
    st.sampled_from(["N", "S", "É"]),
)
NAMES = ["h", "u", "w", "wage", "hours", "status", "age", "sex", "region"]


def _bytes(spec: Any, *frames: pl.DataFrame) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, frame in enumerate(frames):
            paths.append(Path(folder) / f"{number}.parquet")
            frame.write_parquet(paths[-1], row_group_size=7)
        return file.content(collected(spec, paths)[0])


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.lists(ROW, min_size=1, max_size=60),
    st.lists(st.integers(0, 2), min_size=12, max_size=12),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_any_split_and_order_gives_the_same_bytes(
    rows: list[tuple[Any, ...]], parts: list[int], random: Any, named: bool
) -> None:
    spec = small.spec(zero_weights="keep")
    frame = pl.DataFrame(rows, schema=NAMES, orient="row", strict=False)
    frame = frame.with_columns(pl.col("w") / 100, pl.col("wage").cast(pl.Float64) / 100)
    if named:
        frame = frame.with_columns(pl.format("unit {}", "u").alias("u"))
    whole = _bytes(spec, frame.sort("h", "u"))
    assert file.content(expressions.moments(spec, frame)) == whole
    random.shuffle(rows)
    order = list(range(len(frame)))
    random.shuffle(order)
    assert _bytes(spec, frame[order]) == whole
    unit = pl.col("u").rank("dense").cast(pl.Int64) if named else pl.col("u")
    number = (pl.col("h") - 1) * 4 + unit - 1
    piece = number.replace_strict(list(range(12)), parts)
    pieces = [frame.filter(piece == one) for one in range(3)]
    pieces = [one for one in pieces if len(one)]
    assert _bytes(spec, *(one.sort("h", "u") for one in pieces)) == whole
    with tempfile.TemporaryDirectory() as folder:
        assert file.content(merged(_through_files(spec, pieces, Path(folder)))) == whole


def _through_files(spec: Any, pieces: list[pl.DataFrame], folder: Path) -> Any:
    """Each piece's moments, written and read again, in reverse order."""
    for number, piece in reversed(list(enumerate(pieces))):
        path = folder / str(number)
        path.write_bytes(_bytes(spec, piece.sort("h", "u")))
        yield file.read(path)


def test_values_that_differ_are_noticed() -> None:
    """The negative control of the above."""
    frame = small.frame()
    other = frame.with_columns(w=pl.when(pl.int_range(pl.len()) == 5).then(9.99).otherwise("w"))
    assert _bytes(small.spec(), frame) != _bytes(small.spec(), other)


def test_a_csv_is_read_exactly(tmp_path: Path) -> None:
    small.frame().write_csv(tmp_path / "small.csv")
    found, sorted_first = collected(small.spec(), [tmp_path / "small.csv"])
    assert sorted_first
    assert file.content(found) == _bytes(small.spec(), small.frame())


def test_a_unit_in_two_files_of_a_run_is_put_together() -> None:
    frame = small.frame()
    assert _bytes(small.spec(), frame[:10], frame[10:]) == _bytes(small.spec(), frame)


def test_without_units_and_strata_each_record_is_one() -> None:
    body = small.BODY | {"design": {"weight": {"column": "w", "scale": "2"}}}
    spec = small.given(body)
    whole = _bytes(spec, small.frame())
    assert file.content(expressions.moments(spec, small.frame())) == whole
    assert _bytes(spec, small.frame()[::-1][:40], small.frame()[::-1][40:]) == whole


def test_what_overlaps_or_differs_is_not_merged(tmp_path: Path) -> None:
    frame = small.frame()
    path = tmp_path / "small.parquet"
    frame.write_parquet(path)
    found, _ = collected(small.spec(), [path])
    with pytest.raises(Conflict, match="15 sampling units are in both files"):
        merged([found, found])
    body = small.BODY | {"version": "2"}
    newer, _ = collected(small.given(body), [path])
    with pytest.raises(Conflict, match="two specifications: small@1 and small@2"):
        merged([found, newer])
    fewer = small.BODY | {"confidence": "0.9"}
    changed, _ = collected(small.given(fewer), [path])
    with pytest.raises(Conflict, match="two different texts of small@1"):
        merged([found, changed])
    frame.with_columns(pl.col("u").cast(pl.String)).write_parquet(path)
    texts, _ = collected(small.spec(), [path])
    with pytest.raises(Conflict, match="whole numbers in one file and names in the other"):
        merged([found, texts])
    with pytest.raises(BadInput, match="no moment file"):
        merged([])


FAULTS: list[tuple[dict[str, Any], str, int | None, str]] = [
    ({"w": (4, -1.0)}, "The weight is below zero in 1 records", 5, "w"),
    ({"w": (4, 0.0)}, "The weight is zero in 1 records", 5, "w"),
    ({"w": (4, None)}, "w is empty in 1 records", 5, "w"),
    ({"w": (4, 1.234)}, "1.234 has more decimals than the 2 of the specification", 5, "w"),
    ({"w": (4, 1e14)}, "does not fit the exact integers", 5, "w"),
    ({"hours": (6, None)}, "hours is empty in 1 records", 7, "hours"),
    ({"sex": (4, 3)}, "The code “3” of sex is not among the levels of sex", 5, "sex"),
    ({"sex": (4, None)}, "sex is empty in 1 records", 5, "sex"),
    ({"h": (4, None)}, "h is empty in 1 records", 5, "h"),
    ({"u": (4, None)}, "u is empty in 1 records", 5, "u"),
]


@pytest.mark.parametrize(("change", "words", "line", "column"), FAULTS)
def test_a_record_that_cannot_be_used_is_named(
    tmp_path: Path, change: dict[str, Any], words: str, line: int | None, column: str
) -> None:
    frame = small.frame().with_columns(status=pl.lit(1))
    for name, (row, value) in change.items():
        values = frame[name].to_list()
        values[row] = value
        frame = frame.with_columns(pl.Series(name, values, strict=False))
    path = tmp_path / "small.parquet"
    frame.write_parquet(path)
    with pytest.raises(BadInput, match=words) as refused:
        collected(small.spec(), [path])
    place = refused.value.place
    assert (place.file, place.line, place.field) == ("small.parquet", line, column)


def test_types_of_columns_do_not_matter(tmp_path: Path) -> None:
    """Texts, categories, floats and true or false carry the same codes and figures."""
    frame, whole = small.frame(), _bytes(small.spec(), small.frame())
    typed = frame.with_columns(
        pl.col("h", "age", "hours").cast(pl.Float64),
        pl.col("u").cast(pl.Int16),
        pl.col("w").cast(pl.Decimal(20, 4)),
        pl.col("sex", "wage").cast(pl.String),
        pl.col("region").cast(pl.Categorical),
        pl.col("status").cast(pl.Float32),
    )
    assert _bytes(small.spec(), typed) == whole


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("sex", [[1]], "of the type"),
        ("w", [[1.0]], "of the type"),
        ("u", [[1]], "of the type"),
        ("wage", ["1,5"], "“1,5” is no number"),
        ("w", [float("inf")], "does not fit"),
        ("w", [float("nan")], "w is empty in 76 records"),
        ("sex", [float("nan")], "sex is empty in 76 records"),
        ("h", [" "], "h is empty in 76 records"),
        ("age", ["old"], "“old” is no number"),
    ],
)
def test_a_column_of_another_kind_is_named(
    tmp_path: Path, column: str, values: list[Any], words: str
) -> None:
    frame = small.frame().with_columns(status=pl.lit(1))
    path = tmp_path / "small.parquet"
    frame.with_columns(pl.Series(column, values * len(frame))).write_parquet(path)
    with pytest.raises(BadInput, match=words) as refused:
        collected(small.spec(), [path])
    assert refused.value.place.field == column


def test_files_without_a_record_are_refused(tmp_path: Path) -> None:
    small.frame()[:0].write_parquet(tmp_path / "small.parquet")
    with pytest.raises(BadInput, match="hold no record"):
        collected(small.spec(), [tmp_path / "small.parquet"])


def test_a_csv_names_the_line_of_the_given_file(tmp_path: Path) -> None:
    frame = small.frame()[::-1].with_columns(pl.col("hours").cast(pl.String))
    hours = frame["hours"].to_list()
    hours[2] = "many"
    frame.with_columns(pl.Series("hours", hours)).write_csv(tmp_path / "small.csv")
    with pytest.raises(BadInput, match="“many” is no number") as refused:
        collected(small.spec(), [tmp_path / "small.csv"])
    assert refused.value.place.line == 4


def _office(folder: Path, rows: list[str], name: str = "small.csv") -> Path:
    """A CSV of more rows than a reader looks at before it guesses, some written otherwise."""
    heading, *plain = small.frame().write_csv().splitlines()
    path = folder / name
    path.write_text("\n".join([heading + ",place", *rows[:1], *[f"{one},M" for one in plain] * 300,
                               *rows[1:]]) + "\n")  # fmt: skip
    return path


def test_a_quoted_field_counts_the_same_late_and_early(tmp_path: Path) -> None:
    first, other = (f"{one}," for one in small.frame().write_csv().splitlines()[1:3])
    quoted = f'"{first[0]}"{first[1:]}"Muscat, ""Oman"""'
    early = collected(small.spec(), [_office(tmp_path, [quoted, other])])[0]
    late = collected(small.spec(), [_office(tmp_path, [other, quoted])])[0]
    bare = collected(small.spec(), [_office(tmp_path, [first, other])])[0]
    assert file.content(early) == file.content(late) == file.content(bare)
    assert len(early.strata) == len(small.UNITS)
    changed = collected(small.spec(), [_office(tmp_path, [other, f"9{quoted[3:]}"])])[0]
    assert file.content(changed) != file.content(bare)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,11,1.5,200,10,1,20,1,N,10,M,77", "line is 12; in the heading it is 11"),
        ("1,11,1.5,200,10,1,20", "line is 7; in the heading it is 11"),
        ('"1,11,1.5,200,10,1,20,1,N,10,M', "is not closed"),
        ('"1"x,11,1.5,200,10,1,20,1,N,10,M', "is not closed"),
        ("1,11,1.5,200,10,1,20,1,N,10,M\r", "ends in another way"),
    ],
)
def test_a_broken_line_late_in_a_csv_is_named(tmp_path: Path, row: str, words: str) -> None:
    path = _office(tmp_path, ["1,11,1.5,200,10,1,20,1,N,10,M", row])
    with pytest.raises(BadInput, match=words) as refused:
        collected(small.spec(), [path])
    assert refused.value.place.file == str(path)
    assert refused.value.place.line == path.read_bytes().count(b"\n")


def test_every_broken_line_and_every_bad_weight_is_named_at_once(tmp_path: Path) -> None:
    path = _office(tmp_path, ["1,11", "2"])
    with pytest.raises(Problems) as refused:
        collected(small.spec(), [path])
    assert [one.place.line for one in refused.value.problems] == [2, path.read_text().count("\n")]
    frame = small.frame().with_columns(
        pl.when(pl.int_range(pl.len()) == 3).then(0).otherwise(-pl.col("w")).alias("w")
    )
    frame.write_csv(path)
    with pytest.raises(Problems) as refused:
        collected(small.spec(), [path])
    said = " ".join(str(one) for one in refused.value.problems)
    assert "below zero" in said
    assert "weight is zero" in said


def test_faults_of_every_column_are_named_at_once(tmp_path: Path) -> None:
    """Codes, numbers, bounds and the design, in whichever batch they stand; each kind once."""
    rows = pl.int_range(pl.len())
    bad = small.frame().with_columns(
        pl.col("wage", "hours", "age", "sex", "w", "u").cast(pl.String)
    ).with_columns(
        wage=pl.when(rows == 2).then(pl.lit("much")).otherwise("wage"),
        hours=pl.when(rows == 3).then(None).otherwise("hours"),
        age=pl.when(rows.is_in([4, 9])).then(pl.lit("old")).otherwise("age"),
        sex=pl.when(rows == 5).then(pl.lit("7")).when(rows == 6).then(None).otherwise("sex"),
        w=pl.when(rows == 7).then(pl.lit("-1")).otherwise("w"),
        u=pl.when(rows == 8).then(pl.lit(" ")).otherwise("u"),
    )  # fmt: skip
    path = tmp_path / "small.parquet"
    bad.write_parquet(path, row_group_size=4)
    with pytest.raises(Problems) as refused:
        collected(small.spec(), [path])
    told = {(one.place.field, one.place.line) for one in refused.value.problems}
    assert told == {
        ("wage", 3), ("hours", 4), ("age", 5), ("sex", 6), ("sex", 7), ("w", 8), ("u", 9),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("c.csv", b"", "is empty"),
        ("d.csv", b"h,h\n1,2\n", "Two columns"),
        ("f.csv", b"\xff\xfeh\0", "is written in UTF-16, not in UTF-8"),
        ("a.parquet", b"PAR1 not", "no readable table"),
        ("b.csv", b"h,u\n1,2\n", "no column"),
    ],
)
def test_a_file_that_is_none_is_named(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Problem, match=words):
        collected(small.spec(), [path])
    with pytest.raises(Problem, match="cannot be opened"):
        collected(small.spec(), [tmp_path / f"no-{name}"])


def test_a_population_that_is_told_twice_or_too_small_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.parquet"
    spec = small.spec(fpc="fpc")
    small.frame().with_columns(fpc=pl.int_range(pl.len()) + 9).write_parquet(path)
    with pytest.raises(BadInput, match="9 sampling units in one place and 10 in another"):
        collected(spec, [path])
    small.frame().with_columns(fpc=pl.lit(0)).write_parquet(path)
    with pytest.raises(BadInput, match="below one"):
        collected(spec, [path])
    small.frame().with_columns(fpc=pl.lit(3)).write_parquet(path)
    with pytest.raises(BadInput, match="has 4 sampling units, but its population only 3"):
        collected(spec, [path])


def test_overflow_is_refused_before_anything_is_computed() -> None:
    made = plan(small.spec())
    largest = dict.fromkeys(range(2), 10**6)
    Guard(made, 10**6, 10**12, largest, 1000).check()
    Guard(made, 10**7, 10**11, dict.fromkeys(range(2), 10**9), 50).check()
    for guard in (
        Guard(made, 10**6, 10**7, dict.fromkeys(range(2), 10**12), 5),
        Guard(made, 10**9, 10**10, largest, 10**4),
        Guard(made, 10**6, 10**19, largest, 10**6),
        Guard(made, 10**3, 10**4, dict.fromkeys(range(2), 10**14), 10),
    ):
        with pytest.raises(BadInput, match="could overflow: weights up to"):
            guard.check()


def test_missing_levels_are_left_out_or_get_a_code() -> None:
    frame = small.frame().with_columns(
        sex=pl.when(pl.int_range(pl.len()) % 7 == 0).then(None).otherwise("sex")
    )
    for missing in ("leave_out", "U"):
        sex = {"column": "sex", "levels": {"1": "M", "2": "F"}, "missing": missing}
        spec = small.given(small.BODY | {"dimensions": small.BODY["dimensions"] | {"sex": sex}})
        whole = _bytes(spec, frame)
        assert file.content(expressions.moments(spec, frame)) == whole
        assert (b'"sex":11' in whole) == (missing == "leave_out")
        assert (b'["U"]' in whole) == (missing == "U")
