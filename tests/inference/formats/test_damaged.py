"""Whatever arrives is read or refused in a sentence: files cut short, lengths that lie, bombs. Nothing crashes.

300 damaged files per reader by default, the same every time; 10,000 new ones with ``-m nightly``.
"""

import gc
import resource
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from inference.errors import BadFile
from inference.formats import (
    aco,
    ase,
    colorbook,
    gpl,
    lzo,
    paintbucket,
    psd,
    read_image,
    tiff,
    tlv,
    tpl,
    write_image,
    xdts,
)
from inference.formats.cel import EMPTY, Cel
from inference.formats.layers import Layer
from inference.formats.palette import styles_of_entries
from inference.formats.timesheet import Column, Drawing, Timesheet
from inference.types import ColorEntry, UInt8Array

SHEET = [
    ColorEntry(1, "paper", "background", (255, 255, 255, 0)),
    ColorEntry(2, "face", "skin", (250, 220, 200, 255), (255, 240, 230, 255), (200, 150, 130, 255)),
]
PALETTE = styles_of_entries(SHEET, "Nuri").palette
A_GIGABYTE = 2**30

# Pillow mumbles about what it finds in damaged TIFF files.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
FEW = 300
NASTY = [0, 1, -1, 2, 7, 255, 256, 65535, 65536, 2**24, 2**31 - 1, -(2**31), 60_000, 2**28]


def picture() -> UInt8Array:
    rgba = np.random.default_rng(0).integers(0, 3, (24, 31, 4)).astype(np.uint8) * 100
    rgba[..., 3] = 255
    rgba[5:15, 4:20] = (255, 255, 255, 0)
    return rgba


def cel(number: int) -> Cel:
    pixels = np.full((40, 60), EMPTY, np.uint32)
    pixels[number : number + 20, 5:50] = 7 << 8 | 255
    pixels[10, 3:40] = 1 << 20
    return Cel(number, pixels)


def layers() -> bytes:
    return psd.write_layers([Layer("paint", picture()), Layer("線", picture()[:9, :9], 3, -2)], 31, 24)


def timesheet() -> bytes:
    return xdts.write(Timesheet((Column("A", (Drawing(1), None, Drawing(2, "a"))), Column("B", (Drawing(3),) * 3))))


READERS: dict[str, tuple[Callable[[bytes, str], object], Callable[[], list[bytes]]]] = {
    "tlv": (lambda data, name: list(tlv.read(data, name)), lambda: [tlv.write([cel(1), cel(2)])]),
    "tpl": (tpl.read, lambda: [tpl.write(PALETTE)]),
    "gpl": (gpl.read, lambda: [gpl.write(PALETTE)]),
    "aco": (aco.read, lambda: [aco.write(PALETTE)]),
    "ase": (ase.read, lambda: [ase.write(PALETTE)]),
    "colorbook": (colorbook.read, lambda: [colorbook.write(SHEET)]),
    "xdts": (xdts.read, lambda: [timesheet()]),
    "png": (read_image, lambda: [write_image(picture(), ".png")]),
    "tga": (read_image, lambda: [write_image(picture(), ".tga")]),
    "tiff": (tiff.read, lambda: [write_image(picture(), ".tif")]),
    "psd": (psd.read, lambda: [layers(), write_image(picture(), ".psd")]),
    "psd layers": (psd.read_layers, lambda: [layers()]),
    "label": (paintbucket.read_map, lambda: [paintbucket.write_map(np.arange(600, dtype=np.int32).reshape(20, 30))]),
    "json_color": (paintbucket.read_colors, lambda: [paintbucket.write_colors({1: (0, 0, 0, 0), 2: (1, 2, 3, 255)})]),
    "json_index": (paintbucket.read_index, lambda: [paintbucket.write_index({1: (500, -1), 2: (16, 27)})]),
}
REAL = {
    "tlv": ["A_converted.tlv"], "tpl": ["A_converted.tpl", "palette_day.tpl"], "tga": ["A_0001.tga"],
    "png": ["A_colormodel.png"],
}  # fmt: skip
KINDS_OF_DAMAGE = ("cut", "flip", "put a number", "put a number", "put bytes", "insert", "drop", "repeat")


def damaged(data: bytes, seed: int) -> bytes:
    """The file with one to five wounds, always the same for a seed."""
    random = Random(seed)
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        # Half of all damage goes to the first 200 bytes: headers are where files lie.
        here = random.randrange(max(1, random.choice((len(data), min(len(data), 200)))))
        what = random.choice(KINDS_OF_DAMAGE)
        if what == "cut":
            data = data[:here]
        elif what == "flip":
            data = (
                data[:here]
                + bytes(value ^ 1 << random.randrange(8) for value in data[here : here + 1])
                + data[here + 1 :]
            )
        elif what == "put a number":
            data = data[:here] + struct.pack(random.choice(("<i", ">i")), random.choice(NASTY)) + data[here + 4 :]
        elif what == "put bytes":
            value = random.randbytes(random.randrange(1, 12))
            data = data[:here] + value + data[here + len(value) :]
        elif what == "insert":
            data = data[:here] + random.randbytes(random.randrange(1, 12)) + data[here:]
        elif what == "drop":
            data = data[:here] + data[here + random.randrange(1, 40) :]
        else:
            data = data[: here + random.randrange(1, 60)] + data[here:]
    return data


