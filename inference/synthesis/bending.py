"""A painted drawing, turned, moved and bent in the plane: new drawings with truth from one that is painted.

Easier than real motion: nothing is hidden, nothing appears.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.formats.character import Frame, Truth, frame_of_segments
from inference.formats.paintbucket import looked_up, read_annotation
from inference.lineart import line_art_from_rgba
from inference.neighbours import nearest_segment
from inference.segments import segment
from inference.synthesis.pencils import line_art
from inference.types import FloatArray, Int32Array, LineArt, Plane

_CRUMB = 8  # px
_NIB = 0.7  # px to either side: lines of one pixel stay whole between the pixels that are looked up
_STEPS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
_CATEGORIES = ("", "hair", "skin", "")  # by an annotation's part


@dataclass(frozen=True)
class Bend:
    """How far a copy may stray: standard deviations; lengths as shares of the picture's longer side."""

    turn: float = 4.0  # degrees
    grow: float = 0.04
    move: float = 0.03
    bend: float = 0.02  # smooth over a quarter of the picture


@dataclass(frozen=True, eq=False)
class Copy:
    """A bent frame, and what is not exact about it."""

    frame: Frame
    mixed: int  # segments that hold more than one segment of the drawing that was bent: 0


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


def bent(labels: Int32Array, x: FloatArray, y: FloatArray) -> tuple[Int32Array, NDArray[np.int64]]:
    """Segments (H, W) as they were numbered, 0 = line, and the flat position of the line pixel each line comes from.

    Wherever two segments touch there is a line. The picture goes on beyond its edge as it is there.
    """
    height, width = labels.shape
    row, column = (np.clip(np.rint(way), 0, size - 1).astype(np.int64) for way, size in ((y, height), (x, width)))
    moved = nearest_segment(labels)[row, column]
    away, source = _nearest_line(labels)
    touching = cv2.dilate(moved.astype(np.float32), _STEPS) != moved
    area = np.bincount(labels.ravel())
    is_feature = (area <= _CRUMB)[labels] & (labels > 0)  # catchlights are not to drown
    is_line = cv2.remap(away, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) < _NIB
    is_line = (is_line & ~is_feature[row, column]) | touching
    is_line |= _specks(is_line, area[moved])
    return np.where(is_line, 0, moved).astype(np.int32), source[row, column]


def bent_frame(frame: Frame, bend: Bend, random: np.random.Generator, stem: str) -> Copy:
    """A bent copy of a frame with its whole truth, its lines in the pencils' exact colours.

    Raises ValueError when the frame lacks some of its truth, BadFile when its tables leave a segment out.
    """
    given = (frame.seg, frame.gt, frame.shadow, frame.line_anno, frame.index, frame.colors)
    seg, gt, shadow, line_anno, index, colors = given
    if seg is None or gt is None or shadow is None or line_anno is None or index is None or colors is None:
        raise ValueError(f"{frame.stem}: only a frame with seg, gt, shadow, line_anno and tables can be bent")
    count = int(seg.max(initial=0)) + 1
    if missing := [number for number in range(1, count) if number not in colors or number not in index]:
        raise BadFile(f"{frame.stem}: its tables say nothing of segment {missing[0]} ({len(missing)} are missing).")
    old, source = bent(seg, *places(seg.shape, bend, random))
    drawn = np.maximum(line_art_from_rgba(frame.line, stem).planes, np.uint8(Plane.MAIN))  # seg says where lines are
    planes = np.where(old == 0, drawn.ravel()[source], np.uint8(Plane.PAPER))
    line = line_art(planes)
    labels = segment(LineArt(stem, line, planes)).labels
    of_new = _one_pixel_each(labels, old)
    tone, part = (_one_pixel_each(seg, values) for values in (shadow, read_annotation(line_anno)[1]))
    color_of, label_of = np.zeros((count, 4), np.uint8), np.zeros(count, np.int32)
    color_of[1:] = [colors[number] for number in range(1, count)]
    label_of[1:] = [index[number][1] for number in range(1, count)]
    truth = Truth(
        colors=color_of[of_new],
        label=label_of[of_new],
        tone=tone[of_new].astype(np.uint8),
        category=[_CATEGORIES[kind] for kind in part[of_new]],
    )
    painted = looked_up(gt.reshape(-1, 4), source)
    pairs = np.unique((labels.astype(np.int64) << 32 | old)[labels > 0])
    return Copy(frame_of_segments(stem, line, labels, planes, truth, painted), len(pairs) - len(of_new) + 1)


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


def _nearest_line(labels: Int32Array) -> tuple[FloatArray, NDArray[np.int64]]:
    """(H, W) how far each pixel is from a line, px, and the flat position of the nearest line pixel.

    Where there is no line at all they are infinite and 0.
    """
    paper = (labels != 0).astype(np.uint8)
    if paper.all():
        return np.full(labels.shape, np.inf, np.float32), np.zeros(labels.shape, np.int64)
    away, cell = cv2.distanceTransformWithLabels(paper, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    line = np.flatnonzero(paper == 0)
    position = np.zeros(int(cell.max()) + 1, np.int64)
    position[cell.ravel()[line]] = line
    return away.astype(np.float32), position[cell]
