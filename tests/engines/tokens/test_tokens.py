"""Passes and receipts: whatever is done to the text, the answer is one sentence."""

from __future__ import annotations

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from corridor.core.problems import BadInput
from corridor.engines import qr, tokens

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SECRET.public_key().public_bytes_raw()
KID = f"pass-{PUBLIC.hex()[:12]}"
KEYS = {KID: PUBLIC}
PAYLOAD: dict[str, tokens.Value] = {
    "contract": "01KAM0Q3T5S6X7Y8Z9A0B1C2D3",
    "corridor": "NPL-QAT",
    "holder": "SITA MAYA TAMANG",
    "birth_date": "1998-05-14",
    "employer": "12345678",
    "occupation": "9313",
    "valid_from": "2026-01-10",
    "valid_to": "2026-03-10",
}
IN_TIME = date(2026, 2, 1)


def made(payload: dict[str, tokens.Value] = PAYLOAD, kind: str = "pass", kid: str = KID) -> str:
    text = tokens.unsigned(kind, kid, payload)
    return tokens.sealed(text, kid, SECRET.sign(text.encode())).text


def state(text: str, on: date = IN_TIME) -> str:
    answer = tokens.verify(text, KEYS, on)
    assert answer.sentence.say().strip()
    return answer.state


def test_a_whole_pass_fits_and_reads_back() -> None:
    text = made()
    assert len(text) <= 350
    answer = tokens.verify(text, KEYS, IN_TIME)
    assert (answer.state, answer.kind, dict(answer.payload)) == ("valid", "pass", PAYLOAD)


def test_every_sign_is_of_the_alphanumeric_mode() -> None:
    text = made({**PAYLOAD, "employer_name": "Gulf Café & Sons"})
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 9), "not_yet"),
        (date(2026, 1, 10), "valid"),
        (date(2026, 3, 10), "valid"),
        (date(2026, 3, 11), "expired"),
    ],
)
def test_both_boundary_days_belong_to_it(on: date, expected: str) -> None:
    assert state(made(), on) == expected


def test_small_letters_and_line_breaks_do_not_matter() -> None:
    text = made().lower()
    assert state("\n ".join(text[i : i + 20] for i in range(0, len(text), 20))) == "valid"


def test_every_truncation_is_noticed() -> None:
    text = made()
    assert {state(text[:length]) for length in range(len(text))} == {"unreadable"}


def test_every_altered_sign_is_noticed() -> None:
    text = made()
    for index, sign in enumerate(text):
        other = "3" if sign != "3" else "4"
        changed = text[:index] + other + text[index + 1 :]
        assert state(changed) in {"forged", "unreadable", "unknown_key"}, index


def test_spare_bits_of_the_signature_have_one_spelling() -> None:
    text = made()
    for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567":
        if sign != text[-1]:
            assert state(text[:-1] + sign) in {"unreadable", "forged"}


def test_the_head_of_one_and_the_signature_of_another() -> None:
    one, other = made(), made({**PAYLOAD, "holder": "MAYA SITA TAMANG"})
    mixed = one.rpartition(":")[0] + ":" + other.rpartition(":")[2]
    answer = tokens.verify(mixed, KEYS, IN_TIME)
    assert answer.state == "forged"
    assert answer.payload == {}


def test_a_key_of_another_kind_does_not_vouch() -> None:
    assert state(made(kind="receipt")) == "forged"


def test_an_unknown_issuer_is_not_called_a_forger() -> None:
    assert tokens.verify(made(), {}, IN_TIME).state == "unknown_key"


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(BadInput, match="350"):
        made({**PAYLOAD, "employer_name": "x" * 200})


@given(st.text(max_size=400))
def test_any_text_gets_a_sentence(text: str) -> None:
    assert state(text) in {"unreadable", "forged", "unknown_key"}
    assert state("OC1:P:" + text) in {"unreadable", "forged", "unknown_key"}


_NAMES = st.from_regex(r"[a-z]{3,6}(_[a-z]{2,4})?", fullmatch=True)
_VALUES = st.one_of(st.text(max_size=10), st.integers(-(10**17), 10**17))


@given(st.dictionaries(_NAMES, _VALUES, max_size=4))
def test_any_payload_reads_back(payload: dict[str, tokens.Value]) -> None:
    payload = {k: v for k, v in payload.items() if k not in {"valid_from", "valid_to"}}
    answer = tokens.verify(made(payload), KEYS, IN_TIME)
    assert (answer.state, dict(answer.payload)) == ("valid", payload)


def test_short_codes_are_ten_signs_and_differ() -> None:
    one, other = tokens.short_code(made()), tokens.short_code(made({"contract": "X"}))
    assert one != other
    assert len(one) == 11
    assert not set(one) & set("ILOU")


def test_the_qr_code_reads_back_from_a_picture() -> None:
    text = made()
    assert qr.read(qr.png(text)) == text
    assert qr.svg(text).startswith("<svg")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Sita Maya Tamang", "SITA MAYA TAMANG"),
        ("José Ñandú", "JOSE NANDU"),
        ("O'Neill & Sons (W.L.L.)", "O NEILL SONS W.L.L."),
    ],
)
def test_names_as_passports_print_them(name: str, printed: str) -> None:
    assert tokens.as_printed(name) == printed


def test_a_name_in_another_script_is_kept_and_fits() -> None:
    assert tokens.as_printed("सीता तामाङ").startswith("सीता")
    longest = {"holder": tokens.as_printed("सी" * 60), "employer_name": "W" * 39}
    assert len(made({**PAYLOAD, **longest})) <= 350
