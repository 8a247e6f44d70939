"""A posed figure before a camera -> what a drawing is made from: labels, depth and normals per pixel."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.synthesis.areas import components, nearby
from inference.synthesis.camera import Camera
from inference.synthesis.figure import Figure
from inference.synthesis.raster import interpolate, rasterise
from inference.types import FloatArray, Int32Array

# Islets of fewer px than this are dirt ...
_ISLET = 14
# ... unless they are at least this share of all that is seen of their label: catchlights are 2-3 px.
_SHARE = 1 / 8


@dataclass(frozen=True, eq=False)
class Buffers:
    """What is seen at each pixel of a picture, (H, W) each."""

    label: Int32Array  # BACKGROUND = nothing, INK = line, else the region
    depth: FloatArray  # metres along the view axis, infinite where nothing is
    normal: FloatArray  # (H, W, 3) smooth, unit length, to the right, up and towards the eye; 0 where nothing is
    flat: FloatArray  # (H, W, 3) the face's own normal in the same axes
    place: FloatArray  # (H, W, 3) in the world, metres
    camera: Camera
    size: float  # metres, the longest side of the figure

    @property
    def shape(self) -> tuple[int, int]:
        """(H, W)."""
        return self.label.shape[0], self.label.shape[1]

    def moved(self, source: NDArray[np.int64]) -> "Buffers":
        """The same picture where each pixel shows what was at another one: ``source`` (H, W) flat positions."""
        return replace(
            self,
            label=self.label.ravel()[source],
            depth=self.depth.ravel()[source],
            **{name: getattr(self, name).reshape(-1, 3)[source] for name in ("normal", "flat", "place")},
        )


def look(figure: Figure, points: FloatArray, normals: FloatArray, camera: Camera, *, clean: bool = True) -> Buffers:
    """What ``camera`` sees of a figure posed at ``points`` (V, 3) with ``normals`` (V, 3).

    ``clean`` gives label islets that would only be dirt to what is around them.
    """
    seen = rasterise(figure, points, camera)
    towards = camera.axes * np.array([[1.0], [1.0], [-1.0]])
    # One pass over the pixels for both: they cost more than the sums.
    values = np.concatenate([normals @ towards.T, points], axis=1).astype(np.float32)
    both: FloatArray = interpolate(seen.screen, figure.faces, seen.face, values)
    flat = _facing(figure.faces, points, seen.face, towards)
    smooth = both[..., :3]
    smooth = smooth / np.maximum(np.linalg.norm(smooth, axis=-1, keepdims=True), np.float32(1e-9))
    # The inside of cloth is lit by its own side, however its faces are wound.
    flat *= np.where(flat[..., 2:] < 0, np.float32(-1), np.float32(1))
    smooth *= np.where((flat * smooth).sum(axis=-1, keepdims=True) < 0, np.float32(-1), np.float32(1))
    buffers = Buffers(
        label=seen.label,
        depth=seen.depth,
        normal=smooth,
        flat=flat,
        place=both[..., 3:],
        camera=camera,
        size=float(np.ptp(figure.points, axis=0).max()),
    )
    return without_islets(buffers) if clean else buffers


def _facing(faces: Int32Array, points: FloatArray, seen: Int32Array, towards: NDArray[np.float64]) -> FloatArray:
    """(H, W, 3) unit normals of the faces seen, 0 where nothing is."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    own = np.cross(b - a, c - a) @ towards.T
    own /= np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-12)
    return np.concatenate([own, np.zeros((1, 3))]).astype(np.float32)[seen]  # -1 is the last row


def without_islets(buffers: Buffers, least: int = _ISLET) -> Buffers:
    """The same without islets of under ``least`` px that are next to nothing of their label."""
    part, area = components(buffers.label)
    _, label = np.unique(buffers.label, return_inverse=True)
    total = np.bincount(label.ravel())
    of_part = np.zeros(len(area), np.int64)
    of_part[part.ravel()] = total[label.ravel()]
    dirt = (area < least) & (area < of_part * _SHARE)
    return buffers.moved(nearby(dirt[part])) if dirt.any() else buffers
