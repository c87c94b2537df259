"""Makes ``vectors/``: good papers, and thousands of letters changed one at a time, thinned out.

``python -m tests.verifier.making`` writes the files afresh; a test compares them.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tests.verifier import papers

from corridor.engines import tokens
from corridor.engines.evidence import Trust, check, read_trust
from corridor.engines.log.proof import HEADER

HERE = Path(__file__).resolve().parent / "vectors"
BLANK: dict[str, str | int] = {
    "batch": "B1",
    "serial": 3,
    "count": 40,
    "corridor": "NPL-QAT",
    "valid_to": "2026-02-20",
}
Edit = tuple[int, int, str]


def documents() -> dict[str, str]:
    log, other = papers.Log(), papers.Log("other.example/log", 9)
    old = papers.travel_pass(papers.AGREED, valid_to="2026-01-25")
    return {
        "pass": papers.PASS,
        "receipt": papers.RECEIPT,
        "numbered": papers.travel_pass(papers.AGREED, number=-7, holder="महेश"),
        "over": old,
        "blank": papers.paper("blank", BLANK),
        "strange_key": papers.receipt(papers.AGREED, "strange"),
        "contract": log.file("version", "signed", "registered"),
        "everything": log.file("version", "registered", "issued"),
        "receipt_proof": log.proof("registered"),
        "pass_proof": log.proof("issued"),
        "licence": log.proof("licence"),
        "offer": log.proof("version"),
        "unwitnessed": log.proof("issued", papers.OURS),
        "another_log": other.proof("issued"),
        "exchanged": log.file("version", "other_registered"),
        "exchanged_receipt": log.file("version", "false_receipt"),
        "two_contracts": log.file("version", "other", "registered", "other_registered"),
        "bare_pass": log.without("issued", "text"),
        "bare_receipt": log.without("registered", "receipt") + log.proof("version"),
        "bare_terms": log.without("version", "id"),
        "bare_terms_beside": log.without("other", "id", "digest") + log.proof("registered"),
        "json_pass": papers.wrapped(papers.PASS),
        "json_contract": json.dumps({"corridor": "NPL-QAT", "terms": papers.TERMS}),
        "nothing": "",
    }


def trusts() -> dict[str, dict[str, Any]]:
    code = tokens.short_code(papers.PASS)
    blank = tokens.short_code(papers.paper("blank", BLANK))
    keys = papers.trust()["keys"]
    return {
        "base": {},
        "no_list": {"revoked": ""},
        "taken_back": {"revoked": papers.listed("2026-01-30", code, blank)},
        "taken_back_old": {"revoked": papers.listed("2026-01-20", code)},
        "old_list": {"revoked": papers.listed("2026-01-20")},
        "future_list": {"revoked": papers.listed("2026-03-01")},
        "false_list": {"revoked": papers.listed(signer="strange")},
        "cut_list": {"revoked": papers.listed().replace("00000-AAAAA 2026-01-25\n", "")},
        "dated_list": {"revoked": papers.listed().replace("2026-01-30", "2026-01-31")},
        "no_policy": {"policy": None},
        "log_alone": {"policy": papers.policy(0)},
        "one_witness": {"policy": papers.policy(1)},
        "other_log": {"policy": papers.policy(0, "other.example/log", 9)},
        "same_name": {"policy": papers.policy(0, papers.LOG, 9)},
        "key_changed": {"policy": papers.policy(2, seed=9) | papers.before(1, 1000)},
        "key_changed_earlier": {"policy": papers.policy(2, seed=9) | papers.before(1, 2)},
        "no_keys": {"keys": []},
        "key_of_later": {"keys": [key | {"dated_from": "2026-01-21"} for key in keys]},
        "key_ended": {"keys": [key | {"valid_to": "2026-01-11"} for key in keys]},
        "key_ended_later": {"keys": [key | {"valid_to": "2026-01-20"} for key in keys]},
    }


def cases() -> list[dict[str, Any]]:
    """Every case with what Python answers: state, kind, revocation and the list's age."""
    texts, trusted = documents(), {name: read(given) for name, given in trusts().items()}
    made = [*_whole(texts), *_bent(texts)]
    for case in made:
        text = edited(texts[case["of"]], case["edits"])
        answer = check(text, trusted[case["trust"]], date.fromisoformat(case["on"]))
        case["want"] = [answer.state, answer.kind, answer.revocation, answer.age]
    return made


def read(given: dict[str, Any]) -> Trust:
    return read_trust(json.dumps(papers.trust() | given))


def edited(text: str, edits: list[Edit]) -> str:
    """The text once each ``[at, how many letters go, what comes]`` is done, last first."""
    for at, gone, put in sorted(edits, reverse=True):
        text = text[:at] + put + text[at + gone :]
    return text


def _case(of: str, edits: list[Edit], trust: str = "base", on: str = papers.ON) -> dict[str, Any]:
    return {"of": of, "edits": edits, "trust": trust, "on": on}


