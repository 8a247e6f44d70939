"""Flow between two drawings: for every pixel of one, the place in the other that it came from.

Legend: target = the drawing to colour, reference = the painted one. Flow is estimated on distance-to-line maps, which
are smooth where drawings are empty, at a working size of about 800 px.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import FloatArray, LineArt, Plane, UInt8Array

WORKING_SIDE = 800  # px, longer side: measured best for its cost
CLIP = 32.0  # px at working size: further away all is equally far
# A box fit must bring the lines this much closer than no fit, or a raised arm would move the whole character.
_FIT_GAIN = 0.85
_SHAPE_SIDE = 128  # px, for comparing whole shapes


class Placement(NamedTuple):
    """Where a target pixel lies in the reference before any flow: ``(x * scale_x + x0, y * scale_y + y0)``."""

    scale_x: float
    scale_y: float
    x0: float
    y0: float

    @property
    def inverse(self) -> "Placement":
        """Where a reference pixel lies in the target."""
        return Placement(1 / self.scale_x, 1 / self.scale_y, -self.x0 / self.scale_x, -self.y0 / self.scale_y)


@dataclass(frozen=True, eq=False)
class Warp:
    """For each target pixel its place in the reference, and how well the lines agree there."""

    x: FloatArray  # (H, W) px in the reference
    y: FloatArray  # (H, W)
    mismatch: FloatArray  # (H, W) in [0, 1]: difference of the distances to the nearest line, 1 = CLIP or more


Warper = Callable[[LineArt, LineArt], Warp]  # target, reference
BothWays = Callable[[LineArt, LineArt], tuple[Warp, Warp]]  # target, reference -> there, and back again
_Distances = Callable[[float], FloatArray]  # scale -> a drawing's line_distance


def warp_drawing(target: LineArt, reference: LineArt) -> Warp:
    """``warp`` between two drawings: the Warper that matchers use unless they are given another."""
    return warp(target.planes, reference.planes)


def warp_both_ways(target: LineArt, reference: LineArt) -> tuple[Warp, Warp]:
    """For each target pixel its place in the reference, and for each reference pixel its place in the target."""
    placed = place(target.planes, reference.planes)
    there = warp(target.planes, reference.planes, placed=placed)
    return there, warp(reference.planes, target.planes, placed=placed.inverse)


def warp(target: UInt8Array, reference: UInt8Array, *, placed: Placement | None = None) -> Warp:
    """DIS optical flow (Kroeger et al., ECCV 2016) between the line planes of two drawings, of any two sizes."""
    height, width = target.shape
    placed = placed or place(target, reference)
    scale = min(1.0, WORKING_SIDE / max(height, width))
    here = line_distance(target, scale)
    there = _placed_distance(partial(line_distance, reference), placed, scale, here.shape)
    flow = _dis(here, there)
    back_there = cv2.remap(there, *_grid(flow), cv2.INTER_LINEAR, borderValue=CLIP)
    mismatch = np.minimum(np.abs(here - back_there) / CLIP, 1)
    full = cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR) / np.float32(scale)
    x, y = _grid(full)
    return Warp(
        x=x * np.float32(placed.scale_x) + np.float32(placed.x0),
        y=y * np.float32(placed.scale_y) + np.float32(placed.y0),
        mismatch=cv2.resize(mismatch, (width, height), interpolation=cv2.INTER_LINEAR),
    )


def place(target: UInt8Array, reference: UInt8Array) -> Placement:
    """A first guess: the same place, unless fitting the drawings' boxes brings the lines clearly closer."""
    same = Placement(reference.shape[1] / target.shape[1], reference.shape[0] / target.shape[0], 0.0, 0.0)
    boxes = line_box(target), line_box(reference)
    if boxes[0] is None or boxes[1] is None:
        return same
    scale = min(1.0, WORKING_SIDE / 2 / max(target.shape))
    here = line_distance(target, scale)
    distances = lru_cache(partial(line_distance, reference))

    def apart(placed: Placement) -> float:
        return float(np.abs(here - _placed_distance(distances, placed, scale, here.shape)).mean())

    fitted = min(_fits(boxes[0], boxes[1]), key=apart)
    return fitted if apart(fitted) < _FIT_GAIN * apart(same) else same


def shape_distance(one: UInt8Array, other: UInt8Array) -> float:
    """How far two drawings' lines lie apart, in [0, 1], once both are scaled into one box (a chamfer distance)."""
    boxed = [_boxed_distance(planes) for planes in (one, other)]
    return float(np.abs(boxed[0] - boxed[1]).mean() / CLIP)


