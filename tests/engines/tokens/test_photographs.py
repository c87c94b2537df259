"""Photographs of a pass: skewed, dark, compressed; and pictures that are none."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from corridor.core.problems import BadInput
from corridor.engines import qr

TEXT = "OC1:P:PASS-0123456789AB:" + "C.01KAM0Q3T5S6X7Y8Z9A0B1C2D3:" * 4 + "A" * 103


def photographed(*, turned: float = 0, bright: float = 1, blurred: float = 0) -> bytes:
    code = Image.open(io.BytesIO(qr.png(TEXT, scale=6))).convert("RGB")
    paper = Image.new("RGB", (1600, 1200), (190, 180, 160))
    paper.paste(code, (400, 200))
    paper = paper.rotate(turned, fillcolor=(60, 60, 60), resample=Image.Resampling.BICUBIC)
    paper = ImageEnhance.Brightness(paper).enhance(bright)
    paper = paper.filter(ImageFilter.GaussianBlur(blurred))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=60)
    return out.getvalue()


@pytest.mark.parametrize(
    "how", [{}, {"turned": 17}, {"turned": 90}, {"bright": 0.35}, {"blurred": 1.5}]
)
def test_a_photograph_is_read(how: dict[str, float]) -> None:
    assert qr.read(photographed(**how)) == TEXT


def test_a_bad_photograph_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="good light"):
        qr.read(photographed(blurred=14))


def test_two_codes_are_not_guessed_between() -> None:
    paper = Image.new("RGB", (1400, 700), "white")
    for place, text in ((0, "OC1:A"), (700, "OC1:B")):
        paper.paste(Image.open(io.BytesIO(qr.png(text))).convert("RGB"), (place, 50))
    out = io.BytesIO()
    paper.save(out, "PNG")
    with pytest.raises(BadInput, match="more than one"):
        qr.read(out.getvalue())


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99))


@pytest.mark.parametrize("size", [(8000, 8000), (60000, 60000)])
def test_a_pixel_bomb_is_refused_unopened(size: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="million pixels"):
        qr.read(bomb(*size))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", photographed()[:3000]])
def test_what_is_no_picture_is_said(data: bytes) -> None:
    with pytest.raises(BadInput, match="picture"):
        qr.read(data)


def test_too_many_bytes() -> None:
    with pytest.raises(BadInput, match="megabytes"):
        qr.read(b"\xff\xd8\xff" + b"\0" * qr.MAX_BYTES)
