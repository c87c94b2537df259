"""Signed notes and checkpoints: the published examples, and every way to write one wrongly."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.log import signers
from tests.engines.log.signers import TIME, cosigned, key, quantum, quantum_cosigned, signed

from corridor.core.problems import BadInput
from corridor.engines.log import keys, tree
from corridor.engines.log.checkpoint import Checkpoint, parse_checkpoint
from corridor.engines.log.keys import VerifierKey, holds, key_id, time_of
from corridor.engines.log.note import Note, Signature, parse_note, signature_line

LOG, WITNESS = "log.example/np", "witness.example/w1"
BODY = Checkpoint(LOG, 7, tree.leaf_hash(b"x")).text()
LOG_KEY, WITNESS_KEY = key(LOG, 1), key(WITNESS, 2, keys.COSIGNATURE)
WHOLE = BODY + "\n" + signed(BODY, LOG, 1) + cosigned(BODY, WITNESS, 2)

# The example of Go's package note, which the format comes from.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PROVERB = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)


def test_a_published_note_verifies_under_its_published_key() -> None:
    neumann = VerifierKey.parse(NEUMANN)
    assert neumann.text() == NEUMANN
    note = parse_note(PROVERB)
    assert note.whole() == PROVERB
    assert note.verified_by([neumann]) == [neumann]
    assert parse_note(PROVERB.replace("think", "thing")).verified_by([neumann]) == []


def test_key_ids_are_as_specified() -> None:
    public = bytes(range(32))
    for kind in (keys.ED25519, keys.COSIGNATURE):
        expected = hashlib.sha256(b"a/b\n" + bytes([kind]) + public).digest()[:4]
        assert key_id("a/b", kind, public) == expected
        assert VerifierKey.parse(VerifierKey.of("a/b", kind, public).text()).kind == kind


def test_log_and_witness_each_sign_their_own_way() -> None:
    note = parse_note(WHOLE)
    assert note.verified_by([LOG_KEY, WITNESS_KEY]) == [LOG_KEY, WITNESS_KEY]
    assert time_of(note.signatures[1].raw) == TIME
    # The same key as a plain signer of notes is another key, and unknown lines are ignored.
    assert note.verified_by([key(WITNESS, 2)]) == []
    assert note.verified_by([key(LOG, 3), WITNESS_KEY]) == [WITNESS_KEY]


def test_a_false_line_of_a_known_key_spoils_the_note() -> None:
    for at in (1, 2):
        lines = WHOLE.splitlines(keepends=True)
        lines[3 + at] = Signature(
            *(LOG, LOG_KEY.key_id) if at == 1 else (WITNESS, WITNESS_KEY.key_id), bytes(72)
        ).line()
        note = parse_note("".join(lines))
        assert note.verified_by([LOG_KEY, WITNESS_KEY]) == []
        assert len(note.broken_by([LOG_KEY, WITNESS_KEY])) == 1
    # A second, false line of the same key counts too; a stranger's does not.
    doubled = WHOLE + Signature(LOG, LOG_KEY.key_id, bytes(64)).line()
    assert parse_note(doubled).verified_by([LOG_KEY]) == []
    strange = WHOLE + Signature("x", LOG_KEY.key_id, bytes(64)).line()
    assert parse_note(strange).verified_by([LOG_KEY]) == [LOG_KEY]


def test_a_cosignature_covers_time_text_and_extensions() -> None:
    more = Checkpoint(LOG, 7, tree.leaf_hash(b"x"), ("something more",)).text()
    line = cosigned(BODY, WITNESS, 2)
    assert parse_note(f"{more}\n{line}").verified_by([WITNESS_KEY]) == []
    raw = parse_note(f"{BODY}\n{line}").signatures[0].raw
    assert holds(WITNESS_KEY, BODY, raw)
    assert not holds(WITNESS_KEY, BODY, (TIME + 1).to_bytes(8, "big") + raw[8:])
    too_late = parse_note(f"{BODY}\n{cosigned(BODY, WITNESS, 2, time=2**63)}")
    assert too_late.verified_by([WITNESS_KEY]) == []


def test_a_post_quantum_line_is_verified_where_its_key_is_known() -> None:
    _, public = quantum(WITNESS, 5)
    assert VerifierKey.parse(public.text()) == public
    note = parse_note(WHOLE + quantum_cosigned(BODY, WITNESS, 5))
    assert note.verified_by([LOG_KEY]) == [LOG_KEY]
    assert note.verified_by([LOG_KEY, public]) == [LOG_KEY, public]
    other = parse_note(WHOLE.replace("\n7\n", "\n8\n") + quantum_cosigned(BODY, WITNESS, 5))
    assert other.broken_by([public]) == [public]
    no_checkpoint = Note("hello\n", note.signatures)
    assert no_checkpoint.verified_by([public]) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "ends with"),
        (BODY, "ends with"),
        (BODY + "\n", "ends with"),
        (WHOLE[:-1], "ends with"),
        (WHOLE.replace("\n", "\r\n"), "control"),
        (WHOLE.replace("7", "7\t"), "control"),
        (WHOLE.replace("7", "7\ud800"), "control"),
        (WHOLE.replace("— ", "- "), "Line 1"),
        (WHOLE + "\n", "ends with"),
        (WHOLE + "— a+b AAAAAAAA\n", "Line 3"),
        (WHOLE + "—  AAAAAAAA\n", "Line 3"),
        (WHOLE + "— a\u00a0b AAAAAAAA\n", "Line 3"),
        (WHOLE + "— a AAAAAA==\n", "Line 3"),
        (WHOLE + "— a AAAAAAB=\n", "Line 3"),
        (WHOLE + "— a AAAA AAAA\n", "Line 3"),
        (WHOLE + "— a AAAA_AAA\n", "Line 3"),
        (WHOLE + "— a AAAAAAAA\n" * 99, "more than 100"),
        ("a" * 1_000_001, "longer"),
    ],
)
def test_a_note_written_wrongly(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        parse_note(text)


def test_sixteen_signatures_and_empty_lines_within_are_fine() -> None:
    text = "one\n\n\ntwo\n"
    note = parse_note(text + "\n" + "".join(f"— k{n} AAAAAAAA\n" for n in range(16)))
    assert (note.text, len(note.signatures)) == (text, 16)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        NEUMANN[:-1],
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("PeterNeumann", "Peter"),
        NEUMANN.replace("PeterNeumann", "Peter Neumann"),
        NEUMANN.replace("PeterNeumann", ""),
        NEUMANN.replace("ARpc", "AhpC"),
        NEUMANN.replace("ARpc", "/xpc"),
        NEUMANN.replace("ARpc2QcU", "ARpc"),
    ],
)
def test_a_key_written_wrongly(text: str) -> None:
    with pytest.raises(BadInput):
        VerifierKey.parse(text)


def test_names_no_line_can_carry() -> None:
    for name in ("", "a b", "a+b", "a\nb", "a\x01", "\ud800"):
        with pytest.raises(BadInput):
            signature_line(name, bytes(4), bytes(64))
        with pytest.raises(BadInput):
            VerifierKey.of(name, keys.ED25519, bytes(32))


def test_a_checkpoint_reads_back() -> None:
    made = Checkpoint(LOG, 2**64 - 1, bytes(32), ("more", "and more"))
    assert parse_checkpoint(made.text()) == made
    assert parse_checkpoint(Checkpoint("a b+c", 0, tree.EMPTY_ROOT).text()).size == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY[:-1],
        BODY.replace(LOG, ""),
        BODY.replace("\n7\n", "\n07\n"),
        BODY.replace("\n7\n", "\n+7\n"),
        BODY.replace("\n7\n", "\n\n"),
        BODY.replace("\n7\n", "\n٧\n"),
        BODY.replace("\n7\n", f"\n{2**64}\n"),
        BODY.replace("=", ""),
        BODY + "\n",
        BODY + "more\n\nmore\n",
        "\n".join(BODY.split("\n")[:2]) + "\n",
        BODY.replace("\n7\n", "\n7 \n"),
        LOG + "\n7\nAAAA\n",
    ],
)
def test_a_checkpoint_written_wrongly(text: str) -> None:
    with pytest.raises(BadInput):
        parse_checkpoint(text)


def test_a_checkpoint_cannot_be_made_to_say_two_things() -> None:
    for wrong in (("a\nb", 1, bytes(32)), ("a", -1, bytes(32)), ("a", 1, bytes(31))):
        with pytest.raises(BadInput):
            Checkpoint(*wrong)
    with pytest.raises(BadInput):
        Checkpoint("a", 1, bytes(32), ("b\nc",))


@given(st.data())
def test_no_bent_bit_of_a_signed_checkpoint_passes(data: st.DataObject) -> None:
    whole = bytearray(WHOLE.encode())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        note = parse_note(whole.decode())
    except (BadInput, UnicodeDecodeError):
        return
    assert set(note.verified_by([LOG_KEY, WITNESS_KEY])) != {LOG_KEY, WITNESS_KEY}


def test_signers_of_this_file_are_sound() -> None:
    # Negative control: the same helpers with another seed do not verify.
    assert holds(key(LOG, 1), BODY, signers.secret(1).sign(BODY.encode()))
    assert not holds(key(LOG, 1), BODY, signers.secret(9).sign(BODY.encode()))
