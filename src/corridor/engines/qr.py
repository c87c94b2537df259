"""QR codes: written as SVG or PNG, read from photographs. Works without a server."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Literal

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
_KINDS = ("PNG", "JPEG")
_LONG_SIDE = 2400  # pixels; larger photographs are read at this size first


def svg(text: str, *, scale: int = 4, mask: int | None = None) -> str:
    """The QR code of ``text`` as an SVG element to stand inside a page (quiet zone of 4).

    ``mask`` (0 to 7) spares trying all eight patterns: every one of them can be read.
    """
    return _drawn(text, "svg", scale, mask).decode()


def png(text: str, *, scale: int = 8) -> bytes:
    """The QR code of ``text`` as a PNG picture, ``scale`` pixels to a module."""
    return _drawn(text, "png", scale)


def _drawn(text: str, kind: Literal["svg", "png"], scale: int, mask: int | None = None) -> bytes:
    import segno

    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=True, mask=mask)
    if kind == "svg":
        code.save(out, kind="svg", scale=scale, border=4, xmldecl=False, light="#fff", dark="#000")
    else:
        code.save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def read(photo: bytes) -> str:
    """The text of the one QR code in a PNG or JPEG picture.

    Raises ``BadInput`` in one sentence when the picture is too large, not a picture, shows
    no readable code, or shows several that differ.
    """
    import zxingcpp

    picture = _opened(photo)
    qr = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for attempt in _attempts(picture):
        found = {code.text for code in zxingcpp.read_barcodes(attempt, formats=qr) if code.text}
        if len(found) == 1:
            return found.pop()
        if found:
            raise BadInput(
                "qr.several",
                sentence(N_("The picture shows more than one QR code.")),
                remedy=sentence(N_("Photograph only one of them, filling the picture.")),
            )
    raise BadInput(
        "qr.unreadable",
        sentence(N_("No QR code can be read in this picture.")),
        remedy=sentence(
            N_("Photograph it flat, near and in good light, or type the text beside it.")
        ),
    )


def _attempts(picture: Picture) -> list[Picture]:
    from PIL import ImageOps

    grey = ImageOps.autocontrast(picture)
    if max(grey.size) < 600:
        return [picture, grey.resize((grey.width * 3, grey.height * 3))]
    return [picture, grey]


def _opened(photo: bytes) -> Picture:
    from PIL import Image, ImageOps

    if len(photo) > MAX_BYTES:
        raise BadInput(
            "qr.bytes",
            sentence(N_("The picture is larger than {limit} megabytes."), limit=12),
            remedy=sentence(N_("Take a smaller photograph.")),
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(photo), formats=_KINDS)
            # The header's size is checked before a single pixel is unpacked.
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_many()
            if opened.format == "JPEG":
                opened.draft("L", (_LONG_SIDE, _LONG_SIDE))
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except (OSError, SyntaxError, ValueError, MemoryError):
        raise BadInput(
            "qr.not_a_picture",
            sentence(N_("This file is not a PNG or JPEG picture, or it is damaged.")),
            remedy=sentence(N_("Send the photograph itself, as PNG or JPEG.")),
        ) from None
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    flat.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return flat.convert("L")


def _too_many() -> BadInput:
    return BadInput(
        "qr.pixels",
        sentence(N_("The picture has more than {limit} million pixels."), limit=50),
        remedy=sentence(N_("Take a smaller photograph.")),
    )