@contextmanager
def a_gigabyte_at_most() -> Iterator[None]:
    """Whoever asks for more than one more gigabyte gets a MemoryError, which no reader catches."""
    gc.collect()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + A_GIGABYTE, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def read_or_refuse(read: Callable[[bytes, str], object], data: bytes, name: str) -> None:
    try:
        read(data, name)
    except BadFile as refusal:
        said = str(refusal)
    else:
        return
    assert said.startswith(name)


def search(kind: str, real: Path | None, cases: int) -> None:
    read, make = READERS[kind]
    files = make() + [(real / name).read_bytes() for name in REAL.get(kind, ()) if real]

    @settings(max_examples=cases, deadline=None, database=None, derandomize=cases == FEW, phases=[Phase.generate])
    @given(st.integers(0, len(files) - 1), st.integers(0, 2**64))
    def one(which: int, seed: int) -> None:
        read_or_refuse(read, damaged(files[which], seed), f"x.{kind}")

    for file in files:
        read(file, f"x.{kind}")
    with a_gigabyte_at_most():
        one()


@pytest.fixture
def real(request: pytest.FixtureRequest) -> Path | None:
    """The folder of real files, where there is one; the search goes on without."""
    try:
        folder: Path = request.getfixturevalue("hand_drawn")
    except pytest.skip.Exception:
        return None
    return folder / "dwanko_run"


@pytest.mark.parametrize("kind", sorted(READERS))
def test_a_damaged_file_is_read_or_refused(kind: str, real: Path | None) -> None:
    search(kind, real, FEW)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", sorted(READERS))
def test_ten_thousand_damaged_files_are_read_or_refused(kind: str, real: Path | None) -> None:
    search(kind, real, 10_000)


@pytest.mark.parametrize("kind", sorted(READERS))
@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300))
def test_anything_at_all_is_read_or_refused(kind: str, data: bytes) -> None:
    read, make = READERS[kind]
    for start in (b"", make()[0][:8]):
        read_or_refuse(read, start + data, f"x.{kind}")


def with_ints(data: bytes, place: int, *values: int) -> bytes:
    return data[:place] + struct.pack(f"<{len(values)}i", *values) + data[place + 4 * len(values) :]


def test_a_level_that_claims_a_gigantic_page_is_refused() -> None:
    with pytest.raises(BadFile, match="60000x60000"), a_gigabyte_at_most():
        list(tlv.read(with_ints(tlv.write([cel(1)]), 52, 60_000, 60_000), "x.tlv"))


def test_a_level_whose_drawings_share_their_bytes_is_refused() -> None:
    """Ten thousand rows that all name one drawing would unpack one small file ten thousand times."""
    data = tlv.write([cel(1)])
    table = struct.unpack_from("<i", data, 64)[0]
    offset, length = struct.unpack_from("<2i", data, table + 5)
    rows = b"".join(struct.pack("<ic2i", number, b"\0", offset, length) for number in range(5_000))
    data = with_ints(data, 60, 5_000, table, table + len(rows))
    with pytest.raises(BadFile, match="claim more bytes"):
        list(tlv.read(data[:table] + rows * 2, "x.tlv"))


def test_a_level_with_a_bomb_inside_is_refused() -> None:
    zeros = 2_000_000
    bomb = b"\x12A" + b"\x20" + bytes(zeros) + b"\x01\x00\x00" + b"\x11\x00\x00"
    assert lzo.unpacked_size(bomb, 10**9) > 500_000_000
    table = 76 + 48 + len(bomb)
    header = struct.pack("<6i4s", 16, 60, 40, 1, table, table + 13, b"LZO ")
    drawing = struct.pack("<5i2d3i", 0, 0, 60, 40, 12 + len(bomb), 72, 72, 60, 40, 2) + bomb
    rows = struct.pack("<ic2i", 1, b"\0", 76, len(drawing)) + struct.pack("<ic2i", 1, b"\0", 76, 0)
    with pytest.raises(BadFile, match="unpacks to more than its 9600 bytes"), a_gigabyte_at_most():
        list(tlv.read(b"TLV14B1a" + bytes(40) + header + drawing + rows, "x.tlv"))


def test_entities_in_a_palette_are_refused() -> None:
    lol = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(BadFile, match=r"damaged|not an OpenToonz palette"):
        tpl.read((lol + tpl.write(PALETTE).decode()).encode(), "x.tpl")


def test_a_palette_of_open_quotes_does_not_hold_anybody_up() -> None:
    with pytest.raises(BadFile, match="line 1 is damaged"):
        tpl.read(b'<palette name="">' + b'"\\"' + b'\\"' * 1_000_000, "x.tpl")


def test_aliases_in_a_colour_list_do_not_multiply() -> None:
    lines = [f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]" for a, b in pairwise("abcdefghijklmnopqrstuvwxyz")]
    bomb = "\n".join(["a: &a [1, 2, 3]", *lines])
    with pytest.raises(BadFile, match="colorbook"), a_gigabyte_at_most():
        colorbook.read(bomb.encode(), "colorbook.yml")


def test_a_bomb_in_a_photoshop_document_is_refused() -> None:
    empty_sections, packed_with_zip = bytes(12), b"\0\2"
    bomb = write_image(picture(), ".psd")[:26] + empty_sections + packed_with_zip + zlib.compress(bytes(200_000_000))
    with pytest.raises(BadFile, match="damaged"), a_gigabyte_at_most():
        psd.read(bomb, "x.psd")
