"""Ink -> its one-pixel skeleton, touching only pixels that may still change (Guo and Hall, CACM 1989).

A pixel's surroundings are one byte: bit k is the neighbour ``AROUND[k]``, clockwise from the one above.
"""

import numpy as np
from numpy.typing import NDArray

from inference.types import UInt8Array

AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # dy, dx
MAX_ROUNDS = 24  # lines thicker than twice this stay thick: a black area has no ends


def offsets(width: int) -> NDArray[np.int64]:
    """(8,) flat steps to the neighbours in a map of this width."""
    return np.array([dy * width + dx for dy, dx in AROUND], np.int64)


def surroundings(flat: UInt8Array, at: NDArray[np.int64], steps: NDArray[np.int64]) -> UInt8Array:
    """(n,) the byte of each position."""
    return np.packbits(flat[at[:, None] + steps], axis=1, bitorder="little")[:, 0]


def _bits() -> NDArray[np.bool_]:
    return np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(bool)


def _crossings() -> UInt8Array:
    """(256,) how many separate branches leave a pixel."""
    bits = _bits()
    return np.asarray((~bits & np.roll(bits, -1, axis=1)).sum(axis=1), np.uint8)


CROSSINGS = _crossings()
COUNT = _bits().sum(axis=1).astype(np.uint8)


def _deletable(step: int) -> NDArray[np.bool_]:
    """(256,) may a pixel go in the odd (0) or even (1) half round?"""
    p2, p3, p4, p5, p6, p7, p8, p9 = _bits().T
    branches = sum((~a & (b | c)).astype(int) for a, b, c in ((p2, p3, p4), (p4, p5, p6), (p6, p7, p8), (p8, p9, p2)))
    one = sum((a | b).astype(int) for a, b in ((p9, p2), (p3, p4), (p5, p6), (p7, p8)))
    other = sum((a | b).astype(int) for a, b in ((p2, p3), (p4, p5), (p6, p7), (p8, p9)))
    near = np.minimum(one, other)
    side = (p2 | p3 | ~p5) & p4 if step == 0 else (p6 | p7 | ~p9) & p8
    return np.asarray((branches == 1) & (near >= 2) & (near <= 3) & ~side)


_DELETABLE = (_deletable(0), _deletable(1))


def thin(ink: UInt8Array) -> UInt8Array:
    """(H, W) 0 or 1 of ink (H, W) 0 or 1, whose outermost rows and columns must be empty."""
    skeleton = ink.copy()
    flat, steps = skeleton.ravel(), offsets(ink.shape[1])
    touched = np.zeros(flat.size, bool)
    at = np.flatnonzero(flat.view(bool))
    at = at[surroundings(flat, at, steps) != 255]
    for _ in range(MAX_ROUNDS):
        gone = []
        for deletable in _DELETABLE:
            out = at[deletable[surroundings(flat, at, steps)]]
            flat[out] = 0
            gone.append(out)
            at = at[flat[at] > 0]
        removed = np.concatenate(gone)
        if not removed.size:
            break
        # Only what lost a neighbour can change next.
        beside = (removed[:, None] + steps).ravel()
        beside = beside[flat[beside] > 0]
        touched[beside] = True
        first = np.flatnonzero(touched[beside])
        at = np.unique(beside[first])
        touched[at] = False
    return skeleton
