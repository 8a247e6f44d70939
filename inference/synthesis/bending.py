"""A painted drawing, turned, moved and bent in the plane: new drawings with truth from one that is painted.

Easier than real motion: nothing is hidden, nothing appears.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.formats.character import Frame, Truth, frame_of_segments
from inference.formats.paintbucket import read_annotation
from inference.lineart import line_art_from_rgba
from inference.neighbours import nearest_segment
from inference.segments import segment
from inference.types import FloatArray, Int32Array, UInt8Array

_CRUMB = 8  # px
_STEPS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
_CATEGORIES = ("", "hair", "skin", "")  # by an annotation's part


@dataclass(frozen=True)
class Bend:
    """How far a copy may stray: standard deviations; lengths as shares of the picture's longer side."""

    turn: float = 4.0  # degrees
    grow: float = 0.04
    move: float = 0.03
    bend: float = 0.02  # smooth over a quarter of the picture


def places(shape: tuple[int, ...], bend: Bend, random: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """x, y (H, W) where each pixel of a bent copy comes from: a turn, a scale, a shift and a smooth bend."""
    height, width = shape
    side = max(shape)
    turn, grow = np.deg2rad(random.normal(0, bend.turn)), np.exp(random.normal(0, bend.grow))
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    curve = [
        cv2.resize(random.normal(0, bend.bend * side, (5, 5)), (width, height), interpolation=cv2.INTER_CUBIC)
        for _ in "xy"
    ]
    shift = random.normal(0, bend.move * side, 2)
    from_x = grow * (x * np.cos(turn) - y * np.sin(turn)) + width / 2 + shift[0] + curve[0]
    from_y = grow * (x * np.sin(turn) + y * np.cos(turn)) + height / 2 + shift[1] + curve[1]
    return from_x.astype(np.float32), from_y.astype(np.float32)


def bent(
    labels: Int32Array, inks: tuple[UInt8Array, ...], x: FloatArray, y: FloatArray
) -> tuple[Int32Array, tuple[UInt8Array, ...]]:
    """Segments (H, W) as they were numbered, 0 = line, and what the lines look like in each of ``inks`` (H, W, 4).

    Wherever two segments touch there is a line; pictures are 0 off the lines.
    """
    height, width = labels.shape
    column = np.clip(np.rint(x), 0, width - 1).astype(np.int32)
    row = np.clip(np.rint(y), 0, height - 1).astype(np.int32)
    moved = nearest_segment(labels)[row, column]
    # Sampling breaks thin lines: wherever two areas touch, a line is drawn again.
    touching = cv2.dilate(moved.astype(np.float32), _STEPS) != moved
    is_line = (labels == 0)[row, column] | touching
    is_line |= _specks(is_line, np.bincount(labels.ravel())[moved])
    lines = tuple(
        np.where(is_line[..., None], _nearest_ink(ink, labels)[row, column], np.uint8(0)).astype(np.uint8)
        for ink in inks
    )
    return np.where(is_line, 0, moved).astype(np.int32), lines


def bent_frame(frame: Frame, bend: Bend, random: np.random.Generator, stem: str) -> Frame:
    """A bent copy of a frame with its whole truth. Raises ValueError when the frame lacks some of it."""
    given = (frame.seg, frame.gt, frame.shadow, frame.line_anno, frame.index, frame.colors)
    seg, gt, shadow, line_anno, index, colors = given
    if seg is None or gt is None or shadow is None or line_anno is None or index is None or colors is None:
        raise ValueError(f"{frame.stem}: only a frame with seg, gt, shadow, line_anno and tables can be bent")
    old, (line, painted) = bent(seg, (frame.line, gt), *places(seg.shape, bend, random))
    art = line_art_from_rgba(line, stem)
    labels = segment(art).labels
    of_new = _one_pixel_each(labels, old)
    count = int(seg.max()) + 1
    tone, part = (_one_pixel_each(seg, values) for values in (shadow, read_annotation(line_anno)[1]))
    color_of, label_of = np.zeros((count, 4), np.uint8), np.zeros(count, np.int32)
    for number in range(1, count):
        color_of[number], label_of[number] = colors[number], index[number][1]
    truth = Truth(
        colors=color_of[of_new],
        label=label_of[of_new],
        tone=tone[of_new].astype(np.uint8),
        category=[_CATEGORIES[kind] for kind in part[of_new]],
    )
    return frame_of_segments(stem, line, labels, art.planes, truth, painted)


def _one_pixel_each(labels: Int32Array, values: NDArray[np.integer]) -> Int32Array:
    """(N + 1,) what ``values`` (H, W) say somewhere in each segment, which is of one value; row 0 is 0."""
    found = np.zeros(int(labels.max()) + 1, np.int32)
    found[labels.ravel()] = values.ravel()
    found[0] = 0
    return found


def _specks(is_line: NDArray[np.bool_], area_before: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(H, W) the crumbs of larger areas that sampling leaves between the pixels of slanted lines."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~is_line).astype(np.uint8), connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA][labels]
    return np.asarray(~is_line & (area <= _CRUMB) & (area_before > 4 * area), np.bool_)


def _nearest_ink(rgba: UInt8Array, labels: Int32Array) -> UInt8Array:
    """(H, W, 4) the colour of the line pixel nearest to each pixel, opaque."""
    paper = (labels != 0).astype(np.uint8)
    if paper.all():
        return np.full((*paper.shape, 4), (0, 0, 0, 255), np.uint8)
    _, cell = cv2.distanceTransformWithLabels(paper, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    ink = np.zeros((int(cell.max()) + 1, 4), np.uint8)
    ink[cell[paper == 0]] = rgba[paper == 0]
    ink[:, 3] = 255
    return ink[cell]
