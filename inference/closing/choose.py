"""Which of many possible closures stand: the finest partition that has only true areas.

All candidates are drawn at once, into the most areas there could be. Then, the least sure first, those are taken away
that part nothing, or that part only a notch: an area nowhere wide enough for the gap at its mouth (cf. Zhang et al.,
trapped-ball segmentation, IEEE TVCG 2009). A gap among ten of one outline is so never lost because another was tried
in vain.

Legend: C candidates, P pixels under candidates, N nodes: the areas first, then those pixels.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import FloatArray, UInt8Array

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Board:
    """Paper in areas, with candidates as movable walls."""

    owner: Ints  # (I,) candidate of each incidence, sorted
    pixel: Ints  # (I,) its pixel, as a row of ``beside``
    beside: Ints  # (P, 4) nodes up, left, right, down of each pixel; 0 = ink
    radius: FloatArray  # (N,) px of the largest ball inside each area; 0 for pixels
    size: Ints  # (N,) px of each area; 1 for pixels
    areas: int


def chosen(
    ink: UInt8Array,
    depth: FloatArray,
    start: Ints,
    goal: Ints,
    radius: FloatArray,
    size: FloatArray,
    ends: Ints,
) -> Bools:
    """(C,) which closures stand, the surest first, from ``start`` to ``goal`` (C, 2) x, y in ink (H, W) 0 or 1.

    ``depth`` is that of ``paper_depth``. ``radius`` and ``size`` (C,): px of inner radius and px that the areas on both
    sides must have; ``ends`` (C, 2): the line ends that a closure serves, -1 = none. One whose ends are all served by
    surer ones falls.
    """
    board = _board(ink, depth, start, goal)
    rank = np.arange(len(start))
    alive = np.ones(len(rank), bool)
    while True:
        sides = _sides(board, alive, rank)
        falls = _falling(board, sides, alive, (sides.radius < radius) | (sides.size < size), ends)
        if not falls.any():
            falls = _least_sure(_served(alive, rank, ends), rank, ends)
        if not falls.any():
            return alive
        alive &= ~falls


def paper_depth(ink: UInt8Array) -> FloatArray:
    """(H + 2, W + 2) px from each pixel of paper to ink or to the page's edge."""
    return np.asarray(cv2.distanceTransform(_paper(ink), cv2.DIST_L2, 5), np.float32)


def _paper(ink: UInt8Array) -> UInt8Array:
    return 1 - np.pad(ink, 1, constant_values=1)


def _board(ink: UInt8Array, depth: FloatArray, start: Ints, goal: Ints) -> Board:
    paper = _paper(ink)
    width = paper.shape[1]
    owner, at = raster(start + 1, goal + 1, width)
    inside = paper.ravel()[at] > 0
    owner, at = owner[inside], at[inside]
    place, pixel = np.unique(at, return_inverse=True)
    paper.ravel()[place] = 0
    count, labels = cv2.connectedComponents(paper, connectivity=4, ltype=cv2.CV_32S)
    widest = np.zeros(count + len(place), np.float32)
    np.maximum.at(widest, np.asarray(labels, np.int32).ravel(), depth.ravel())
    widest[0] = 0
    size = np.concatenate([np.bincount(labels.ravel(), minlength=count), np.ones(len(place), np.int64)])
    labels.ravel()[place] = count + np.arange(len(place))
    beside = labels.ravel()[place[:, None] + np.array([-width, -1, 1, width])].astype(np.int64)
    return Board(owner, pixel, beside, widest, size, count)


