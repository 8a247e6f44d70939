import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.formats import lzo, read_image_file, tlv, tpl
from inference.formats.cel import (
    EMPTY,
    Cel,
    cel_colors,
    cel_of_colors,
    cel_of_painting,
    cel_of_styles,
)
from inference.formats.palette import LINE_SWATCHES, entries_of_palette, palette_of, styles_of_entries
from inference.lineart import line_art_from_rgba
from inference.painting import nearest_segment, render
from inference.segments import segment
from inference.types import ColorEntry, Painting, Plane, Sheet, Tone

# Of the drawings as full-size little-endian uint32, top row first.
CHECKSUMS = {
    1: "6c38fdb9197f4075", 2: "c6a9e8dc4a35ef51", 3: "08c727f73c78a8fa",
    4: "8010bad2ab5b3a7f", 5: "538493a683ec8e83", 6: "152f498dbd972a64",
}  # fmt: skip
# How many pixels OpenToonz itself changed when it turned the cels into a level.
CHANGED = {1: 52, 2: 71, 3: 159, 4: 84, 5: 47, 6: 74}

SHEET = (
    ColorEntry(1, "paper", "background", (255, 255, 255, 0)),
    ColorEntry(3, "fur", "skin", (221, 152, 91, 255), shadow=(180, 110, 60, 255)),
    ColorEntry(9, "shirt", "clothes", (87, 156, 59, 255), (120, 190, 90, 255), (61, 112, 39, 255), (40, 80, 20, 255)),
)


def blobs(seed: int, width: int = 90, height: int = 70) -> Cel:
    """A drawing of boxes in any ink, paint and tone."""
    random = np.random.default_rng(seed)
    ink, paint = np.zeros((height, width), np.uint16), np.zeros((height, width), np.uint16)
    tone = np.full((height, width), 255, np.uint8)
    for _ in range(int(random.integers(0, 6))):
        y, x = int(random.integers(0, height)), int(random.integers(0, width))
        box = np.s_[y : y + int(random.integers(1, 30)), x : x + int(random.integers(1, 30))]
        ink[box], paint[box], tone[box] = random.integers(0, 4096), random.integers(0, 4096), random.integers(0, 256)
    return cel_of_styles(seed % 9999, ink, paint, tone, suffix=("", "a")[seed % 2], dpi=144)


def test_the_real_level_reads_as_opentoonz_wrote_it(hand_drawn: Path) -> None:
    data = (hand_drawn / "dwanko_run" / "A_converted.tlv").read_bytes()
    found = {
        cel.number: hashlib.sha256(cel.pixels.astype("<u4").tobytes()).hexdigest()[:16]
        for cel in tlv.read(data, "A_converted.tlv")
    }
    assert found == CHECKSUMS


def test_the_real_level_differs_from_its_cels_where_opentoonz_changed_them(hand_drawn: Path) -> None:
    folder = hand_drawn / "dwanko_run"
    palette = tpl.read((folder / "A_converted.tpl").read_bytes(), "A_converted.tpl")
    changed = {}
    for cel in tlv.read((folder / "A_converted.tlv").read_bytes(), "A_converted.tlv"):
        drawn, read = read_image_file(folder / f"A_{cel.number:04d}.tga"), cel_colors(cel, palette)
        drawn[drawn[..., 3] == 0] = (255, 255, 255, 0)
        differs = (drawn != read).any(axis=2)
        changed[cel.number] = int(differs.sum())
        for colors in (drawn[differs], read[differs]):
            assert {tuple(color) for color in colors.tolist()} <= {
                (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255), (255, 255, 255, 0),
            }  # fmt: skip
    assert changed == CHANGED


def test_a_level_written_anew_is_bit_identical(hand_drawn: Path) -> None:
    cels = list(tlv.read((hand_drawn / "dwanko_run" / "A_converted.tlv").read_bytes(), "A.tlv"))
    for cel, again in zip(cels, tlv.read(tlv.write(cels), "again.tlv"), strict=True):
        for what in ("ink", "paint", "tone"):
            np.testing.assert_array_equal(getattr(again, what), getattr(cel, what))
        assert (again.number, again.suffix, again.dpi) == (cel.number, cel.suffix, cel.dpi)


