"""A drawing becomes a frame of the dataset, with its truth."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from inference.formats.character import Frame, read_frame, write_frame
from inference.formats.paintbucket import BACKGROUND, read_annotation
from inference.lineart import line_art_from_rgba
from inference.synthesis.bending import Bend, bent_frame
from inference.synthesis.buffers import look
from inference.synthesis.camera import frame as framed
from inference.synthesis.drawing import finish, mixed_segments
from inference.synthesis.lines import LineStyle, draw_lines
from inference.synthesis.toon import ToonStyle, shade
from inference.synthesis.tracing import tidy, trace, without_slivers
from inference.types import Plane, Tone, UInt8Array
from tests.inference.synthesis.figures import CATCHLIGHT, HAIR, SKIN, person


def drawn() -> tuple[Frame, UInt8Array]:
    figure, rng = person(), np.random.default_rng(3)
    buffers = look(figure, figure.points, figure.normals, framed(figure.points, azimuth=25, width=360, height=360))
    planes = draw_lines(buffers, LineStyle(), rng)
    tones = tidy(shade(figure, figure.points, buffers, ToonStyle(), rng), buffers.label, planes, 40)
    planes, tones = without_slivers(trace(planes, buffers.label, tones, ToonStyle()), buffers.label, tones)
    frame, segments = finish(figure, buffers.label, planes, tones, "0001")
    assert mixed_segments(segments, buffers.label, tones) == 0
    return frame, planes


def test_a_frame_says_what_every_segment_is() -> None:
    frame, planes = drawn()
    assert frame.seg is not None
    assert frame.gt is not None
    assert frame.index is not None
    assert frame.label is not None
    assert frame.shadow is not None
    assert frame.line_anno is not None
    assert frame.index[1][1] == BACKGROUND
    assert {HAIR, SKIN, CATCHLIGHT} <= {label for _, label in frame.index.values()}
    assert sum(area for area, _ in frame.index.values()) == (planes == Plane.PAPER).sum()
    assert (frame.label[planes != Plane.PAPER] == 0).all()
    bright_hair = (frame.label == HAIR) & (frame.shadow == Tone.HIGHLIGHT)
    assert bright_hair.any()
    assert (frame.gt[bright_hair] == (250, 150, 110, 255)).all()
    _, parts = read_annotation(frame.line_anno)
    assert (parts[bright_hair] == 1).all()
    assert (frame.gt[frame.label == BACKGROUND, 3] == 0).all()


def test_trace_lines_are_painted_in_the_colour_of_their_own_side() -> None:
    frame, planes = drawn()
    assert frame.gt is not None
    assert (frame.gt[planes == Plane.MAIN] == (0, 0, 0, 255)).all()
    dark = {tuple(color) for color in frame.gt[planes == Plane.SHADOW].tolist()}
    assert dark <= {
        (240, 180, 160, 255),
        (150, 50, 40, 255),
        (190, 195, 220, 255),
        (40, 60, 120, 255),
        (60, 40, 30, 255),
    }
    assert len(dark) > 2


def test_our_own_reader_sees_the_planes_that_were_drawn() -> None:
    frame, planes = drawn()
    np.testing.assert_array_equal(line_art_from_rgba(frame.line, "0001").planes, planes)


def test_a_frames_files_come_back_whole(tmp_path: Path) -> None:
    frame, _ = drawn()
    write_frame(tmp_path, frame)
    again = read_frame(tmp_path, "0001")
    for field in fields(Frame):
        expected = getattr(frame, field.name)
        if field.name == "shadow":  # which has one value for both shadows
            expected = np.where(expected == Tone.SECOND_SHADOW, Tone.SHADOW, expected)
        np.testing.assert_equal(getattr(again, field.name), expected)


def test_a_bent_frame_keeps_its_truth_segment_by_segment() -> None:
    frame, _ = drawn()
    copy = bent_frame(frame, Bend(), np.random.default_rng(1), "0002")
    bent = copy.frame
    assert copy.mixed == 0
    assert bent.stem == "0002"
    assert (bent.line != frame.line).any()
    assert bent.seg is not None
    assert bent.gt is not None
    assert bent.index is not None
    assert bent.colors is not None
    assert frame.colors is not None
    assert frame.index is not None
    pairs = {(frame.colors[i], label) for i, (_, label) in frame.index.items()}
    assert {(bent.colors[i], label) for i, (_, label) in bent.index.items()} <= pairs
    on_paper = np.unique(np.concatenate([bent.seg[..., None], bent.gt], axis=2)[bent.seg > 0], axis=0)
    assert len(on_paper) == len(bent.index), "one colour each"
    again = bent_frame(frame, Bend(), np.random.default_rng(1), "0002").frame
    assert again.line.tobytes() == bent.line.tobytes()


def test_a_frame_without_truth_cannot_be_bent() -> None:
    frame, _ = drawn()
    with pytest.raises(ValueError, match="0001: only a frame with seg"):
        bent_frame(replace(frame, index=None), Bend(), np.random.default_rng(0), "0002")
