"""Keys: sealed bytes open only for their subject and purpose; signatures outlive rotation."""

from __future__ import annotations

import os

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import override_settings

from corridor.core.problems import Problem, Unavailable
from corridor.platform.access.actor import SYSTEM
from corridor.platform.keys import sealing
from corridor.platform.keys.actions import destroy_subject, rotate, seal, sign
from corridor.platform.keys.models import IssuerKey, SigningSecret, SubjectKey
from corridor.platform.keys.queries import issuer_keys, open_many, open_sealed

pytestmark = pytest.mark.django_db


def test_what_is_sealed_opens_for_its_subject_and_purpose_only() -> None:
    sealed = seal("person-1", "tests.note", "बुझेँ 1,200")
    assert open_sealed("person-1", "tests.note", sealed) == "बुझेँ 1,200"
    seal("person-2", "tests.note", "other")
    for subject, purpose in (("person-2", "tests.note"), ("person-1", "tests.other")):
        with pytest.raises(Unavailable):
            open_sealed(subject, purpose, sealed)


def test_one_flipped_bit_is_noticed() -> None:
    sealed = bytearray(seal("person-1", "tests.note", "text"))
    for at in range(0, len(sealed), 5):
        altered = bytearray(sealed)
        altered[at] ^= 1
        with pytest.raises(Unavailable):
            open_sealed("person-1", "tests.note", bytes(altered))


def test_many_open_with_one_look_up_and_the_erased_stay_shut(
    django_assert_num_queries: object,
) -> None:
    items = [(f"person-{at}", "tests.note", seal(f"person-{at}", "tests.note", str(at)))
             for at in range(5)]  # fmt: skip
    destroy_subject(by=SYSTEM, subject="person-3")
    with django_assert_num_queries(1, using="keys"):  # type: ignore[operator]
        assert open_many(items) == ["0", "1", "2", None, "4"]


def test_an_erased_subject_is_never_given_a_new_key() -> None:
    seal("person-1", "tests.note", "text")
    destroy_subject(by=SYSTEM, subject="person-1")
    with pytest.raises(Problem):
        seal("person-1", "tests.note", "again")
    assert SubjectKey.objects.get(pk="person-1").wrapped is None


def test_the_store_is_a_database_of_its_own() -> None:
    assert SubjectKey.objects.db == SigningSecret.objects.db == "keys"
    assert IssuerKey.objects.db == "default"


def test_old_signatures_verify_after_rotation() -> None:
    first, signature = sign("tests", b"message")
    rotate(by=SYSTEM, purpose="tests")
    second, newer = sign("tests", b"message")
    keys = issuer_keys("tests")
    assert first != second
    Ed25519PublicKey.from_public_bytes(keys[first]).verify(signature, b"message")
    Ed25519PublicKey.from_public_bytes(keys[second]).verify(newer, b"message")
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(keys[second]).verify(signature, b"message")


def test_the_blind_index_ignores_spacing_and_case_but_not_purpose_or_node() -> None:
    assert sealing.blind("a", "pa 123") == sealing.blind("a", "PA123")
    assert sealing.blind("a", "PA123") != sealing.blind("b", "PA123")
    own = sealing.blind("a", "PA123")
    with override_settings(CORRIDOR_MASTER_KEY=os.urandom(32).hex()):
        assert sealing.blind("a", "PA123") != own


@override_settings(CORRIDOR_MASTER_KEY="abcd")
def test_a_short_master_key_is_refused_in_words() -> None:
    with pytest.raises(Unavailable) as refusal:
        sealing.master_key()
    assert "64" in refusal.value.say()
