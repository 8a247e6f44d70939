"""Gaps cut into closed drawings on purpose, to see whether closing finds them."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.closing.skeleton import CROSSINGS, offsets, surroundings, thin
from inference.segments import draw_closures
from inference.types import Closure, FloatArray, Int32Array, LineArt, Plane, Segments, UInt8Array

_LOOK = 9  # px around a cut, to see which way the line runs
_CRUMB = 6  # px of ink
_ARM = 3  # px of line that a cut leaves on one side at least
_APART = 24.0  # px between cuts: two gaps in one place are one


@dataclass(frozen=True, eq=False)
class CutDrawing:
    """A drawing with gaps."""

    line_art: LineArt
    gone: UInt8Array  # (H, W) 1 where ink was cut away
    cuts: int
    opened: frozenset[int]  # labels of the whole drawing's segments that a cut opened


def cut_gaps(
    line_art: LineArt, whole: Segments, count: int, width: int, rng: np.random.Generator, clear: bool = False
) -> CutDrawing:
    """Cut up to ``count`` gaps of ``width`` px across lines that part two segments, at random places.

    ``clear``: only between areas that are somewhere wider than the gap. In narrower ones nobody can tell gap from area.
    """
    radius = inner_radius(whole)
    ink = (line_art.planes != Plane.PAPER).astype(np.uint8)
    skeleton = thin(np.pad(ink, 1))[1:-1, 1:-1]
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    places = np.argwhere(skeleton)[:, ::-1]
    rng.shuffle(places)
    gone = np.zeros_like(ink)
    chosen: list[NDArray[np.int64]] = []
    opened: set[int] = set()
    for place in places:
        if len(chosen) == count:
            break
        if chosen and np.linalg.norm(np.array(chosen) - place, axis=1).min() < _APART + width:
            continue
        slab, sides = _slab(ink, skeleton, depth, whole.labels, place, width)
        if len(sides) < 2 or (clear and radius[list(sides)].min() < width / 2 + 1):
            continue
        gone.ravel()[slab] = 1
        chosen.append(place)
        opened |= sides
    planes = np.where(gone > 0, np.uint8(Plane.PAPER), line_art.planes)
    return CutDrawing(replace(line_art, planes=planes), gone, len(chosen), frozenset(opened))


def inner_radius(segments: Segments) -> FloatArray:
    """(N + 1,) px of the largest ball that fits each segment."""
    depth = cv2.distanceTransform((segments.labels > 0).astype(np.uint8), cv2.DIST_L2, 5)
    radius = np.zeros(segments.count + 1, np.float32)
    np.maximum.at(radius, segments.labels.ravel(), depth.ravel())
    return radius


def _slab(
    ink: UInt8Array, skeleton: UInt8Array, depth: NDArray[np.float32], labels: Int32Array, place: Int32Array, width: int
) -> tuple[NDArray[np.int64], set[int]]:
    """Flat positions of the ink across the line at ``place`` over ``width`` px of its length, and the labels that
    become one area when it goes."""
    x, y = (int(v) for v in place)
    side = width + _LOOK
    top, left = max(0, y - side), max(0, x - side)
    window = (slice(top, y + side + 1), slice(left, x + side + 1))
    ys, xs = np.nonzero(skeleton[window])
    near = np.stack([xs + left - x, ys + top - y], axis=1)
    near = near[np.abs(near).max(axis=1) <= _LOOK // 2]
    _, _, axes = np.linalg.svd(near - near.mean(axis=0) if len(near) > 1 else np.eye(2))
    gy, gx = np.mgrid[window[0].start : window[0].start + ink[window].shape[0], left : left + ink[window].shape[1]]
    along = (gx - x) * axes[0, 0] + (gy - y) * axes[0, 1]
    across = np.abs((gx - x) * axes[1, 0] + (gy - y) * axes[1, 1])
    inside = (along >= -width / 2) & (along < width / 2) & (across <= depth[y, x] + 1) & (ink[window] > 0)
    _, parts = cv2.connectedComponents(inside.astype(np.uint8), connectivity=8)
    cut = parts == parts[y - top, x - left]
    cut &= inside
    # No crumbs of the line are left in the gap.
    _, crumbs, stats, _ = cv2.connectedComponentsWithStats(((ink[window] > 0) & ~cut).astype(np.uint8), connectivity=8)
    small = (stats[:, cv2.CC_STAT_AREA] <= _CRUMB)[crumbs] & (crumbs > 0)
    cut |= small & (np.hypot(gx - x, gy - y) <= width)
    _, open_ = cv2.connectedComponents(((labels[window] > 0) | cut).astype(np.uint8), connectivity=4)
    flowing = np.isin(open_, np.unique(open_[cut])) & (open_ > 0)
    sides = set(np.unique(labels[window][flowing]).tolist()) - {0}
    cy, cx = np.nonzero(cut)
    if not cut[y - top, x - left] or not _leaves_arms(skeleton[window], cut):
        sides = set()
    return (cy + top) * ink.shape[1] + cx + left, sides


def _leaves_arms(skeleton: UInt8Array, cut: NDArray[np.bool_]) -> bool:
    """Whether something is left of every line that a cut touches: a short one that is gone whole leaves no gap.

    Lines go from junction to junction here; spurs of the skeleton are none.
    """
    padded = np.pad(skeleton, 1)
    line = np.flatnonzero(padded.ravel() > 0)
    ways = np.zeros_like(padded)
    ways.ravel()[line] = CROSSINGS[surroundings(padded.ravel(), line, offsets(padded.shape[1]))]
    junction = cv2.dilate((ways >= 3).astype(np.uint8), np.ones((3, 3), np.uint8))
    free = ((padded > 0) & (junction == 0))[1:-1, 1:-1]
    _, branch = cv2.connectedComponents(free.astype(np.uint8), connectivity=8)
    left = free & ~cut
    _, arm, stats, _ = cv2.connectedComponentsWithStats(left.astype(np.uint8), connectivity=8)
    longest = np.zeros(branch.max() + 1, np.int32)
    np.maximum.at(longest, branch[left], stats[arm[left], cv2.CC_STAT_AREA])
    rim = np.ones(branch.shape, np.bool_)
    rim[1:-1, 1:-1] = False
    spurs = branch[(ways[1:-1, 1:-1] == 1) & ~rim]  # what the window cuts off ends there, too
    touched = np.setdiff1d(branch[cut], [0, *spurs])
    return bool((longest[touched] >= _ARM).all()) and bool(left.any())


@dataclass(frozen=True)
class Score:
    """How closing did on one cut drawing."""

    regions: int = 0  # opened by cuts, with anything left outside them
    restored: int = 0
    closures: int = 0
    false: int = 0  # part what is one area in the whole drawing

    def __add__(self, other: "Score") -> "Score":
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Score(*(one + two for one, two in pairs))


def score(whole: Segments, cut: CutDrawing, closures: list[Closure], closed: Segments, margin: int = 2) -> Score:
    """Compare a cut and closed drawing with the ``whole`` one, pixels within ``margin`` px of a cut aside.

    A region is restored when its pixels are again one area and nothing else's pixels are in that area.
    """
    zone = cv2.dilate(cut.gone, np.ones((2 * margin + 1, 2 * margin + 1), np.uint8))
    seen = (whole.labels > 0) & (zone == 0)
    width = closed.count + 1
    pair, pixels = np.unique(whole.labels[seen].astype(np.int64) * width + closed.labels[seen], return_counts=True)
    before, after = pair // width, pair % width
    pieces, owners = np.bincount(before, minlength=whole.count + 1), np.bincount(after, minlength=width)
    opened = np.array(sorted(cut.opened), np.int64)
    opened = opened[pieces[opened] > 0]
    kept = np.zeros(whole.count + 1, bool)
    kept[before] = owners[after] == 1
    restored = kept[opened] & (pieces[opened] == 1)
    order = np.argsort(pixels, kind="stable")
    owner = np.zeros(width, np.int64)  # the area of the whole drawing that most of each new one is
    owner[after[order]] = before[order]
    false = sum(_parts_one_area(closure, closed.labels, cut.line_art.planes, owner) for closure in closures)
    return Score(len(opened), int(restored.sum()), len(closures), false)


def _parts_one_area(closure: Closure, labels: Int32Array, planes: UInt8Array, owner: NDArray[np.int64]) -> bool:
    at = np.array(closure.points)
    (left, top), (right, bottom) = np.maximum(at.min(axis=0) - 2, 0), at.max(axis=0) + 3
    window = (slice(top, bottom), slice(left, right))
    moved = Closure(tuple((int(x - left), int(y - top)) for x, y in at), 1.0, closure.kind)
    drawn = draw_closures([moved], labels[window].shape) & (planes[window] == Plane.PAPER)
    beside = cv2.dilate(drawn, np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)) > 0
    return len(set(owner[labels[window][beside]].tolist()) - {0}) < 2


def without_open_strokes(line_art: LineArt, whole: Segments) -> LineArt:
    """The drawing without the strokes that part nothing (lashes, folds): it has the same areas, and no free ends."""
    grown = whole.filled.astype(np.float32)
    three = np.ones((3, 3), np.uint8)
    border = (cv2.dilate(grown, three) != cv2.erode(grown, three)).astype(np.uint8)
    kept = (cv2.dilate(border, three) > 0) & (line_art.planes != Plane.PAPER)
    return replace(line_art, planes=np.where(kept, line_art.planes, np.uint8(Plane.PAPER)))
