"""Key frames -> matrices at even times: glTF's three interpolations, all clips of a file at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from inference.types import FloatArray

Floats = NDArray[np.float64]
_ROWS = {"translation": 0, "rotation": 1, "scale": 2}


@dataclass(frozen=True, eq=False)
class Track:
    """One property of one joint over time."""

    joint: int
    path: str  # translation, rotation, scale, weights
    times: FloatArray  # (K,) s
    values: FloatArray  # (K, n), or (3 K, n) where in-tangent, value, out-tangent take turns
    interpolation: str  # LINEAR, STEP, CUBICSPLINE
    morphs: tuple[str, ...] = ()  # what weights belong to


@dataclass(frozen=True, eq=False)
class Clip:
    """A clip as a file has it."""

    name: str
    tracks: tuple[Track, ...]


@dataclass(frozen=True, eq=False)
class Sampled:
    """A clip at even times."""

    name: str
    local: Floats  # (T, J, 4, 4)
    morphs: Mapping[str, FloatArray] = field(default_factory=dict)


def matrices(translation: Floats, rotation: Floats, scale: Floats) -> Floats:
    """(..., 4, 4) from (..., 3) translations, (..., 4) quaternions x y z w and (..., 3) scales."""
    local = np.zeros((*translation.shape[:-1], 4, 4))
    turns = Rotation.from_quat(rotation.reshape(-1, 4)).as_matrix().reshape(*translation.shape[:-1], 3, 3)
    local[..., :3, :3] = turns * scale[..., None, :]
    local[..., :3, 3] = translation
    local[..., 3, 3] = 1
    return local


def sample(clips: Sequence[Clip], stands: tuple[Floats, Floats, Floats], fps: float) -> list[Sampled]:
    """Every clip at ``fps``, its last key included; what a clip does not move stands as in ``stands``."""
    frames = [_frames(clip, fps) for clip in clips]
    ends = np.cumsum([0, *frames])
    poses = [np.repeat(stand[None], ends[-1], axis=0) for stand in stands]
    morphs: list[dict[str, FloatArray]] = [{} for _ in clips]
    turning = _Turning()
    for clip, start, count, weights in zip(clips, ends, frames, morphs, strict=False):
        at = np.arange(count) / fps + min((t.times[0] for t in clip.tracks), default=0.0)
        spans: dict[bytes, tuple[NDArray[np.intp], Floats]] = {}
        for track in clip.tracks:
            key = track.times.tobytes()  # most tracks of a clip have their keys at the same times
            span = spans[key] if key in spans else spans.setdefault(key, _span(track.times, at))
            if track.path == "weights":
                values = _between(track, *span, width=len(track.morphs))
                weights |= {name: values[:, i].astype(np.float32) for i, name in enumerate(track.morphs)}
            elif track.path == "rotation" and track.interpolation == "LINEAR":
                turning.add(track, *span, start)
            else:
                poses[_ROWS[track.path]][start : start + count, track.joint] = _between(track, *span)
    turning.write(poses[1])
    local = matrices(poses[0], poses[1], poses[2])
    return [
        Sampled(clip.name, local[start : start + count], weights)
        for clip, start, count, weights in zip(clips, ends, frames, morphs, strict=False)
    ]


def _frames(clip: Clip, fps: float) -> int:
    first = min((float(track.times[0]) for track in clip.tracks), default=0.0)
    last = max((float(track.times[-1]) for track in clip.tracks), default=0.0)
    return int((last - first) * fps + 1e-3) + 1


def _span(times: FloatArray, at: Floats) -> tuple[NDArray[np.intp], Floats]:
    """(T,) the key before each time, and (T,) in [0, 1] the way from it to the next."""
    if np.any(np.diff(times) <= 0):
        raise ValueError("a clip's key frames are not in order")
    key = np.clip(np.searchsorted(times, at + 1e-6, side="right") - 1, 0, max(len(times) - 2, 0))
    step = np.diff(times)[key] if len(times) > 1 else np.ones(len(at))
    return key, np.clip((at - times[key]) / step, 0.0, 1.0)


def _between(track: Track, key: NDArray[np.intp], way: Floats, width: int = 0) -> Floats:
    """(T, n) a track's values."""
    u = way[:, None]
    after = np.minimum(key + 1, len(track.times) - 1)
    if track.interpolation == "CUBICSPLINE":
        knots = track.values.reshape(len(track.times), 3, -1)
        step = (track.times[after] - track.times[key])[:, None]
        u2, u3 = u * u, u * u * u
        values: Floats = (
            (2 * u3 - 3 * u2 + 1) * knots[key, 1]
            + step * (u3 - 2 * u2 + u) * knots[key, 2]
            + (3 * u2 - 2 * u3) * knots[after, 1]
            + step * (u3 - u2) * knots[after, 0]
        )
        return values
    rows = track.values.reshape(len(track.times), width or -1).astype(np.float64)
    if track.interpolation == "STEP":
        return np.where(u < 1, rows[key], rows[after])
    return rows[key] + u * (rows[after] - rows[key])


class _Turning:
    """Gathers every straight turn of a file, to make them all in one step (slerp: Shoemake 1985)."""

    def __init__(self) -> None:
        self.pieces: list[tuple[FloatArray, FloatArray, Floats]] = []
        self.where: list[tuple[int, int]] = []  # first frame, joint

    def add(self, track: Track, key: NDArray[np.intp], way: Floats, start: int) -> None:
        after = np.minimum(key + 1, len(track.times) - 1)
        self.pieces.append((track.values[key], track.values[after], way))
        self.where.append((start, track.joint))

    def write(self, quaternions: Floats) -> None:
        """Into (T, J, 4)."""
        if not self.pieces:
            return
        before, after, way = (np.concatenate(column) for column in zip(*self.pieces, strict=True))
        first = Rotation.from_quat(before)
        turned = first * Rotation.from_rotvec(way[:, None] * (first.inv() * Rotation.from_quat(after)).as_rotvec())
        counts = [len(piece[2]) for piece in self.pieces]
        starts, joints = (np.array(column) for column in zip(*self.where, strict=True))
        within = np.arange(sum(counts)) - np.repeat(np.cumsum([0, *counts[:-1]]), counts)
        quaternions[np.repeat(starts, counts) + within, np.repeat(joints, counts)] = turned.as_quat()
