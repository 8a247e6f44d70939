"""A z-buffer: which face is seen at each pixel, how far away, and which label it has there.

The same input gives the same bits on every machine: double precision, one thread, no fast maths. Both sides of a face
are seen (cloth, ribbons), and through texels that are cut out one sees what is behind.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.camera import NEAR, Camera, turned
from inference.synthesis.figure import Figure
from inference.types import FloatArray, Int32Array

FloatsXY = NDArray[np.float64]  # (V, 2) px
_NOTHING = -1
_SNAP = 65536  # steps of a pixel: the last bits of a sine, which differ between machines, move nothing
_TIE = 1e-5  # of the depth: of faces that lie in one plane the first one is seen, without flicker


@dataclass(frozen=True, eq=False)
class Seen:
    """What a camera sees of a figure."""

    screen: NDArray[np.float64]  # (V, 3) x, y in px and depth
    face: Int32Array  # (H, W) -1 = nothing
    label: Int32Array  # (H, W) BACKGROUND = nothing
    depth: FloatArray  # (H, W) metres along the view axis; infinite where nothing is


def rasterise(
    figure: Figure, points: FloatArray, camera: Camera, bend: Callable[[FloatsXY], FloatsXY] | None = None
) -> Seen:
    """What ``camera`` sees of a figure posed at ``points`` (V, 3). Faces that reach behind the eye are left out.

    ``bend`` moves the (V, 2) points on the picture.
    """
    shape = (camera.height, camera.width)
    screen = camera.project(points)
    if bend is not None:
        screen[:, :2] = bend(screen[:, :2])
    screen[:, :2] = np.rint(screen[:, :2] * _SNAP) / _SNAP
    face = np.full(shape, _NOTHING, np.int32)
    label = np.full(shape, BACKGROUND, np.int32)
    nearness = np.zeros(shape, np.float64)
    texels, sizes = _packed(figure.textures)
    uv = np.zeros((1, 2), np.float32) if figure.uv is None else figure.uv
    _fill(screen, figure.faces, figure.face_label, uv, texels, sizes, face, label, nearness)
    with np.errstate(divide="ignore"):
        depth = (1 / nearness).astype(np.float32)
    return Seen(screen, face, label, depth)


def _packed(textures: tuple[Int32Array, ...]) -> tuple[Int32Array, NDArray[np.int64]]:
    """All texels in one row, and (T, 3) each texture's first texel, height and width."""
    flat = [np.ascontiguousarray(texture, np.int32).ravel() for texture in textures]
    texels = flat[0] if len(flat) == 1 else np.concatenate([*flat, np.zeros(1, np.int32)])
    first = np.cumsum([0, *(len(row) for row in flat)])
    sizes = [(int(start), *texture.shape) for start, texture in zip(first, textures, strict=False)]
    return texels, np.array(sizes or [(0, 1, 1)], np.int64)


@njit(cache=True, nogil=True)
def _fill(
    screen: NDArray[np.float64],
    faces: Int32Array,
    face_label: Int32Array,
    uv: FloatArray,
    texels: Int32Array,
    sizes: NDArray[np.int64],
    seen: Int32Array,
    label: Int32Array,
    nearness: NDArray[np.float64],
) -> None:
    height, width = seen.shape
    for f in range(len(faces)):
        i, j, k = faces[f]
        if screen[i, 2] < NEAR or screen[j, 2] < NEAR or screen[k, 2] < NEAR:
            continue
        ax, ay, bx, by, cx, cy = screen[i, 0], screen[i, 1], screen[j, 0], screen[j, 1], screen[k, 0], screen[k, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-12:
            continue
        left = max(int(np.ceil(max(min(ax, bx, cx), 0.0) - 0.5)), 0)
        right = min(int(np.floor(min(max(ax, bx, cx), float(width)) - 0.5)), width - 1)
        top = max(int(np.ceil(max(min(ay, by, cy), 0.0) - 0.5)), 0)
        bottom = min(int(np.floor(min(max(ay, by, cy), float(height)) - 0.5)), height - 1)
        near_a, near_b, near_c = 1 / screen[i, 2], 1 / screen[j, 2], 1 / screen[k, 2]
        own = face_label[f]
        for row in range(top, bottom + 1):
            y = row + 0.5
            for column in range(left, right + 1):
                x = column + 0.5
                a = ((bx - x) * (cy - y) - (cx - x) * (by - y)) / area
                b = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) / area
                c = 1 - a - b
                if a < -1e-9 or b < -1e-9 or c < -1e-9:
                    continue
                near = a * near_a + b * near_b + c * near_c
                if near <= nearness[row, column] * (1 + _TIE):
                    continue
                found = own
                if own < 0:
                    sheet = sizes[-1 - own]
                    u = (a * near_a * uv[i, 0] + b * near_b * uv[j, 0] + c * near_c * uv[k, 0]) / near
                    v = (a * near_a * uv[i, 1] + b * near_b * uv[j, 1] + c * near_c * uv[k, 1]) / near
                    texel_x = min(int((u - np.floor(u)) * sheet[2]), sheet[2] - 1)
                    texel_y = min(int((v - np.floor(v)) * sheet[1]), sheet[1] - 1)
                    found = texels[sheet[0] + texel_y * sheet[2] + texel_x]
                    if found < 0:
                        continue
                nearness[row, column] = near
                seen[row, column] = f
                label[row, column] = found


