import struct
from pathlib import Path

import numpy as np
import pytest

from inference.cli import main
from inference.folder import read_line
from inference.formats import PICTURES, psd, read_image_file, read_palette, tlv, write_image, write_palette, xdts
from inference.formats.cel import cel_colors, cel_of_styles
from inference.formats.layers import Layer
from inference.formats.palette import LINE_SWATCHES, Swatch, palette_of
from inference.formats.timesheet import Column, Drawing, Timesheet
from inference.painting import render
from inference.segments import segment
from inference.sheetfile import read_sheet, write_sheet
from inference.types import ColorEntry, Painting, UInt8Array

ENTRIES = (
    ColorEntry(1, "paper", "background", (255, 255, 255, 0)),
    ColorEntry(2, "face", "skin", (250, 220, 200, 255), (255, 240, 230, 255), (200, 150, 130, 255)),
    ColorEntry(3, "fringe", "hair", (90, 60, 40, 255), None, (60, 40, 20, 255), (30, 20, 10, 255)),
)


def painted(number: int) -> UInt8Array:
    rgba = np.full((40, 60, 4), (255, 255, 255, 0), np.uint8)
    rgba[5:30, 4 + number : 40] = ENTRIES[1].normal
    rgba[5:30, 4 + number] = rgba[12, 4 + number : 40] = (0, 0, 0, 255)
    rgba[20, 9:30] = (0, 0, 255, 255)
    rgba[21:30, 9:30] = (200, 150, 130, 255)
    return rgba


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three painted drawings."""
    for number in (1, 2, 3):
        path = tmp_path / "painted" / f"A{number:04d}.png"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(write_image(painted(number), ".png"))
    return tmp_path


def convert(*arguments: object) -> int:
    return main(["convert", *map(str, arguments)])


@pytest.mark.parametrize("suffix", sorted(PICTURES))
def test_a_picture_becomes_any_other_and_back(folder: Path, suffix: str) -> None:
    drawing = folder / "painted" / "A0001.png"
    assert convert(drawing, folder / f"A0001{suffix}") == 0
    assert convert(folder / f"A0001{suffix}", folder / "back.png") == 0
    np.testing.assert_array_equal(read_image_file(folder / "back.png"), painted(1))


def test_painted_drawings_become_a_level_with_the_sheets_styles_and_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sheet(folder / "sheet.json", "Nuri", ENTRIES)
    assert convert(folder / "painted", folder / "A.tlv", "--palette", folder / "sheet.json") == 0
    assert capsys.readouterr().out == f"2 files in {folder}\n"
    swatches = read_palette((folder / "A.tpl").read_bytes(), "A.tpl").swatches
    cels = list(tlv.read((folder / "A.tlv").read_bytes(), "A.tlv"))
    assert [cel.number for cel in cels] == [1, 2, 3]
    assert swatches[cels[0].paint[25, 20]] == Swatch("face shadow", (200, 150, 130, 255), "skin")
    assert swatches[cels[0].ink[20, 20]].name == "line shadow"
    assert convert(folder / "A.tlv", folder / "out", "--to", "tga") == 0
    for number in (1, 2, 3):
        np.testing.assert_array_equal(read_image_file(folder / "out" / f"A_{number:04d}.tga"), painted(number))
    assert (folder / "out" / "A.tpl").exists()


def test_colours_that_the_sheet_lacks_become_new_styles(folder: Path) -> None:
    assert convert(folder / "painted" / "A0002.png", folder / "A.tlv") == 0
    palette = read_palette((folder / "A.tpl").read_bytes(), "A.tpl")
    assert [swatch.name for swatch in palette.swatches[6:]] == ["#c89682", "#fadcc8"]
    cel = next(tlv.read((folder / "A.tlv").read_bytes(), "A.tlv"))
    assert cel.number == 2
    np.testing.assert_array_equal(cel_colors(cel, palette), painted(2))


def test_a_level_written_anew_keeps_every_bit(folder: Path) -> None:
    ink, paint = np.full((30, 40), 5, np.uint16), np.full((30, 40), 4000, np.uint16)
    cel = cel_of_styles(3, ink, paint, np.full((30, 40), 7, np.uint8), suffix="b")
    (folder / "A.tlv").write_bytes(tlv.write([cel]))
    (folder / "A.tpl").write_bytes(write_palette(palette_of(LINE_SWATCHES.values()), ".tpl"))
    assert convert(folder / "A.tlv", folder / "B.tlv") == 0
    again = next(tlv.read((folder / "B.tlv").read_bytes(), "B.tlv"))
    np.testing.assert_array_equal(again.pixels, cel.pixels)
    assert (again.number, again.suffix) == (3, "b")
    assert (folder / "B.tpl").read_bytes() == (folder / "A.tpl").read_bytes()


@pytest.mark.parametrize("suffix", [".gpl", ".aco", ".ase", ".tpl", ".yml"])
def test_a_sheet_becomes_any_palette_and_back(tmp_path: Path, suffix: str) -> None:
    write_sheet(tmp_path / "sheet.json", "Nuri", ENTRIES)
    assert convert(tmp_path / "sheet.json", tmp_path / f"nuri{suffix}") == 0
    assert convert(tmp_path / f"nuri{suffix}", tmp_path / "back.json") == 0
    assert read_sheet(tmp_path / "back.json").entries == ENTRIES


def test_a_palette_becomes_another_style_by_style(tmp_path: Path) -> None:
    palette = palette_of(
        [Swatch("red", (255, 0, 0, 255)), Swatch("red", (9, 0, 0, 255)), Swatch("sky", (0, 9, 99, 255))]
    )
    (tmp_path / "a.gpl").write_bytes(write_palette(palette, ".gpl"))
    assert convert(tmp_path / "a.gpl", tmp_path / "a.tpl") == 0
    assert read_palette((tmp_path / "a.tpl").read_bytes(), "a.tpl").swatches == palette.swatches


def test_a_sheet_made_of_a_palette_has_an_entry_for_bare_paper(tmp_path: Path) -> None:
    (tmp_path / "a.gpl").write_bytes(write_palette(palette_of([Swatch("sky", (0, 9, 99, 255))]), ".gpl"))
    assert convert(tmp_path / "a.gpl", tmp_path / "sheet.json") == 0
    assert read_sheet(tmp_path / "sheet.json").entries == (
        ColorEntry(1, "sky", "clothes", (0, 9, 99, 255)),
        ColorEntry(2, "background", "background", (255, 255, 255, 0)),
    )


def test_dwanko_is_painted_from_his_day_palette_and_leaves_as_a_level(hand_drawn: Path, tmp_path: Path) -> None:
    """Palette, sheet, colouring, level: all from the shell, and every painted pixel comes back."""
    cels, cut = hand_drawn / "dwanko_run", tmp_path / "cut"
    assert convert(cels / "palette_day.tpl", tmp_path / "sheet.json") == 0
    sheet = read_sheet(tmp_path / "sheet.json")
    for folder in ("line", "gt"):
        (cut / folder).mkdir(parents=True)
    for name in ("A_0001.tga", "A_0002.tga"):
        (cut / "line" / name).write_bytes((cels / name).read_bytes())
    art = read_line(cut / "line" / "A_0001.tga")
    segments = segment(art)
    entry = (np.arange(segments.count + 1) % len(sheet.entries)).astype(np.uint16)
    entry[segments.area.argmax()] = len(sheet.entries)  # bare paper, the sheet's last entry
    painting = Painting(entry, np.zeros_like(entry, np.uint8), np.ones(len(entry), np.float32))
    rgba = render(segments.labels, painting, sheet.palette, art.rgba, art.planes)
    (cut / "gt" / "A_0001.png").write_bytes(write_image(rgba, ".png"))
    colours = ("colorize", cut, "-o", tmp_path / "painted", "--sheet", tmp_path / "sheet.json")
    assert main([str(word) for word in colours]) == 0
    assert convert(tmp_path / "painted", tmp_path / "A.tlv", "--palette", tmp_path / "sheet.json") == 0
    assert convert(tmp_path / "A.tlv", tmp_path / "back") == 0
    for name in ("A_0001.png", "A_0002.png"):
        painted = read_image_file(tmp_path / "painted" / name)
        assert (painted[:5, :5, 3] == 0).all()
        np.testing.assert_array_equal(read_image_file(tmp_path / "back" / name), painted)
    names = [swatch.name for swatch in read_palette((tmp_path / "A.tpl").read_bytes(), "A.tpl").swatches]
    assert names[:2] == ["color_0", "line"]
    assert names[6:] == [entry.name for entry in sheet.entries]


def test_layers_come_apart_and_together(folder: Path) -> None:
    line = np.where(painted(1) == 0, painted(1), 255).astype(np.uint8)
    (folder / "A1.psd").write_bytes(psd.write_layers([Layer("paint", painted(1)), Layer("線/主線", line)], 60, 40))
    assert convert(folder / "A1.psd", folder / "layers") == 0
    assert sorted(path.name for path in (folder / "layers").iterdir()) == ["01 paint.png", "02 線_主線.png"]
    assert convert(folder / "layers", folder / "B1.psd") == 0
    layers, _ = psd.read_layers((folder / "B1.psd").read_bytes(), "B1.psd")
    assert [layer.role for layer in layers] == ["paint", "line"]
    np.testing.assert_array_equal(layers[0].rgba, painted(1))


def test_a_timesheet_is_checked_and_written_anew(tmp_path: Path) -> None:
    sheet = Timesheet((Column("A", (Drawing(1), Drawing(1), None)),), "cut 12")
    (tmp_path / "a.xdts").write_bytes(xdts.write(sheet))
    assert convert(tmp_path / "a.xdts", tmp_path / "b.xdts") == 0
    assert xdts.read((tmp_path / "b.xdts").read_bytes(), "b.xdts") == sheet


def nothing(folder: Path) -> tuple[str, str]:
    return "A.xyz", "A.png"


def no_palette(folder: Path) -> tuple[str, str]:
    (folder / "A.tlv").write_bytes(tlv.write([cel_of_styles(1, *(np.ones((30, 40), np.uint8),) * 3)]))
    return "A.tlv", "out"


def empty_folder(folder: Path) -> tuple[str, str]:
    (folder / "empty").mkdir()
    return "empty", "A.tlv"


def two_levels(folder: Path) -> tuple[str, str]:
    (folder / "painted" / "B0001.png").write_bytes(write_image(painted(1), ".png"))
    return "painted", "A.tlv"


def two_sizes(folder: Path) -> tuple[str, str]:
    (folder / "painted" / "A0009.png").write_bytes(write_image(painted(1)[:9], ".png"))
    return "painted", "A.psd"


def broken_level(folder: Path) -> tuple[str, str]:
    no_palette(folder)
    (folder / "A.tlv").write_bytes((folder / "A.tlv").read_bytes()[:-9])
    return "A.tlv", "B.tlv"


def out_is_a_folder(folder: Path) -> tuple[str, str]:
    (folder / "b.tga").mkdir()
    (folder / "b.tga" / "c").write_bytes(struct.pack("i", 1))
    return "painted/A0001.png", "b.tga/c/d.png"


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (nothing, "A.xyz cannot become A.png"),
        (no_palette, "its palette A.tpl is missing"),
        (empty_folder, "no pictures there"),
        (two_levels, "levels A, B"),
        (two_sizes, "60x9, 60x40"),
        (broken_level, "A.tlv"),
        (out_is_a_folder, "cannot be written"),
    ],
)
def test_what_cannot_be_converted_is_one_line_and_exit_code_2(
    folder: Path, spoil, found: str, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    source, target = spoil(folder)
    assert convert(folder / source, folder / target) == 2
    said = capsys.readouterr().err
    assert said.startswith("shiage: ")
    assert said.count("\n") == 1
    assert found in said


def test_the_help_shows_what_becomes_what(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        convert("--help")
    assert "shiage convert painted A.tlv --palette sheet.json" in capsys.readouterr().out