def line_box(planes: UInt8Array) -> tuple[int, int, int, int] | None:
    """(xmin, ymin, xmax, ymax), max exclusive, around every line; None on a blank page."""
    x, y, width, height = cv2.boundingRect((planes != Plane.PAPER).astype(np.uint8))
    return (x, y, x + width, y + height) if width else None


def line_distance(planes: UInt8Array, scale: float = 1.0) -> FloatArray:
    """Distance to the nearest line at ``scale``, px of the scaled picture, clipped at CLIP; blank: all CLIP."""
    line = (planes != Plane.PAPER).astype(np.uint8)
    if scale < 1:
        size = max(1, round(line.shape[1] * scale)), max(1, round(line.shape[0] * scale))
        # Area averaging of 255s: even a hair leaves a trace of a line.
        line = (cv2.resize(line * np.uint8(255), size, interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    if not line.any():
        return np.full(line.shape, CLIP, np.float32)
    distance = cv2.distanceTransform(1 - line, cv2.DIST_L2, 3)
    return np.asarray(np.minimum(distance, CLIP), np.float32)


def _fits(target: tuple[int, int, int, int], reference: tuple[int, int, int, int]) -> list[Placement]:
    """Ways to lay one box on the other: stretched, or in proportion by width or height, where the frame may cut the
    figure off at the far side."""
    scales = [(reference[end] - reference[start]) / (target[end] - target[start]) for start, end in ((0, 2), (1, 3))]
    pairs = [tuple(scales), (scales[0], scales[0]), (scales[1], scales[1])]
    found = []
    for scale_x, scale_y in pairs:
        for at in (0.0, 0.5, 1.0):
            x0, y0 = (
                (1 - at) * (reference[k] - target[k] * scale) + at * (reference[k + 2] - target[k + 2] * scale)
                for k, scale in ((0, scale_x), (1, scale_y))
            )
            found.append(Placement(scale_x, scale_y, x0, y0))
    return found[2:]  # stretched, all three are one


def _placed_distance(reference: _Distances, placed: Placement, scale: float, shape: tuple[int, ...]) -> FloatArray:
    """The reference's distance map (h, w) as the target's working picture would see it."""
    size = float(np.sqrt(abs(placed.scale_x * placed.scale_y)))
    own_scale = min(1.0, scale / size)
    distance = reference(own_scale)
    to_reference = np.array(
        [
            [placed.scale_x / scale * own_scale, 0, placed.x0 * own_scale],
            [0, placed.scale_y / scale * own_scale, placed.y0 * own_scale],
        ]
    )
    seen = cv2.warpAffine(
        distance,
        to_reference,
        (shape[1], shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=CLIP,
    )
    return np.asarray(np.minimum(seen * (scale / size / own_scale), CLIP), np.float32)


def _boxed_distance(planes: UInt8Array) -> FloatArray:
    box = line_box(planes)
    if box is None:
        return np.full((_SHAPE_SIDE, _SHAPE_SIDE), CLIP, np.float32)
    inside = (planes[box[1] : box[3], box[0] : box[2]] != Plane.PAPER).astype(np.uint8) * np.uint8(255)
    small = cv2.resize(inside, (_SHAPE_SIDE, _SHAPE_SIDE), interpolation=cv2.INTER_AREA)
    return line_distance(small)


def _dis(here: FloatArray, there: FloatArray) -> FloatArray:
    """(h, w, 2) dx, dy from ``here`` to ``there``."""
    height, width = here.shape
    # DIS wants a few patches at its coarsest level.
    pad = max(0, 32 - height), max(0, 32 - width)
    byte = [
        cv2.copyMakeBorder((d * (255 / CLIP)).astype(np.uint8), 0, pad[0], 0, pad[1], cv2.BORDER_REPLICATE)
        for d in (here, there)
    ]
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow = dis.calc(byte[0], byte[1], None)  # type: ignore[call-overload]
    return np.asarray(flow, np.float32)[:height, :width]


def _grid(flow: FloatArray) -> tuple[FloatArray, FloatArray]:
    """x, y (h, w) that the flow (h, w, 2) leads each pixel to."""
    height, width = flow.shape[:2]
    x = flow[..., 0] + np.arange(width, dtype=np.float32)
    y = flow[..., 1] + np.arange(height, dtype=np.float32)[:, None]
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def look_up(values: NDArray[np.int32], warped: Warp, outside: int) -> NDArray[np.int32]:
    """(H, W) what a reference map (h, w) holds where each target pixel came from; ``outside`` beyond its edges."""
    height, width = values.shape
    x, y = np.rint(warped.x).astype(np.int32), np.rint(warped.y).astype(np.int32)
    inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    found = values[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    return np.where(inside, found, np.int32(outside)).astype(np.int32)
