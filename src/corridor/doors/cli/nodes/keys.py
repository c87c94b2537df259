"""``corridor node keys``: create and back up the master key, rotate and list signing keys."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Annotated

import typer

from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, sentence
from corridor.doors.cli.nodes import start
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.engines.evidence.revoked import PURPOSE as REVOCATION
from corridor.engines.tokens import KINDS

app = typer.Typer(no_args_is_help=True)

_FETCH = "Publish the issuer keys again, and have the gates fetch verifier and list."
_TELL = {
    "log": "Send “corridor log keys” to every witness: they sign again once they know the new key.",
    "witness": "Send “corridor log keys” to those whom this node witnesses: the new key counts.",
}
"""Who must hear of a new key, beside those who fetch the issuer keys."""

_SCRYPT = {"n": 2**17, "r": 8, "p": 1}

Passphrase = Annotated[
    str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="PASSPHRASE")
]
File = Annotated[Path, typer.Argument(metavar="FILE")]


@app.command()
def create() -> None:
    """Make the master key in the data directory, readable by this user only. Once."""
    with refusals():
        start.django_ready()
        from django.conf import settings

        from corridor.platform.keys.sealing import master_key

        file = Path(settings.CORRIDOR_MASTER_KEY_FILE)
        if settings.CORRIDOR_MASTER_KEY or file.exists():
            raise Conflict(
                "node.key_exists",
                sentence(N_("This node has a master key already.")),
                remedy=sentence(N_("Everything sealed hangs on it; it is not replaced.")),
            )
        master_key()
        screen.print(f"Made {file}. Back it up now: corridor node keys backup FILE", markup=False)


@app.command("list")
def list_keys(as_json: Json = False) -> None:
    """The signing keys of this node, the oldest first; the last of a purpose signs."""
    with refusals(as_json):
        start.django_ready()
        from corridor.platform.keys.queries import issuer_document

        document = issuer_document()
        if as_json:
            answer_json(document)
            return
        for key in document["keys"]:
            line = f"{key['purpose']:<12} {key['kid']:<26} since {key['valid_from']}"
            screen.print(line, markup=False)


@app.command()
def rotate(purpose: str) -> None:
    """A fresh signing key for one purpose; what older ones signed stays genuine.

    Purposes: pass, receipt, blank (pre-issued passes), revocation, log, witness.
    """
    with refusals():
        kinds = (*KINDS, REVOCATION, *_TELL)
        if purpose not in kinds:
            raise BadInput(
                "node.purpose",
                sentence(N_("“{found}” is not a purpose of signing keys."), found=purpose),
                remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(kinds)),
            )
        start.django_ready()
        from corridor.platform.access.actor import SYSTEM
        from corridor.platform.keys.actions import rotate as fresh

        made = fresh(by=SYSTEM, purpose=purpose)
        screen.print(f"{made.kid} signs from now on.", markup=False)
        screen.print(_TELL.get(purpose, _FETCH), markup=False)


@app.command()
def backup(file: File, passphrase: Passphrase) -> None:
    """Write the master key, sealed under a passphrase, to keep apart from every other backup."""
    with refusals():
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(passphrase) < 12:
            raise BadInput(
                "node.passphrase",
                sentence(N_("The passphrase has fewer than 12 characters.")),
                remedy=sentence(N_("Choose a longer one, such as five random words.")),
            )
        start.django_ready()
        from corridor.platform.keys.sealing import master_key

        salt, nonce = os.urandom(16), os.urandom(12)
        sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, master_key(), b"master key")
        document = {"salt": salt, "nonce": nonce, "sealed": sealed}
        text = {name: base64.b64encode(value).decode() for name, value in document.items()}
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump({"format": "corridor-master-key-1", **text}, stream)
        screen.print(f"Wrote {file}. Keep it and the passphrase in two places.", markup=False)


@app.command()
def restore(
    file: File,
    passphrase: Annotated[str, typer.Option(prompt=True, hide_input=True, envvar="PASSPHRASE")],
) -> None:
    """Put a backed-up master key back into a data directory that has none."""
    with refusals():
        start.django_ready()
        from django.conf import settings

        target = Path(settings.CORRIDOR_MASTER_KEY_FILE)
        key = opened(file, passphrase)
        if target.exists():
            raise Conflict(
                "node.key_exists",
                sentence(N_("This node has a master key already.")),
                remedy=sentence(N_("Everything sealed hangs on it; it is not replaced.")),
            ).at(file=str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(key.hex())
        screen.print(f"Restored {target}.", markup=False)


def opened(file: Path, passphrase: str) -> bytes:
    """The master key out of its backup. Raises ``BadInput`` when it cannot be opened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        read = json.loads(file.read_text())
        salt, nonce, sealed = (base64.b64decode(read[name]) for name in ("salt", "nonce", "sealed"))
        return AESGCM(_stretched(passphrase, salt)).decrypt(nonce, sealed, b"master key")
    except (OSError, ValueError, KeyError, TypeError, InvalidTag):
        raise BadInput(
            "node.key_backup",
            sentence(N_("This backup of the key cannot be opened with this passphrase.")),
            remedy=sentence(N_("Type it once more; then look for the second copy of both.")),
        ).at(file=str(file)) from None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode())