@dataclass(frozen=True, eq=False)
class Surface:
    """What the seen faces are like at each pixel, (H, W, 3) each; 0 where nothing is seen."""

    normal: FloatArray  # smooth, unit length, on the side that is seen
    flat: FloatArray  # the face's own, likewise
    place: FloatArray  # in the world, metres


def surface(figure: Figure, points: FloatArray, normals: FloatArray, camera: Camera, seen: Seen) -> Surface:
    """The surface at each pixel, right in perspective; normals point to the right, up, and towards the eye.

    The inside of cloth is lit by its own side, however its faces are wound.
    """
    towards = camera.axes * np.array([[1.0], [1.0], [-1.0]])
    a, b, c = (points[figure.faces[:, corner]] for corner in range(3))
    flat = turned(np.cross(b - a, c - a), towards)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
    return Surface(*_surface(seen.screen, figure.faces, seen.face, turned(normals, towards), points, flat))


@njit(cache=True, nogil=True)
def _surface(
    screen: NDArray[np.float64],
    faces: Int32Array,
    seen: Int32Array,
    normals: NDArray[np.float64],
    points: FloatArray,
    flat: NDArray[np.float64],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    height, width = seen.shape
    smooth_out = np.zeros((height, width, 3), np.float32)
    flat_out = np.zeros((height, width, 3), np.float32)
    place_out = np.zeros((height, width, 3), np.float32)
    for row in range(height):
        y = row + 0.5
        for column in range(width):
            f = seen[row, column]
            if f < 0:
                continue
            x = column + 0.5
            i, j, k = faces[f]
            ax, ay, bx, by, cx, cy = screen[i, 0], screen[i, 1], screen[j, 0], screen[j, 1], screen[k, 0], screen[k, 1]
            area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
            a = ((bx - x) * (cy - y) - (cx - x) * (by - y)) / area
            b = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) / area
            a, b, c = a / screen[i, 2], b / screen[j, 2], (1 - a - b) / screen[k, 2]
            total = a + b + c
            a, b, c = a / total, b / total, c / total
            sx = a * normals[i, 0] + b * normals[j, 0] + c * normals[k, 0]
            sy = a * normals[i, 1] + b * normals[j, 1] + c * normals[k, 1]
            sz = a * normals[i, 2] + b * normals[j, 2] + c * normals[k, 2]
            side = -1.0 if flat[f, 2] < 0 else 1.0
            length = max(np.sqrt(sx * sx + sy * sy + sz * sz), 1e-9)
            if (sx * flat[f, 0] + sy * flat[f, 1] + sz * flat[f, 2]) * side < 0:
                length = -length
            smooth_out[row, column] = (sx / length, sy / length, sz / length)
            for axis in range(3):
                flat_out[row, column, axis] = flat[f, axis] * side
                place_out[row, column, axis] = a * points[i, axis] + b * points[j, axis] + c * points[k, axis]
    return smooth_out, flat_out, place_out
