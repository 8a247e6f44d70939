import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from inference.cli import main
from inference.formats import read_image_file, write_png, write_tga
from inference.painting import render
from inference.segments import segment
from inference.sheetfile import write_sheet
from inference.types import ColorEntry, LineArt, Painting, Sheet

ENTRIES = (
    ColorEntry(1, "background", "background", (255, 255, 255, 0)),
    ColorEntry(2, "skin", "skin", (250, 220, 200, 255), shadow=(200, 150, 130, 255)),
    ColorEntry(3, "hair", "hair", (90, 60, 40, 255)),
    ColorEntry(4, "iris", "eyes", (0, 120, 160, 255)),
)
PAINTED = Painting(
    np.array([0, 1, 3, 2, 4, 4, 2], np.uint16), np.array([0, 0, 0, 0, 0, 0, 2], np.uint8), np.ones(7, np.float32)
)


@pytest.fixture
def cut(tmp_path: Path, draw_face: Callable[..., LineArt]) -> Path:
    """Five drawings of a moving face, the third painted."""
    (tmp_path / "line").mkdir()
    (tmp_path / "gt").mkdir()
    for number in range(5):
        line_art = draw_face(4 * number, number)
        (tmp_path / "line" / f"{number:04d}.png").write_bytes(write_png(line_art.rgba))
        if number == 2:
            rgba = render(segment(line_art).labels, PAINTED, Sheet(ENTRIES).palette, line_art.rgba)
            (tmp_path / "gt" / f"{number:04d}.png").write_bytes(write_png(rgba))
    return tmp_path


def test_a_sequence_is_coloured_both_ways_from_its_painted_drawing(
    cut: Path, draw_face: Callable[..., LineArt], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["colorize", str(cut), "-o", str(cut / "out")]) == 0
    for number in range(5):
        line_art = draw_face(4 * number, number)
        expected = render(
            segment(line_art).labels, PAINTED, Sheet(ENTRIES).palette, line_art.rgba, line_art.planes, "painted"
        )
        np.testing.assert_array_equal(read_image_file(cut / "out" / f"{number:04d}.png"), expected)
    printed = capsys.readouterr().out
    assert "5 drawings in" in printed
    assert [line.split()[:3] for line in printed.splitlines() if line.strip().startswith("0004")] == [
        ["0004.png", "6", "6"]
    ]


def test_a_sheet_gives_names_tones_and_cels(cut: Path) -> None:
    write_sheet(cut / "sheet.json", "Nuri", ENTRIES)
    options = ["--sheet", str(cut / "sheet.json"), "--format", "tga", "--lines", "painted", "--matcher", "flow"]
    assert main(["colorize", str(cut), "-o", str(cut / "out"), *options]) == 0
    pixels = read_image_file(cut / "out" / "0004.tga")
    assert pixels[80 + 4, 70 + 16].tolist() == [200, 150, 130, 255], "the blue line takes the shadow side"


