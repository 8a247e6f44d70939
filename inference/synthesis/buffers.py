"""A posed figure before a camera -> what a drawing is made from: labels, depth and normals per pixel."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.areas import components, nearby
from inference.synthesis.camera import Camera
from inference.synthesis.figure import Figure
from inference.synthesis.raster import FloatsXY, Seen, rasterise, surface
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


def look(
    figure: Figure,
    points: FloatArray,
    normals: FloatArray,
    camera: Camera,
    *,
    clean: bool = True,
    bend: Callable[[FloatsXY], FloatsXY] | None = None,
) -> Buffers:
    """What ``camera`` sees of a figure posed at ``points`` (V, 3) with ``normals`` (V, 3).

    ``clean`` gives label islets that would only be dirt to what is around them. ``bend`` moves (V, 2) points on the
    picture, as an unsteady hand does (``byhand.wobble``).
    """
    seen = rasterise(figure, points, camera, bend)
    if clean:
        seen = without_islets(seen)
    there = surface(figure, points, normals, camera, seen)
    return Buffers(
        label=seen.label,
        depth=seen.depth,
        normal=there.normal,
        flat=there.flat,
        place=there.place,
        camera=camera,
        size=float(np.ptp(figure.points, axis=0).max()),
    )


def without_islets(seen: Seen, least: int = _ISLET) -> Seen:
    """The same without islets of under ``least`` px that are next to nothing of their label: their faces go too."""
    part, area = components(seen.label)
    total = np.bincount((seen.label - BACKGROUND).ravel())
    of_part = np.zeros(len(area), np.int64)
    of_part[part.ravel()] = total[(seen.label - BACKGROUND).ravel()]
    dirt = (area < least) & (area < of_part * _SHARE)
    if not dirt.any():
        return seen
    is_dirt = dirt[part]
    source = nearby(is_dirt)[is_dirt]
    label, face, depth = seen.label.copy(), seen.face.copy(), seen.depth.copy()
    for cleaned in (label, face, depth):
        cleaned[is_dirt] = cleaned.ravel()[source]
    return Seen(seen.screen, face, label, depth)