def _whole(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for of in texts:
        for trust in trusts():
            yield _case(of, [], trust)
    for of in ("pass", "pass_proof", "everything"):
        for on in ("2026-01-19", "2026-01-20", "2026-03-20", "2026-03-21"):
            yield _case(of, [], "base", on)
    for of in ("pass", "receipt"):
        text = texts[of]
        marks = [(0, 0, "\u202b"), (7, 0, "\u200f"), (len(text), 0, "\u202c\u2069\xad\u061c")]
        yield _case(of, marks) | {"good": True}
        yield _case(of, [(0, 0, "\xa0\u2028\x0b"), (len(text), 0, "\u3000" * 9)]) | {"good": True}
        yield _case(of, [(0, len(text), text.lower())]) | {"good": True}
        yield _case(of, [(30, 0, " \n"), (0, 0, "\ufeff\t")]) | {"good": True}
    contract = texts["contract"]
    yield _case("contract", [(0, len(contract), contract.replace("\n", "\r\n"))]) | {"good": True}
    yield _case("contract", [(len(contract), 0, "\n\n"), (0, 0, "  \n")]) | {"good": True}


def _bent(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for of in ("pass", "receipt", "numbered"):
        yield from _letters(of, texts[of], range(0, len(texts[of]), 3))
        yield from _structure(of, texts[of], ":")
    for of, step in (("pass_proof", 17), ("contract", 61)):
        yield from _letters(of, texts[of], range(0, len(texts[of]), step))
        yield from _structure(of, texts[of], "\n")
        yield from _inside(of, texts[of])


def _letters(of: str, text: str, places: range) -> Iterator[dict[str, Any]]:
    """One letter becomes its neighbour of the same sort, is lost, or another sort."""
    for turn, at in enumerate(places):
        put = (_neighbour(text[at]), "", "é", text[at] * 2)[turn % 4 if turn % 8 > 3 else 0]
        if put.upper() != text[at].upper():
            yield _case(of, [(at, 1, put)])


def _neighbour(sign: str) -> str:
    for row in ("0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"):
        if sign in row:
            return row[(row.index(sign) + 1) % len(row)]
    return {"\n": " ", " ": "\n", "+": "/", "/": "+", "=": "A"}.get(sign, "=")


def _structure(of: str, text: str, mark: str) -> Iterator[dict[str, Any]]:
    """Parts lost, doubled, exchanged with the next one, or empty."""
    parts, at = text.split(mark), 0
    for number, part in enumerate(parts):
        if part not in {"", HEADER}:
            yield _case(of, [(at, len(part) + len(mark), "")])
            # Signatures of a note stand in any order, as often as one likes.
            yield _case(of, [(at, 0, part + mark)]) | _free(part)
            follows = parts[number + 1] if number + 1 < len(parts) else ""
            if follows and follows != part:
                whole = len(part) + len(mark) + len(follows)
                yield _case(of, [(at, whole, follows + mark + part)]) | _free(part, follows)
        at += len(part) + len(mark)


def _free(*lines: str) -> dict[str, bool]:
    return {"good": True} if all(line.startswith("— ") for line in lines) else {}


def _inside(of: str, text: str) -> Iterator[dict[str, Any]]:
    """What the opening says is changed, and written down again as it should be."""
    for start in _starts(text, "\nextra "):
        coded = text[start : text.index("\n", start)]
        plain = base64.b64decode(coded).decode()
        for at in range(0, len(plain), 29 if of == "pass_proof" else 83):
            bent = plain[:at] + _neighbour(plain[at]) + plain[at + 1 :]
            yield _case(of, [(start, len(coded), base64.b64encode(bent.encode()).decode())])
        for one, other in _exchanges(plain):
            bent = base64.b64encode(other.encode()).decode()
            yield _case(of, [(start, len(coded), bent)]) | {"note": one}


def _exchanges(plain: str) -> Iterator[tuple[str, str]]:
    told = json.loads(plain)
    fields, marks = told["fields"], told["marks"]
    first, last = min(marks), max(marks)

    def written(**given: Any) -> str:
        whole = {**told, **given}
        return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    yield "spaces", json.dumps(told, sort_keys=True, ensure_ascii=False)
    yield "no fields", written(fields={**fields, "extra": "1"})
    yield "another key", written(key="00" * 32)
    yield "short key", written(key=told["key"][2:])
    yield "capital key", written(key=told["key"].upper())
    yield "marks exchanged", written(marks={**marks, first: marks[last], last: marks[first]})
    yield "mark lost", written(marks={name: one for name, one in marks.items() if name != first})
    yield "list", written(fields=[])
    yield "more", written(more=1)
    entry = json.loads(told["entry"])
    for name, value in {"index": entry["index"] + 1, "type": "x", "v": 2, "hour": "2025"}.items():
        bent = json.dumps(entry | {name: value}, sort_keys=True, separators=(",", ":"))
        yield f"entry {name}", written(entry=bent)


def _starts(text: str, mark: str) -> list[int]:
    found, at = [], text.find(mark)
    while at >= 0:
        found.append(at + len(mark))
        at = text.find(mark, at + 1)
    return found


def files() -> dict[str, str]:
    """Name and content of each file."""
    made = {"papers": {"documents": documents(), "base": papers.trust(), "trusts": trusts()}}
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases())
    whole = json.dumps(made["papers"], ensure_ascii=False, indent=1)
    return {"papers.json": whole + "\n", "cases.json": f"[\n{lines}\n]\n"}


if __name__ == "__main__":
    for name, text in files().items():
        (HERE / name).write_text(text, encoding="utf-8")