def test_a_colour_missing_from_the_sheet_is_said(cut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sheet(cut / "sheet.json", "Nuri", ENTRIES[:3])
    assert main(["colorize", str(cut), "-o", str(cut / "out"), "--sheet", str(cut / "sheet.json")]) == 0
    assert "#0078a0ff" in capsys.readouterr().err


def test_segments_are_counted(cut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segments", str(cut / "line" / "0000.png")]) == 0
    assert "6 segments" in capsys.readouterr().out


def broken(cut: Path) -> None:
    """A gap of 4 px in the outline of every head, and of 3 px in the hair's."""
    for number in range(5):
        path = cut / "line" / f"{number:04d}.png"
        rgba = read_image_file(path).copy()
        x, y = 4 * number, number
        rgba[60 + y : 64 + y, 30 + x : 38 + x] = (255, 255, 255, 0)
        rgba[38 + y : 43 + y, 68 + x : 71 + x] = (255, 255, 255, 0)
        path.write_bytes(write_png(rgba))


def test_a_sequence_with_gaps_in_its_lines_is_coloured_like_a_closed_one(
    cut: Path, draw_face: Callable[..., LineArt]
) -> None:
    broken(cut)
    assert main(["colorize", str(cut), "-o", str(cut / "out"), "--close-gaps"]) == 0
    for number in range(5):
        line_art = draw_face(4 * number, number)
        expected = render(segment(line_art).labels, PAINTED, Sheet(ENTRIES).palette, line_art.rgba)
        painted = read_image_file(cut / "out" / f"{number:04d}.png")
        # Lines are traced in the colour of their side, and one gap's pixels fall to either side.
        seen = (segment(line_art).labels > 0) & (read_image_file(cut / "line" / f"{number:04d}.png")[..., 3] == 0)
        assert (painted[seen] == expected[seen]).all(axis=1).mean() > 0.999


def test_without_closing_a_gap_floods(cut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken(cut)
    drawing = str(cut / "line" / "0000.png")
    for extra, count in (([], 4), (["--close-gaps"], 6), (["--close-gaps", "1"], 4)):
        assert main(["segments", drawing, *extra]) == 0
        assert f"{count} segments" in capsys.readouterr().out


def test_a_gap_as_wide_as_the_page_is_refused(cut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["colorize", str(cut), "-o", str(cut / "out"), "--close-gaps", "500"])
    assert "500 is not a width from 1 to 64 px" in capsys.readouterr().err


def broken_drawing(cut: Path) -> None:
    (cut / "line" / "0003.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")


def no_painted(cut: Path) -> None:
    (cut / "gt" / "0002.png").unlink()


def stray_painted(cut: Path) -> None:
    (cut / "gt" / "0002.png").rename(cut / "gt" / "0077.png")


def doubled(cut: Path) -> None:
    (cut / "line" / "A_0003.tga").write_bytes(write_tga(read_image_file(cut / "line" / "0003.png")))


def painted_smaller(cut: Path) -> None:
    (cut / "gt" / "0002.png").write_bytes(write_png(np.zeros((9, 9, 4), np.uint8)))


def no_lines(cut: Path) -> None:
    (cut / "line").rename(cut / "lines")


def out_is_a_file(cut: Path) -> None:
    (cut / "out").write_text("x")


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (broken_drawing, "0003.png"),
        (no_painted, "no painted drawing"),
        (stray_painted, "0077.png"),
        (doubled, "both drawing 3"),
        (painted_smaller, "9x9"),
        (no_lines, "no PNG or TGA drawings"),
        (out_is_a_file, "cannot be made a folder"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    cut: Path, spoil: Callable[[Path], None], found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(cut)
    assert main(["colorize", str(cut), "-o", str(cut / "out")]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("shiage: ")]
    assert len(said) == 1
    assert found in said[0]


def test_the_command_runs_without_torch_and_its_help_has_examples() -> None:
    code = "import sys, inference.cli; assert 'torch' not in sys.modules; inference.cli.main(['--help'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "shiage colorize cut12 -o" in done.stdout
    assert "exit codes" in done.stdout


def test_the_formats_load_neither_torch_nor_opencv() -> None:
    code = "import sys, inference.formats; print([m for m in ('torch', 'cv2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_real_laughing_girl_is_painted(hand_drawn: Path, tmp_path: Path) -> None:
    assert main(["colorize", str(hand_drawn / "laughing_girl"), "-o", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0000.png", "0001.png", "0002.png", "0003.png"]
    skin, skin_shadow, hair = (254, 237, 229, 255), (239, 177, 154, 255), (211, 201, 254, 255)
    dress, bow = (233, 243, 245, 255), (232, 92, 129, 255)
    # Read off the drawings by eye: the cheek, the open mouth (no longer skin), hair, dress, bow; and the empty page.
    seen = {
        "0001.png": {(700, 1000): skin, (700, 590): hair, (900, 1500): dress, (230, 650): bow, (100, 100): None},
        "0002.png": {(740, 1020): skin, (700, 590): hair, (900, 1480): dress, (250, 590): bow, (100, 100): None},
        "0003.png": {
            (700, 1023): skin,
            (768, 1081): skin_shadow,
            (744, 598): hair,
            (891, 1447): dress,
            (275, 583): bow,
        },
    }
    for name, places in seen.items():
        pixels = read_image_file(tmp_path / name)
        for (x, y), color in places.items():
            if color is None:
                assert pixels[y, x, 3] == 0
            else:
                assert tuple(pixels[y, x]) == color, f"{name} at {x},{y}"
