import contextlib
import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inference.errors import BadFile
from inference.formats import read_image, read_image_file, write_png, write_tga
from inference.types import UInt8Array


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def picture(seed: int = 0, height: int = 13, width: int = 21) -> UInt8Array:
    rgba = np.random.default_rng(seed).integers(0, 4, (height, width, 4)).astype(np.uint8) * 60
    rgba[..., 3] = 255
    rgba[2:6, :9] = (255, 255, 255, 0)
    return rgba


def test_a_png_keeps_every_pixel() -> None:
    rgba = picture()
    rgba[0, 0] = (10, 20, 30, 40)
    np.testing.assert_array_equal(read_image(write_png(rgba), "A0001.png"), rgba)


def test_the_same_picture_always_gives_the_same_bytes() -> None:
    assert write_png(picture()) == write_png(picture())
    assert write_tga(picture()) == write_tga(picture())


def test_a_cel_keeps_its_colours_and_its_white_paper_is_transparent() -> None:
    rgba = picture()
    data = write_tga(rgba)
    np.testing.assert_array_equal(read_image(data, "A0001.tga"), rgba)
    assert (data[2], data[16]) == (10, 24), "run-length coded, 24 bits"


@pytest.mark.parametrize("orientation", [-1, 1], ids=["bottom-up", "top-down"])
@pytest.mark.parametrize("compression", [None, "tga_rle"], ids=["raw", "run-length"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_every_kind_of_tga_reads_the_right_way_up(mode: str, compression: str | None, orientation: int) -> None:
    rgba = picture()
    image = Image.fromarray(np.where(rgba[..., 3:] == 0, 255, rgba).astype(np.uint8) if mode == "RGB" else rgba)
    data = saved(image.convert(mode), "TGA", orientation=orientation, compression=compression)
    np.testing.assert_array_equal(read_image(data, "a0001.TGA"), rgba)


def test_a_32_bit_tga_whose_alpha_was_never_written_is_not_invisible() -> None:
    rgba = picture()
    rgba[..., 3] = 0
    data = bytearray(saved(Image.fromarray(rgba), "TGA"))
    data[17] &= 0xF0  # no alpha bits declared
    read = read_image(bytes(data), "a.tga")
    assert (read[0, 0, 3], read[3, 3, 3]) == (255, 0), "ink is opaque, white paper is not"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_grey_palette_and_deep_pngs_read_as_rgba(mode: str) -> None:
    grey = np.zeros((6, 8), np.uint8)
    grey[2:4] = 255
    image = Image.fromarray(grey.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(grey).convert(mode)
    read = read_image(saved(image, "PNG"), "x.png")
    assert read.shape == (6, 8, 4)
    np.testing.assert_array_equal(read[..., 0], grey)
    assert (read[..., 3] == 255).all()


def test_a_png_named_tga_is_read_for_what_it_is() -> None:
    np.testing.assert_array_equal(read_image(write_png(picture()), "A0001.tga"), picture())


@pytest.mark.parametrize(
    ("name", "make", "found"),
    [
        ("a.png", lambda: saved(Image.new("RGB", (4, 4)), "JPEG"), "JPEG"),
        ("a.gif", lambda: saved(Image.new("RGB", (4, 4)), "GIF"), "GIF"),
        ("a.png", lambda: b"Dear painter, the drawings come tomorrow.", "something unknown"),
        ("a.tga", lambda: b"Dear painter, the drawings come tomorrow.", "no TGA"),
        ("a.png", lambda: b"", "empty"),
        ("a.png", lambda: write_png(picture())[:-40], "cut short"),
        ("a.png", lambda: write_png(picture())[:-12], "cut short"),
        ("a.tga", lambda: write_tga(picture())[:90], "cut short"),
        ("a.png", lambda: saved(Image.new("L", (8193, 2)), "PNG"), "8193x2"),
        ("a.tga", lambda: saved(Image.new("RGB", (2, 8193)), "TGA", compression="tga_rle"), "2x8193"),
        ("a.png", lambda: write_png(picture())[:100] + bytes(64 * 2**20), "64 MB"),
    ],
)
def test_a_refusal_names_the_file_and_what_was_found(name: str, make: Callable[[], bytes], found: str) -> None:
    with pytest.raises(BadFile, match=found) as refusal:
        read_image(make(), name)
    assert str(refusal.value).startswith(name)


def test_an_animated_png_is_refused_with_its_number_of_frames() -> None:
    frames = [Image.new("RGB", (4, 4), color) for color in ("red", "green", "blue")]
    data = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(BadFile, match="3 frames"):
        read_image(data, "walk.png")


def test_a_png_that_claims_to_be_gigantic_is_refused_before_its_pixels_are_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    with pytest.raises(BadFile, match="8192x8192"):
        read_image(data + write_png(picture())[33:], "bomb.png")


@given(st.integers(0, 2**32 - 1), st.data())
def test_a_damaged_file_is_refused_or_read_but_never_crashes(seed: int, data: st.DataObject) -> None:
    for name, good in (("a.png", write_png(picture(seed % 7))), ("a.tga", write_tga(picture(seed % 7)))):
        damaged = bytearray(good[: data.draw(st.integers(1, len(good)))])
        damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= data.draw(st.integers(1, 255))
        with contextlib.suppress(BadFile):
            assert read_image(bytes(damaged), name).shape[2] == 4


def test_a_missing_file_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadFile, match=r"A0009\.png"):
        read_image_file(tmp_path / "A0009.png")
