"""TIFF and Photoshop documents."""

import io
import struct
import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from psd_tools import PSDImage
from psd_tools.constants import BlendMode, Compression

from inference.errors import BadFile
from inference.formats import PICTURES, psd, read_image, tiff, write_image
from inference.formats.layers import Layer
from inference.types import UInt8Array

SCANS = ("1", "L", "P", "RGB", "RGBA", "CMYK", "I;16")


def picture(seed: int, height: int = 11, width: int = 17) -> UInt8Array:
    return np.random.default_rng(seed).integers(0, 4, (height, width, 4)).astype(np.uint8) * 85


def saved(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "TIFF", **options)
    return out.getvalue()


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from(sorted(PICTURES - {".tga"})))
def test_every_pixel_survives_every_picture_format(seed: int, suffix: str) -> None:
    rgba = picture(seed)
    np.testing.assert_array_equal(read_image(write_image(rgba, suffix), f"A0001{suffix}"), rgba)


def test_a_cel_survives_but_for_half_transparency() -> None:
    rgba = picture(1) // 85 * 80  # no pure white: that is paper in a cel
    rgba[..., 3] = 255
    rgba[rgba[..., 0] == 0] = (255, 255, 255, 0)
    np.testing.assert_array_equal(read_image(write_image(rgba, ".tga"), "A0001.tga"), rgba)


@pytest.mark.parametrize(
    ("mode", "compression"),
    [("1", "group4"), *product(SCANS, (None, "tiff_lzw", "packbits", "tiff_deflate"))],
)
def test_scans_of_every_kind_are_read(mode: str, compression: str | None) -> None:
    grey = np.zeros((6, 9), np.uint8)
    grey[2:4] = 255
    image = Image.fromarray(grey.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(grey).convert(mode)
    read = read_image(saved(image, compression=compression), "scan.tif")
    np.testing.assert_array_equal(read[..., 0], grey)
    assert (read[..., 3] == 255).all()


def test_a_tiff_of_several_pages_is_refused() -> None:
    page = Image.new("L", (4, 4))
    with pytest.raises(BadFile, match="2 frames"):
        read_image(saved(page, save_all=True, append_images=[page]), "scan.tif")


def test_a_tiff_in_floating_point_is_refused() -> None:
    with pytest.raises(BadFile, match="8-bit RGB or grey"):
        read_image(saved(Image.fromarray(np.zeros((3, 3), np.float32))), "scan.tif")


def test_a_tiff_with_a_gigantic_tile_is_refused_before_its_pixels_are_unpacked() -> None:
    tags = [(256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1), (277, 3, 1, 1)]
    tags += [(322, 4, 1, 60_000), (323, 4, 1, 60_000), (324, 4, 1, 8), (325, 4, 1, 4)]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    with pytest.raises(BadFile, match="tiles of 60000"):
        tiff.read(b"II*\0" + struct.pack("<I", 8) + directory, "bomb.tif")


LAYERS = [
    Layer("paint", picture(1, 20, 30)),
    Layer("線画", picture(2, 9, 9), left=-3, top=15),
    Layer("指示 hidden", picture(3, 5, 5), left=2, top=2, visible=False),
]


def test_layers_come_back_with_names_places_and_every_pixel() -> None:
    layers, size = psd.read_layers(psd.write_layers(LAYERS, 30, 20), "A0001.psd")
    assert size == (30, 20)
    assert [(one.name, one.role, one.left, one.top, one.visible) for one in layers] == [
        ("paint", "paint", 0, 0, True), ("線画", "line", -3, 15, True), ("指示 hidden", "annotation", 2, 2, False),
    ]  # fmt: skip
    for layer, given_layer in zip(layers, LAYERS, strict=True):
        np.testing.assert_array_equal(layer.rgba, given_layer.rgba)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Line_01", "line"), ("主線", "line"), ("pink", ""), ("背景色", "paint"), ("A_shadow lines", "annotation"),
        ("影指示", "annotation"), ("Layer 1", ""),
    ],
)  # fmt: skip
def test_a_layers_role_is_in_its_name(name: str, role: str) -> None:
    assert Layer(name, picture(0)).role == role


def test_a_document_shows_its_visible_layers_over_each_other() -> None:
    rgba = psd.read(psd.write_layers(LAYERS, 30, 20), "A0001.psd")
    paint, line = LAYERS[0].on_page(30, 20), LAYERS[1].on_page(30, 20)
    covered = line[..., 3] == 255
    np.testing.assert_array_equal(rgba[covered], line[covered])
    nothing = (line[..., 3] == 0) & (paint[..., 3] > 0)
    np.testing.assert_array_equal(rgba[nothing], paint[nothing])


def test_a_layer_that_lies_outside_the_page_is_cut_off() -> None:
    away = Layer("x", picture(4, 5, 5), left=100, top=-50)
    assert (psd.read(psd.write_layers([LAYERS[0], away], 30, 20), "x.psd") == LAYERS[0].rgba).all()


def test_where_layers_multiply_the_picture_beside_them_is_taken() -> None:
    base = Image.fromarray(np.full((4, 4, 4), (10, 20, 30, 255), np.uint8))
    document = PSDImage.frompil(base)
    document.create_pixel_layer(Image.new("RGBA", (4, 4), (200, 0, 0, 255)), blend_mode=BlendMode.MULTIPLY)
    out = io.BytesIO()
    document._record.write(out)
    assert psd.read(out.getvalue(), "x.psd")[0, 0].tolist() == [10, 20, 30, 255]


def test_a_printers_document_is_refused_with_what_to_do() -> None:
    out = io.BytesIO()
    PSDImage.new("CMYK", (4, 4)).save(out)
    with pytest.raises(BadFile, match=r"x\.psd: is a CMYK document\. Convert it to RGB"):
        psd.read(out.getvalue(), "x.psd")


def test_a_gigantic_document_is_refused_before_its_pixels_are_unpacked() -> None:
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 4, 30_000, 30_000, 8, 3)
    with pytest.raises(BadFile, match="30000x30000"):
        psd.read(header + bytes(12) + b"\0\1" + bytes(100), "bomb.psd")


def test_a_damaged_layer_is_refused_and_never_read_as_black() -> None:
    document = PSDImage.frompil(Image.new("RGBA", (80, 60)))
    document.create_pixel_layer(Image.fromarray(picture(5, 60, 80)), compression=Compression.ZIP)
    out = io.BytesIO()
    document._record.write(out)
    data = bytearray(out.getvalue())
    at = data.index(b"\x78\x9c")  # where a packed channel begins
    data[at + 20 : at + 40] = b"\x7f" * 20
    with pytest.raises(BadFile, match="damaged or cut short"):
        psd.read(bytes(data), "x.psd")


def test_a_picture_is_not_written_as_an_unknown_format() -> None:
    with pytest.raises(BadFile, match=r"'.gif'.*\.png, \.psd, \.tga, \.tif, \.tiff"):
        write_image(picture(0), ".gif")


def test_the_formats_load_photoshop_and_level_libraries_only_when_needed() -> None:
    slow = "('torch', 'cv2', 'psd_tools', 'lzallright', 'yaml')"
    code = f"import sys, inference.formats; print([m for m in {slow} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
