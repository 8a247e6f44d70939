"""The PaintBucket-Character layout."""

import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from inference.errors import BadFile
from inference.formats import paintbucket, read_image_file
from inference.formats.character import (
    Frame,
    frame_of_painting,
    frame_stems,
    read_colorbook,
    read_frame,
    write_colorbook,
    write_frame,
)
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.types import ColorEntry, Int32Array, Painting, Tone

ENTRIES = [
    ColorEntry(1, "paper", "background", (255, 255, 255, 0)),
    ColorEntry(2, "face", "skin", (250, 220, 200, 255), (255, 240, 230, 255), (200, 150, 130, 255)),
    ColorEntry(3, "fringe", "hair", (90, 60, 40, 255), None, (60, 40, 20, 255), (30, 20, 10, 255)),
    ColorEntry(4, "shirt", "clothes", (0, 120, 160, 255), (90, 180, 200, 255)),
]


def painted_frame() -> Frame:
    """A page of six boxes between black lines, one box cut by a blue trace line."""
    line = np.full((12, 30, 4), (255, 255, 255, 0), np.uint8)
    line[:, 4::5] = (0, 0, 0, 255)
    line[6, 5:9] = (0, 0, 255, 255)
    art = line_art_from_rgba(line, "0000.png")
    segments = segment(art)
    entry = np.array([0, 1, 2, 3, 4, 0, 3, 2], np.uint16)[: segments.count + 1]
    tone = np.array([0, 0, Tone.HIGHLIGHT, Tone.SECOND_SHADOW, 0, 0, Tone.SHADOW, Tone.SHADOW], np.uint8)
    painting = Painting(entry, tone[: segments.count + 1], np.ones(segments.count + 1, np.float32))
    return frame_of_painting("0000", line, segments.labels, art.planes, painting, ENTRIES)


def test_a_characters_folder_comes_back_whole(tmp_path: Path) -> None:
    frame = painted_frame()
    for folder in (tmp_path, tmp_path / "ref"):
        write_frame(folder, frame)
    write_colorbook(tmp_path, ENTRIES)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "colorbook.yml", "gt", "json_color", "json_index", "label", "line", "line_anno", "ref", "seg", "shadow",
    ]  # fmt: skip
    assert read_colorbook(tmp_path) == ENTRIES
    assert frame_stems(tmp_path) == frame_stems(tmp_path / "ref") == ["0000"]
    again = read_frame(tmp_path, "0000")
    for field in dataclasses.fields(Frame):
        if field.name == "shadow":  # which has one value for both shadows
            expected = np.where(frame.shadow == Tone.SECOND_SHADOW, Tone.SHADOW, frame.shadow)
            np.testing.assert_array_equal(again.shadow, expected)
        else:
            np.testing.assert_equal(getattr(again, field.name), getattr(frame, field.name))


def test_what_a_painted_frame_says() -> None:
    frame = painted_frame()
    assert frame.colors is not None
    assert frame.index is not None
    assert frame.label is not None
    assert frame.line_anno is not None
    assert frame.colors[2] == (255, 240, 230, 255)
    assert frame.index[1] == (48, paintbucket.BACKGROUND)
    assert frame.index[2][1] != frame.index[7][1], "highlight and shadow of one part are two labels"
    assert (frame.label[0, 0], frame.label[0, 4]) == (paintbucket.BACKGROUND, 0)
    assert frame.line_anno[0, 5].tolist() == [255, 227, 185, 255], "highlight on skin"
    assert frame.line_anno[0, 10].tolist() == [185, 137, 253, 255], "shadow on hair"
    assert frame.line_anno[0, 4].tolist() == [0, 0, 0, 255]
    tones, parts = paintbucket.read_annotation(frame.line_anno)
    assert (tones[0, 5], parts[0, 5]) == (Tone.HIGHLIGHT, 2)
    assert (tones[0, 10], parts[0, 10]) == (Tone.SHADOW, 1)


def test_the_test_parts_colours_beside_the_segments_are_found(tmp_path: Path) -> None:
    frame = painted_frame()
    write_frame(tmp_path, frame)
    (tmp_path / "json_color" / "0000.json").rename(tmp_path / "seg" / "0000.json")
    assert read_frame(tmp_path, "0000").colors == frame.colors


def test_the_real_frames_maps_survive(hand_drawn: Path) -> None:
    folder = hand_drawn / "paintbucket_sample"
    seg = paintbucket.read_map((folder / "seg.png").read_bytes(), "seg.png")
    label = paintbucket.read_map((folder / "label.png").read_bytes(), "label.png")
    assert (seg.max(), label.max(), label.min()) == (274, 94, paintbucket.BACKGROUND)
    for name, values, background in (("seg.png", seg, False), ("label.png", label, True)):
        data = paintbucket.write_map(values, background)
        np.testing.assert_array_equal(paintbucket.read_map(data, name), values)
        with Image.open(folder / name) as real, Image.open(io.BytesIO(data)) as ours:
            assert ours.mode == real.mode
    assert read_image_file(folder / "gt.png").shape[:2] == seg.shape


@given(arrays.arrays(np.int32, (4, 5), elements=st.integers(-1, paintbucket.LARGEST)))
def test_every_label_survives(values: Int32Array) -> None:
    data = paintbucket.write_map(values, background=True)
    np.testing.assert_array_equal(paintbucket.read_map(data, "label.png"), values)


def test_a_value_that_no_map_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="16777215"):
        paintbucket.write_map(np.array([[1 << 24]], np.int32))
    with pytest.raises(ValueError, match="from 0"):
        paintbucket.write_map(np.array([[-1]], np.int32))


def test_pictures_of_two_sizes_are_refused(tmp_path: Path) -> None:
    frame = painted_frame()
    write_frame(tmp_path, dataclasses.replace(frame, shadow=np.zeros((3, 3), np.uint8)))
    with pytest.raises(BadFile, match=r"shadow/0000\.png: is 3x3, its drawing 30x12"):
        read_frame(tmp_path, "0000")


@pytest.mark.parametrize(
    "data",
    [b"[]", b'{"one": [1, 2]}', b'{"1": [1]}', b'{"1": [1, 2', b'{"1": [true, 2]}', b'{"1": [1, -2]}', b"[" * 9999]
)  # fmt: skip
def test_a_table_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile, match=r"0000\.json"):
        paintbucket.read_index(data, "json_index/0000.json")


def test_a_folder_without_drawings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no PNG drawings"):
        frame_stems(tmp_path)
