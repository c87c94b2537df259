"""``corridor pass verify``: text, JSON, file or photograph; no server, no database."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from typer.testing import CliRunner

from corridor.doors.cli.main import app
from corridor.engines import qr, tokens

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = SECRET.public_key().public_bytes_raw()
KID = f"pass-{PUBLIC.hex()[:12]}"
UNSIGNED = tokens.unsigned(
    "pass", KID, {"contract": "C-1", "valid_from": "2026-01-10", "valid_to": "2026-03-10"}
)
TEXT = tokens.sealed(UNSIGNED, KID, SECRET.sign(UNSIGNED.encode())).text
FORGED = TEXT.replace("2026-03-10", "2027-03-10")


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    file = tmp_path / "issuer-keys.json"
    file.write_text(json.dumps({"keys": [{"kid": KID, "public": PUBLIC.hex()}]}))
    return file


def verify(keys: Path, given: str, *more: str, on: str = "2026-02-01") -> Result:
    argv = ["pass", "verify", given, "--keys", str(keys), "--on", on, *more]
    return CliRunner().invoke(app, argv)


def photograph(text: str) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(qr.png(text))).convert("RGB").rotate(8, fillcolor="white").save(
        out, "JPEG", quality=70
    )
    return out.getvalue()


@pytest.mark.parametrize("form", ["text", "file", "json", "png", "jpeg"])
def test_every_form_of_a_pass(keys: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "given"
    contents = {
        "file": f"\n {TEXT.lower()} \n".encode(),
        "json": json.dumps({"text": TEXT}).encode(),
        "png": qr.png(TEXT),
        "jpeg": photograph(TEXT),
    }
    if form in contents:
        file.write_bytes(contents[form])
    answer = verify(keys, str(file) if form in contents else TEXT, "--json")
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    assert (said["state"], said["valid"], said["on"]) == ("valid", True, "2026-02-01")
    assert said["payload"]["contract"] == "C-1"


@pytest.mark.parametrize(
    ("given", "on", "state"),
    [
        (FORGED, "2026-02-01", "forged"),
        (TEXT, "2026-03-11", "expired"),
        (TEXT, "2026-01-09", "not_yet"),
        (TEXT[:-5], "2026-02-01", "unreadable"),
        (TEXT.replace(KID.upper()[-6:], "000000"), "2026-02-01", "unknown_key"),
    ],
)
def test_anything_but_valid_leaves_with_two(keys: Path, given: str, on: str, state: str) -> None:
    answer = verify(keys, given, "--json", on=on)
    assert answer.exit_code == 2
    said = json.loads(answer.stdout)
    assert said["state"] == state
    assert said["sentence"]
    if state in {"forged", "unknown_key", "unreadable"}:
        assert said["payload"] == {}


def test_the_screen_says_it_too(keys: Path) -> None:
    assert "Genuine and valid" in verify(keys, TEXT).stdout
    assert "Not genuine" in verify(keys, FORGED).stdout


def test_nothing_that_a_paper_says_moves_the_cursor(keys: Path) -> None:
    odd = tokens.unsigned("pass", KID, {"holder": "\x1b[2J\u202eATIS\n"})
    answer = verify(keys, tokens.sealed(odd, KID, SECRET.sign(odd.encode())).text)
    assert answer.exit_code == 0
    assert "holder: \ufffd[2J\ufffdATIS\n" in answer.stdout


def test_of_a_file_too_long_no_part_is_taken(keys: Path, tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_text(TEXT + " " * 2_500_000)
    assert verify(keys, str(file)).exit_code == 0  # spaces are no part of a paper
    file.write_text(TEXT + " " * 14_000_000)
    answer = verify(keys, str(file), "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["code"]) == (2, "pass.too_long")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("blank.png", None, "good light"),
        ("broken.jpg", b"\xff\xd8\xff broken", "not a PNG or JPEG"),
        ("missing.txt", b"", "begin"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    keys: Path, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is None:
        Image.new("RGB", (300, 300), "white").save(tmp_path / name)
    else:
        (tmp_path / name).write_bytes(content)
    answer = verify(keys, str(tmp_path / name))
    assert answer.exit_code == 2
    assert says in " ".join(answer.output.split())


def test_no_such_file_no_keys_no_date(keys: Path, tmp_path: Path) -> None:
    assert "neither the text" in verify(keys, "/no/such/file").output.replace("\n", " ")
    missing = verify(tmp_path / "none.json", TEXT)
    assert missing.exit_code == 2
    assert "issuer-keys" in missing.output.replace("\n", "")
    assert verify(keys, TEXT, on="tomorrow").exit_code == 2
    keys.write_text("[]")
    assert verify(keys, TEXT).exit_code == 2


@pytest.mark.parametrize(
    "content", [b'{"text":' * 2_000, b"[" * 20_000, b'{"text": 5}', b'{"a": 1}', b"\xff" * 50]
)
def test_json_that_is_no_pass_is_unreadable(keys: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "given"
    file.write_bytes(content)
    answer = verify(keys, str(file), "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["state"]) == (2, "unreadable")


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"keys": [{"kid": "K", "public": "00"}]}'])
def test_a_damaged_key_file_is_never_a_forged_pass(keys: Path, content: bytes) -> None:
    keys.write_bytes(content.replace(b'"K"', json.dumps(KID).encode()))
    answer = verify(keys, TEXT, "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["code"]) == (2, "pass.keys_unreadable")


def test_a_name_that_no_file_can_have_is_refused(keys: Path) -> None:
    answer = verify(keys, "a\0b", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["code"]) == (2, "pass.no_file")
