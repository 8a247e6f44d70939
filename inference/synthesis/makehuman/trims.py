"""Stripes, cuffs, hems and hat bands: cut into a garment where its faces end, however coarse they are.

Legend: V vertices, F triangles.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.synthesis.makehuman.pieces import Part, Piece
from inference.types import FloatArray, Int32Array

_ALONG = {
    "up": np.array([0, 1, 0], np.float32),
    "across": np.array([1, 0, 0], np.float32),  # to the character's left
    "out": np.array([0.7, -0.7, 0], np.float32),  # down a sleeve, the arms held as the base mesh holds them
}


@dataclass(frozen=True)
class Trim:
    """A band of another colour: ``low`` to ``high`` of a part's length ``along`` up, across or out."""

    of: str  # how the regions end that it is cut into: "sleeve"
    low: float
    high: float
    name: str  # "cuff": region and sheet entry, where ``entry`` is no other
    along: str = "up"
    entry: str = ""
    category: str = "clothes"


def trimmed(piece: Piece, trims: Iterable[Trim]) -> Piece:
    """The garment with its bands; those of parts that it does not have are left out."""
    for trim in trims:
        for region in sorted({part.region for part in piece.parts if part.region.endswith(trim.of)}):
            piece = _banded(piece, region, trim)
    return piece


def _banded(piece: Piece, region: str, trim: Trim) -> Piece:
    rows = [row for row, part in enumerate(piece.parts) if part.region == region]
    of = np.isin(piece.part, rows)
    if not of.any():
        return piece
    way = _way(trim.along, region)
    at = piece.points[piece.faces[of]] @ way
    bounds = at.min() + np.array([trim.low, trim.high]) * np.ptp(at)
    for bound in bounds:
        piece = cut(piece, np.isin(piece.part, rows), piece.points @ way - np.float32(bound))
    middle = (piece.points[piece.faces] @ way).mean(axis=1)
    inside = np.isin(piece.part, rows) & (middle > bounds[0]) & (middle < bounds[1])
    side = region.split()[0] if region.split()[0] in ("left", "right") else ""
    band = Part(f"{side} {trim.name}".strip(), trim.entry or trim.name, trim.category)
    part = np.where(inside, len(piece.parts), piece.part).astype(np.int32)
    return Piece(piece.points, piece.faces, piece.skin, (*piece.parts, band), part)


def _way(along: str, region: str) -> FloatArray:
    """The unit direction; a right sleeve goes out to the right."""
    mirror = (-1, 1, 1) if along == "out" and region.startswith("right") else (1, 1, 1)
    return np.asarray(_ALONG[along] * np.array(mirror, np.float32), np.float32)


def cut(piece: Piece, of: NDArray[np.bool_], height: FloatArray) -> Piece:
    """The triangles that ``of`` (F,) names, parted where ``height`` (V,) is 0; no triangle crosses it any more."""
    above = height[piece.faces] > 0
    crossing = of & (above.sum(axis=1) % 3 > 0)
    if not crossing.any():
        return piece
    faces, over = piece.faces[crossing], above[crossing]
    lone = np.where(over.sum(axis=1) == 1, over.argmax(axis=1), over.argmin(axis=1))
    faces = np.take_along_axis(faces, (lone[:, None] + np.arange(3)) % 3, axis=1)  # the lone corner comes first
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [0, 2]]]), axis=1)
    unique, row = np.unique(edges, axis=0, return_inverse=True)
    share = (height[unique[:, 0]] / (height[unique[:, 0]] - height[unique[:, 1]]))[:, None]
    first, second = (np.asarray(row, np.int32).reshape(2, -1) + len(piece.points)).astype(np.int32)
    parted = _parted(faces, first, second)
    return Piece(
        np.concatenate([piece.points, _between(piece.points, unique, share)]),
        np.concatenate([piece.faces[~crossing], parted]),
        np.concatenate([piece.skin, _between(piece.skin, unique, share)]),
        piece.parts,
        np.concatenate([piece.part[~crossing], np.tile(piece.part[crossing], 3)]),
    )


def _parted(faces: Int32Array, first: Int32Array, second: Int32Array) -> Int32Array:
    """(3 F, 3) the tip at each triangle's first corner, and the two below it."""
    tip, left, right = faces.T
    triangles = [(tip, first, second), (first, left, right), (first, right, second)]
    return np.concatenate([np.stack(corners, axis=1) for corners in triangles]).astype(np.int32)


def _between(values: FloatArray, edges: Int32Array, share: FloatArray) -> FloatArray:
    return np.asarray(values[edges[:, 0]] * (1 - share) + values[edges[:, 1]] * share, np.float32)