def test_a_painted_dwanko_level_is_exported_with_its_palette(hand_drawn: Path) -> None:
    folder = hand_drawn / "dwanko_run"
    day = tpl.read((folder / "palette_day.tpl").read_bytes(), "palette_day.tpl")
    entries = [ColorEntry(1, "background", "background", (255, 255, 255, 0))]
    entries += [ColorEntry(entry.key + 1, entry.name, "clothes", entry.normal) for entry in entries_of_palette(day)]
    styles = styles_of_entries(entries)
    cels, expected = [], {}
    for number in (1, 2):
        name = f"A_{number:04d}.tga"
        art = line_art_from_rgba(read_image_file(folder / name), name)
        segments = segment(art)
        entry = (np.arange(segments.count + 1) % len(entries) + 1).astype(np.uint16)
        entry[0], entry[1] = 0, 1
        painting = Painting(entry, np.zeros_like(entry, np.uint8), np.ones(len(entry), np.float32))
        cels.append(cel_of_painting(number, segments.labels, art.planes, painting, styles))
        expected[number] = render(segments.labels, painting, Sheet(tuple(entries)).palette, art.rgba, art.planes)
    level, palette = tlv.write(cels), tpl.read(tpl.write(styles.palette), "A.tpl")
    for cel in tlv.read(level, "A.tlv"):
        np.testing.assert_array_equal(cel_colors(cel, palette), expected[cel.number])
    shown = {swatch.name for swatch in palette.swatches}
    assert {"scarf", "clothes_back_d", "line shadow"} <= shown


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=4, unique_by=lambda seed: (seed % 9999, seed % 2)))
def test_ink_paint_and_tone_survive_bit_by_bit(seeds: list[int]) -> None:
    cels = sorted((blobs(seed) for seed in seeds), key=lambda cel: (cel.number, cel.suffix))
    for cel, again in zip(cels, tlv.read(tlv.write(cels), "x.tlv"), strict=True):
        np.testing.assert_array_equal(again.pixels, cel.pixels)
        assert (again.number, again.suffix, again.dpi) == (cel.number, cel.suffix, cel.dpi)


@given(st.integers(0, 10**6), st.sampled_from([(90, 70), (80, 60), (33, 200), (500, 40)]))
def test_opentoonz_shows_every_icon(seed: int, size: tuple[int, int]) -> None:
    assert_icon_is_shown(tlv.write([blobs(seed, *size)]))


