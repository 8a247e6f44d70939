"""Wavefront OBJ files as triangles: as much of the format as MakeHuman's files use.

Legend: V vertices, U texture points, F triangles, G groups.
"""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, diags
from scipy.sparse.csgraph import connected_components

from inference.errors import BadFile
from inference.types import FloatArray, Int32Array


@dataclass(frozen=True, eq=False)
class Mesh:
    """A mesh of triangles; a polygon of the file becomes a fan of them."""

    points: FloatArray  # (V, 3) the file's units
    uv: FloatArray  # (U, 2)
    faces: Int32Array  # (F, 3) rows of points
    face_uv: Int32Array  # (F, 3) rows of uv, -1 where the file has none
    polygon: Int32Array  # (F,) which polygon of the file a triangle comes from
    group: Int32Array  # (F,) rows of groups
    groups: tuple[str, ...]


def read_obj(path: Path) -> Mesh:
    """Raises BadFile for anything that is no OBJ, and where a face names a vertex that is not there."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name}: cannot be read as an OBJ file ({error}). Fetch the file again.") from error
    try:
        mesh = _mesh(lines)
    except ValueError as error:
        raise BadFile(f"{path.name}: is damaged, {error}. Fetch the file again.") from error
    if not len(mesh.faces):
        raise BadFile(f"{path.name}: holds no face. Give an OBJ file with v and f lines.")
    return mesh


def _mesh(lines: list[str]) -> Mesh:
    points = _numbers([line[2:] for line in lines if line.startswith("v ")], 3, "v")
    uv = _numbers([line[3:] for line in lines if line.startswith("vt ")], 2, "vt")
    polygons, group, groups = _polygons(lines)
    size = np.array([len(polygon) for polygon in polygons], np.int32)
    if len(size) and size.min() < 3:
        raise ValueError("a face has fewer than three corners")
    corners = [corner.split("/") for corner in chain.from_iterable(polygons)]
    point = _rows([corner[0] for corner in corners], len(points), "v")
    texture = _rows([corner[1] if len(corner) > 1 and corner[1] else "0" for corner in corners], len(uv), "vt")
    polygon, fan = _fans(size)
    return Mesh(points, uv, point[fan], texture[fan], polygon, group[polygon], groups)


def _numbers(rows: list[str], columns: int, word: str) -> FloatArray:
    cells = [row.split() for row in rows]
    if any(len(cell) < columns for cell in cells):
        raise ValueError(f"a {word} line has fewer than {columns} numbers")
    return np.array([cell[:columns] for cell in cells], np.float32).reshape(-1, columns)


def _polygons(lines: list[str]) -> tuple[list[list[str]], Int32Array, tuple[str, ...]]:
    polygons: list[list[str]] = []
    group: list[int] = []
    groups: dict[str, int] = {}
    current = groups.setdefault("", 0)
    for line in lines:
        if line.startswith("f "):
            polygons.append(line.split()[1:])
            group.append(current)
        elif line.startswith("g "):
            current = groups.setdefault(line[2:].strip(), len(groups))
    return polygons, np.array(group, np.int32), tuple(groups)


def _rows(words: list[str], count: int, word: str) -> Int32Array:
    """The file counts from 1, or from the end with negative numbers; 0 = none."""
    number = np.array(words, np.int32)
    row = np.where(number < 0, number + count, number - 1)
    if len(row) and (row.max() >= count or row.min() < -1):
        raise ValueError(f"a face names {word} {number[(row >= count) | (row < -1)][0]} of {count}")
    return np.asarray(row, np.int32)


def _fans(size: Int32Array) -> tuple[Int32Array, Int32Array]:
    """(F,) the polygon and (F, 3) the corners of each triangle, for polygons of ``size`` corners in a row."""
    first = np.cumsum(size) - size
    polygon = np.repeat(np.arange(len(size)), size - 2)
    step = np.arange(len(polygon)) - np.repeat(np.cumsum(size - 2) - (size - 2), size - 2)
    start = first[polygon]
    return polygon.astype(np.int32), np.stack([start, start + step + 1, start + step + 2], axis=1).astype(np.int32)


def beside(faces: Int32Array, count: int) -> csr_matrix:
    """(V, V) the mean over the points that a face joins to each of the ``count`` points."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    both = np.concatenate([edges, edges[:, ::-1]])
    joins = csr_matrix((np.ones(len(both), np.float32), (both[:, 0], both[:, 1])), shape=(count, count))
    return diags(1 / np.maximum(np.asarray(joins.sum(axis=1)).ravel(), 1)) @ joins


def islands(faces: Int32Array, count: int) -> Int32Array:
    """(F,) the connected part of each triangle, numbered by size, the largest 0; ``count`` is that of the vertices.

    With ``face_uv`` for faces the parts are those of the texture: a sleeve, a collar, a lock of hair.
    """
    edges = np.concatenate([faces[:, :2], faces[:, 1:]])
    graph = coo_matrix((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), shape=(count, count))
    _, part = connected_components(graph, directed=False)
    _, face_part, faces_of = np.unique(part[faces[:, 0]], return_inverse=True, return_counts=True)
    order = np.argsort(-faces_of, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return np.asarray(rank[face_part], np.int32)
