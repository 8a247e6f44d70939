"""Areas of a map: its 4-connected parts of one value, and the crumbs among them."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from inference.types import Int32Array


@njit(cache=True, nogil=True)
def _components(values: Int32Array) -> tuple[Int32Array, Int32Array]:
    height, width = values.shape
    part = np.empty((height, width), np.int32)
    parent = np.empty(height * width, np.int32)
    count = 0
    for row in range(height):
        for column in range(width):
            value = values[row, column]
            up = row > 0 and values[row - 1, column] == value
            left = column > 0 and values[row, column - 1] == value
            if up:
                mine = part[row - 1, column]
                if left and part[row, column - 1] != mine:
                    a, b = mine, part[row, column - 1]
                    while parent[a] != a:
                        parent[a] = parent[parent[a]]
                        a = parent[a]
                    while parent[b] != b:
                        parent[b] = parent[parent[b]]
                        b = parent[b]
                    parent[max(a, b)] = min(a, b)
            elif left:
                mine = part[row, column - 1]
            else:
                mine = count
                parent[count] = count
                count += 1
            part[row, column] = mine
    number = 0
    for a in range(count):  # a root comes before all that hang on it
        if parent[a] == a:
            parent[a] = number
            number += 1
        else:
            parent[a] = parent[parent[a]]
    area = np.zeros(number, np.int32)
    for row in range(height):
        for column in range(width):
            mine = parent[part[row, column]]
            part[row, column] = mine
            area[mine] += 1
    return part, area


def components(values: Int32Array) -> tuple[Int32Array, Int32Array]:
    """(H, W) number of each 4-connected part of one value, in raster order from 0, and (N,) their areas in px."""
    part, area = _components(np.ascontiguousarray(values, np.int32))
    return part, area


def nearby(dirty: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(H, W) for every pixel the flat position of a clean pixel that takes its place: itself, or one close by."""
    height, width = dirty.shape
    source = np.arange(dirty.size).reshape(height, width)
    padded = np.full((height + 2, width + 2), -1, np.int64)
    padded[1:-1, 1:-1] = np.where(dirty, -1, source)
    flat = padded.ravel()
    at = np.flatnonzero(dirty)
    left = (at // width + 1) * (width + 2) + at % width + 1
    while left.size:
        beside = flat[left[:, None] + np.array([-width - 2, -1, width + 2, 1])]
        found = beside[np.arange(len(left)), (beside >= 0).argmax(axis=1)]
        if not (found >= 0).any():
            return source  # nothing is clean
        flat[left] = found
        left = left[found < 0]
    return np.ascontiguousarray(padded[1:-1, 1:-1])