@pytest.mark.parametrize("what", ["paint", "ink", "ink under tone 255", "nothing"])
@pytest.mark.parametrize("size", [(1920, 1080), (81, 61), (7, 300), (300, 2), (3, 3)], ids=str)
def test_one_pixel_anywhere_is_kept_and_has_an_icon(size: tuple[int, int], what: str) -> None:
    """OpenToonz leaves ink under tone 255 where a painter has erased: it shows nothing and is still in the drawing."""
    width, height = size
    pixel = {"paint": 7 << 8 | 255, "ink": 3 << 20, "ink under tone 255": 3 << 20 | 255, "nothing": EMPTY}[what]
    for y, x in ((0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1), (height // 2, width // 2)):
        pixels = np.full((height, width), EMPTY, np.uint32)
        pixels[y, x] = pixel
        data = tlv.write([Cel(1, pixels)])
        np.testing.assert_array_equal(next(tlv.read(data, "A.tlv")).pixels, pixels)
        assert_icon_is_shown(data)


def test_a_tall_drawing_of_many_colours_has_an_icon_for_older_versions_too() -> None:
    """OpenToonz up to 1.5 takes an icon's width for its height when it asks how many bytes it may have."""
    pixels = np.full((300, 20), 7 << 20, np.uint32)
    pixels[::5, :14] = np.random.default_rng(0).integers(0, 2**32, (60, 14), np.uint32)
    assert_icon_is_shown(tlv.write([Cel(1, pixels)]))


def assert_icon_is_shown(data: bytes) -> None:
    """OpenToonz works out where an icon's pixels lie, and shows none when the stored raster has another size.

    The place comes from the drawing's box: rounded down, and rounded to the nearest where nothing shows in the icon.
    """
    header = struct.unpack_from("<6i", data, 48)
    width, height, table, icons = header[1], header[2], header[4], header[5]
    x, y, box_width, box_height, size, *_ = struct.unpack_from("<5i2d", data, row(data, table)[0])
    assert 0 < size <= 4 * width * height
    at, length = row(data, icons)
    icon_width, icon_height, stored = struct.unpack_from("<3i", data, at)
    assert icon_width <= width
    assert icon_height <= height
    assert 0 < stored == length - 12 <= 4 * icon_width * min(icon_width, icon_height)  # by width alone up to 1.5
    raster_width, raster_height, kind = struct.unpack_from("<3i", data, at + 12)
    assert kind == 2
    raw = lzo.unpack(data[at + 24 : at + 12 + stored], 4 * raster_width * raster_height, "icon")
    raster = np.frombuffer(raw, "<u4").reshape(raster_height, raster_width)
    box = shown_box((raster & 0xFFFFF) != EMPTY)
    if box is None:
        left, bottom = nearest(icon_width * x / width), nearest(icon_height * y / height)
        box = max(nearest(icon_width * box_width / width), 1), max(nearest(icon_height * box_height / height), 1)
    else:
        left, bottom = icon_width * x // width, icon_height * y // height
    assert (min(left + box[0], icon_width) - left, min(bottom + box[1], icon_height) - bottom) == raster.shape[::-1]


def nearest(value: float) -> int:
    return int(value + 0.5)


def row(data: bytes, at: int) -> tuple[int, int]:
    """Offset and length in the first row of a table."""
    _, _, offset, length = struct.unpack_from("<ic2i", data, at)
    return offset, length


def shown_box(shown: NDArray[np.bool_]) -> tuple[int, int] | None:
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    return (int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1) if len(rows) else None


def test_a_painted_picture_becomes_an_index_and_back_without_losing_a_colour() -> None:
    random = np.random.default_rng(3)
    rgba = random.integers(0, 5, (40, 50, 4)).astype(np.uint8) * 60
    rgba[..., 3] = 255
    rgba[:5] = (255, 255, 255, 0)
    rgba[9:11] = (0, 0, 0, 255)
    rgba[15:16] = (255, 0, 0, 255)
    cel, palette = cel_of_colors(rgba, 7, palette_of(LINE_SWATCHES.values()), "A0007.png")
    again = next(tlv.read(tlv.write([cel]), "A.tlv"))
    np.testing.assert_array_equal(cel_colors(again, tpl.read(tpl.write(palette), "A.tpl")), rgba)
    assert (again.ink[9:11] == Plane.MAIN).all()
    assert (again.tone[15] == 0).all()
    assert again.paint[30, 30] > 0


def test_a_painting_keeps_entries_and_tones_as_styles() -> None:
    labels = np.array([[1, 1, 0, 2, 2, 0, 3, 0, 4]], np.int32)
    planes = np.where(labels == 0, np.array([[0, 0, 1, 0, 0, 3, 0, 1, 0]]), 0).astype(np.uint8)
    tone = [0, Tone.NORMAL, Tone.SHADOW, Tone.SECOND_SHADOW, Tone.NORMAL]
    painting = Painting(np.array([0, 1, 3, 9, 0], np.uint16), np.array(tone, np.uint8), np.ones(5, np.float32))
    styles = styles_of_entries(SHEET)
    cel = cel_of_painting(1, labels, planes, painting, styles)
    names = [styles.palette.swatches[style].name for style in cel.paint[0]]
    assert names == [
        "paper", "paper", "color_0", "fur shadow", "fur shadow", "color_0", "shirt shadow 2", "color_0", "color_0"
    ]  # fmt: skip
    assert [styles.palette.swatches[style].name for style in cel.ink[0, [2, 5]]] == ["line", "line shadow"]
    assert cel.tone[0].tolist() == [255, 255, 0, 255, 255, 0, 255, 0, 255]
    trace = np.where(planes == Plane.SHADOW, nearest_segment(labels), 0)
    painted = cel_of_painting(1, labels, planes, painting, styles, trace)
    assert styles.palette.swatches[painted.ink[0, 5]].name in ("fur shadow", "shirt shadow 2")


def test_an_entry_that_the_palette_lacks_is_left_unpainted() -> None:
    painting = Painting(np.array([0, 60000], np.uint16), np.zeros(2, np.uint8), np.ones(2, np.float32))
    labels = np.ones((2, 2), np.int32)
    cel = cel_of_painting(1, labels, np.zeros((2, 2), np.uint8), painting, styles_of_entries(SHEET))
    assert (cel.paint == 0).all()


def test_a_soft_rim_blends_and_nothing_else_does() -> None:
    palette = palette_of(LINE_SWATCHES.values())
    ink, paint = np.array([[1, 1, 1]], np.uint16), np.array([[2, 2, 0]], np.uint16)
    cel = cel_of_styles(1, ink, paint, np.array([[0, 51, 51]], np.uint8))
    assert cel_colors(cel, palette)[0].tolist() == [[0, 0, 0, 255], [51, 0, 0, 255], [0, 0, 0, 204]]


@pytest.mark.parametrize("version", [13, 15])
def test_levels_of_other_opentoonz_versions_are_read(version: int) -> None:
    cel = blobs(4)
    np.testing.assert_array_equal(next(tlv.read(as_version(tlv.write([cel]), version), "A.tlv")).pixels, cel.pixels)


def as_version(data: bytes, version: int) -> bytes:
    """A level of one drawing without a letter, rewritten: 13 has no creator, 15 has letters of any length."""
    creator = b"" if version == 13 else data[8:48]
    moved = len(creator) - 40
    header = list(struct.unpack_from("<6i", data, 48))
    number, letter, offset, length = struct.unpack_from("<ic2i", data, header[4])
    suffix = letter.strip(b"\0")
    table = struct.pack("<i", number)
    table += letter if version == 13 else struct.pack("<i", len(suffix)) + suffix
    table += struct.pack("<2i", offset + moved, length)
    pixels = data[76 : header[4]]
    header[4] += moved
    header[5] = header[4] + len(table)
    start = b"TLV%dB1a" % version + creator + struct.pack("<6i", *header) + b"LZO "
    return start + pixels + table + table


def test_an_older_level_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadFile, match=r"old\.tlv: .*an older level.*Save it in OpenToonz"):
        list(tlv.read(b"TLV10B1a" + bytes(200), "old.tlv"))


def test_drawings_of_several_sizes_are_no_level() -> None:
    with pytest.raises(BadFile, match=r"90x70, 91x70"):
        tlv.write([blobs(1), blobs(2, 91)])


def test_two_drawings_of_one_number_are_no_level() -> None:
    with pytest.raises(BadFile, match="drawing 2 is there twice"):
        tlv.write([blobs(2), blobs(2)])


def test_a_drawing_of_noise_is_refused_because_opentoonz_could_not_open_it() -> None:
    noise = np.random.default_rng(0).integers(0, 2**32, (50, 50), np.uint32)
    with pytest.raises(BadFile, match="too noisy"):
        tlv.write([Cel(1, noise)])


def test_a_picture_with_too_many_colours_is_refused() -> None:
    rgba = np.full((80, 80, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1] = np.arange(80)[:, None], np.arange(80)
    with pytest.raises(BadFile, match=r"photo\.png: has 6400 colours"):
        cel_of_colors(rgba, 1, palette_of([]), "photo.png")


@given(st.binary(max_size=600), st.integers(1, 4))
def test_the_size_of_a_stream_is_known_before_it_is_unpacked(data: bytes, times: int) -> None:
    data *= times
    assert lzo.unpacked_size(lzo.pack(data), 10**9) == len(data)
    assert lzo.unpack(lzo.pack(data), len(data), "x") == data


def test_a_bomb_is_found_without_unpacking_it() -> None:
    zeros = 1_200_000  # each lengthens one copy by 255 bytes
    bomb = b"\x12A" + b"\x20" + bytes(zeros) + b"\x01\x00\x00" + b"\x11\x00\x00"
    assert lzo.unpacked_size(bomb, 10**9) == 1 + 255 * zeros + 31 + 1 + 2
    with pytest.raises(BadFile, match="more than its 16000 bytes"):
        lzo.unpack(bomb, 16_000, "A.tlv drawing 1")