def raster(start: Ints, goal: Ints, width: int) -> tuple[Ints, Ints]:
    """The pixels that OpenCV's 8-connected line draws for each of C segments: (I,) segment, (I,) flat position."""
    swap = start[:, 0] > goal[:, 0]
    first, last = np.where(swap[:, None], goal, start), np.where(swap[:, None], start, goal)
    way = last - first
    far, near = np.abs(way).max(axis=1), np.abs(way).min(axis=1)
    step = np.arange(int(far.max(initial=0)) + 1)
    minor = -((far[:, None] - 2 * near[:, None] * step) // (2 * np.maximum(far, 1))[:, None])
    flat = np.abs(way[:, 0]) >= np.abs(way[:, 1])
    sign = np.sign(way[:, 1])[:, None]
    x = first[:, :1] + np.where(flat[:, None], step, minor)
    y = first[:, 1:] + np.where(flat[:, None], minor, step) * sign
    owner, index = np.nonzero(step <= far[:, None])
    return owner, (y * width + x)[owner, index]


@dataclass(frozen=True, eq=False)
class Sides:
    """What candidates part, in one state of the board."""

    count: Ints  # (C,) areas at pixels that no other candidate covers
    narrow: Ints  # (C,) the second widest of them
    radius: FloatArray  # (C,) its inner radius
    size: Ints  # (C,) its px
    touch: tuple[Ints, Ints]  # candidates and the areas they touch


def _sides(board: Board, alive: Bools, rank: Ints) -> Sides:
    cover = np.bincount(board.pixel[alive[board.owner]], minlength=len(board.beside))
    nodes = len(board.radius)
    open_ = np.concatenate([np.ones(board.areas, bool), cover == 0])
    open_[0] = False
    one = np.repeat(np.arange(board.areas, nodes), 4)
    other = board.beside.ravel()
    joined = open_[one] & open_[other]
    area = area_of = _components(nodes, one[joined], other[joined])
    radius = np.zeros(nodes, np.float32)
    np.maximum.at(radius, area, board.radius)
    # Where several run over one pixel, the least sure has no say in what it parts.
    worst = np.full(len(board.beside), -1)
    mine = alive[board.owner]
    np.maximum.at(worst, board.pixel[mine], rank[board.owner[mine]])
    shared = mine & (cover[board.pixel] > 1)
    sole = mine & ~(shared & (worst[board.pixel] == rank[board.owner]))
    around = board.beside[board.pixel[sole]]
    seen = open_[around]
    candidate = np.broadcast_to(board.owner[sole][:, None], around.shape)[seen]
    key = np.unique(candidate * nodes + area[around[seen]])
    candidate, area = key // nodes, key % nodes
    order = np.lexsort((-radius[area], candidate))
    candidate, area = candidate[order], area[order]
    count = np.bincount(candidate, minlength=len(alive))
    second = np.flatnonzero(candidate[1:] == candidate[:-1]) + 1
    second = second[(second < 2) | (candidate[second - 2] != candidate[second])]
    narrow = np.zeros(len(alive), np.int64)
    narrow[candidate[second]] = area[second]
    size = np.bincount(area_of, board.size, minlength=nodes)[narrow]
    return Sides(
        count,
        narrow,
        np.where(count > 1, radius[narrow], 0).astype(np.float32),
        size.astype(np.int64),
        (candidate, area),
    )


def _components(nodes: int, one: Ints, other: Ints) -> Ints:
    """(nodes,) the smallest node that each one is joined to."""
    root = np.arange(nodes)
    while True:
        low = np.minimum(root[one], root[other])
        np.minimum.at(root, root[one], low)
        np.minimum.at(root, root[other], low)
        while (root[root] != root).any():
            root = root[root]
        if (root[one] == root[other]).all():
            return root


def _falling(board: Board, sides: Sides, alive: Bools, poor: Bools, ends: Ints) -> Bools:
    """The least sure that part nothing, in each bunch of candidates that touch; else, at each notch, those of it."""
    rank = np.arange(len(alive))
    nothing = alive & (sides.count < 2)
    if nothing.any():
        return _worst(nothing, _bunches(board, alive), rank)
    notch = alive & poor
    candidate, area = sides.touch
    small = np.zeros(int(area.max(initial=0)) + 1, bool)
    small[sides.narrow[notch]] = True
    # A notch may lie between a closure and a worse one from the same end: that goes first.
    may = small[area] & (notch | _served(alive, rank, ends))[candidate]
    candidate, area = candidate[may], area[may]
    worst = np.full(len(small), -1)
    np.maximum.at(worst, area, candidate)
    out = (worst[area] == candidate) & (~notch[candidate] | (sides.narrow[candidate] == area))
    falls = np.zeros(len(alive), bool)
    falls[candidate[out]] = True
    return falls


def _bunches(board: Board, alive: Bools) -> Ints:
    """(C,) a number for each bunch: where two walls lie side by side, neither parts anything until the other falls."""
    mine = alive[board.owner]
    covered = np.zeros(len(board.beside), bool)
    covered[board.pixel[mine]] = True
    one, other = np.repeat(np.arange(len(board.beside)), 4), board.beside.ravel() - board.areas
    touch = (other >= 0) & covered[one] & covered[np.maximum(other, 0)]
    pixel = np.concatenate([board.pixel[mine], one[touch]]) + len(alive)
    to = np.concatenate([board.owner[mine], other[touch] + len(alive)])
    return _components(len(alive) + len(covered), pixel, to)[: len(alive)]


def _worst(falling: Bools, group: Ints, rank: Ints) -> Bools:
    """Of each group the least sure that is ``falling``."""
    worst = np.full(int(group.max(initial=0)) + 1, -1)
    np.maximum.at(worst, group[falling], rank[falling])
    return np.asarray(falling & (worst[group] == rank))


def _served(alive: Bools, rank: Ints, ends: Ints) -> Bools:
    """(C,) those whose ends all have something surer."""
    count = int(ends.max(initial=-1)) + 2
    best = np.full(count, len(rank))
    np.minimum.at(best, ends[alive].ravel(), np.repeat(rank[alive], 2))
    return np.asarray(alive & ((ends < 0) | (best[ends] < rank[:, None])).all(axis=1))


def _least_sure(served: Bools, rank: Ints, ends: Ints) -> Bools:
    """The worst at each end only: what served another may have to go itself."""
    worst = np.full(int(ends.max(initial=-1)) + 2, -1)
    np.maximum.at(worst, ends[served].ravel(), np.repeat(rank[served], 2))
    return np.asarray(served & ((ends >= 0) & (worst[ends] == rank[:, None])).any(axis=1))
