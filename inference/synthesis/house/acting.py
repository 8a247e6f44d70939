"""A body that acts: bones turned over time, hands and feet put where they belong, and the Motion of it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.transform import Rotation

from inference.synthesis.figure import Figure, Motion
from inference.synthesis.house.kit import Array, smoothstep, unit
from inference.synthesis.house.sway import swing
from inference.synthesis.posing import worlds
from inference.types import FloatArray

SIDES = (("left", 1.0), ("right", -1.0))


class Actor:
    """One motion in the making. Angles in degrees, as (T,) or numbers; lengths in metres."""

    def __init__(self, figure: Figure, name: str, seconds: float, fps: float) -> None:
        self.figure, self.name, self.fps = figure, name, fps
        self.frames = max(2, round(seconds * fps))
        self.time = np.arange(self.frames) / self.frames  # in [0, 1)
        self.turns: dict[str, Array] = {}
        self.shift = np.zeros((self.frames, 3))
        self.leap = np.zeros(self.frames)
        self.morphs: dict[str, Array] = {}
        self.places = -figure.skeleton.inverse_bind[:, :3, 3].astype(np.float64)

    def wave(self, cycles: float = 1.0, phase: float = 0.0) -> Array:
        """(T,) a sine over the motion."""
        return np.sin(2 * np.pi * (cycles * self.time + phase))

    def keys(self, *keys: tuple[float, float]) -> Array:
        """(T,) values through (time in [0, 1], value), eased."""
        times, values = np.array(keys).T
        index = np.clip(np.searchsorted(times, self.time, "right") - 1, 0, len(times) - 2)
        share = smoothstep((self.time - times[index]) / (times[index + 1] - times[index]))
        return np.asarray(values[index] + (values[index + 1] - values[index]) * share)

    def bend(self, bone: str, x: ArrayLike = 0.0, y: ArrayLike = 0.0, z: ArrayLike = 0.0) -> None:
        """Turn a bone: x nods it forward, y turns it to its left, z leans it to its right; after what it did before."""
        angles = np.stack([np.broadcast_to(np.asarray(a, np.float64), self.frames) for a in (y, x, z)], 1)
        turn = Rotation.from_euler("YXZ", angles, degrees=True).as_matrix()
        self.turns[bone] = self.turns[bone] @ turn if bone in self.turns else turn

    def leg(self, side: str, swing: ArrayLike, knee: ArrayLike, foot: ArrayLike = 0.0, out: ArrayLike = 0.0) -> None:
        """swing: thigh forward; knee: how far it is bent; foot: its tip up."""
        sign = 1.0 if side == "left" else -1.0
        self.bend(f"{side}_upper_leg", x=-np.asarray(swing), z=sign * np.asarray(out))
        self.bend(f"{side}_lower_leg", x=knee)
        self.bend(f"{side}_foot", x=-np.asarray(foot))

    def arm(
        self, side: str, swing: ArrayLike, out: ArrayLike, elbow: ArrayLike = 12.0, inward: ArrayLike = 0.0
    ) -> None:
        """From hanging: swing forward, out to the side; the elbow bends forward and, by ``inward``, across the body."""
        sign = 1.0 if side == "left" else -1.0
        upper = _direction(sign, self._full(swing), self._full(out))
        lower = _direction(sign, self._full(swing) + self._full(elbow), self._full(out) - self._full(inward))
        self.aim(side, upper, lower)

    def aim(self, side: str, upper: Array, lower: Array) -> None:
        """Point the upper and the lower arm along directions (T, 3) or (3,) as the chest sees them."""
        bones = self.figure.skeleton.bones
        shoulder, elbow, hand = (self.places[bones[f"{side}_{b}"]] for b in ("upper_arm", "lower_arm", "hand"))
        first = _turn_to(elbow - shoulder, np.broadcast_to(upper, (self.frames, 3)))
        rest = np.einsum("tij,j->ti", first, hand - elbow)
        second = _turns(rest, np.broadcast_to(lower, (self.frames, 3))) @ first
        self.turns[f"{side}_upper_arm"] = first
        self.turns[f"{side}_lower_arm"] = np.swapaxes(first, 1, 2) @ second

    def hang_arms(self, out: float = 16.0) -> None:
        """Both arms at ease."""
        for side, _ in SIDES:
            self.arm(side, 2.0, out, 10.0, 6.0)

    def feel(self, **morphs: ArrayLike) -> None:
        """Expressions over time, in [0, 1]; those that the figure lacks are left out."""
        for name, amount in morphs.items():
            if name in self.figure.morphs:
                self.morphs[name] = np.clip(np.broadcast_to(np.asarray(amount, np.float64), self.frames), 0, 1)

    def blink(self, *times: float) -> None:
        """Shut the eyes for a moment at each time in [0, 1]."""
        width = max(0.11 * self.fps / self.frames, 0.6 / self.frames)
        shut = np.max([smoothstep(1.6 - np.abs(self.time - t) / width) for t in times], axis=0)
        self.feel(blink=shut)

    def motion(self) -> Motion:
        """Everything as a Motion, its feet on the floor."""
        skeleton = self.figure.skeleton
        local = np.tile(skeleton.rest.astype(np.float64), (self.frames, 1, 1, 1))
        for bone, turn in self.turns.items():
            local[:, skeleton.bones[bone], :3, :3] = turn
        hips = skeleton.bones["hips"]
        local[:, hips, :3, 3] += self.shift
        local[:, hips, 1, 3] += self.leap - self._lowest(worlds(skeleton, local.astype(np.float32)))
        morphs: Mapping[str, Array] = self.morphs
        moved = Motion(
            self.name, self.fps, local.astype(np.float32), {k: v.astype(np.float32) for k, v in morphs.items()}
        )
        return swing(skeleton, moved)

    def _lowest(self, world: FloatArray) -> Array:
        """(T,) the height of the lowest sole."""
        low = []
        for side, _ in SIDES:
            foot, toes = (self.figure.skeleton.bones[f"{side}_{b}"] for b in ("foot", "toes"))
            ankle, ball = self.places[foot], self.places[toes]
            reach = 1.8 * (ball[2] - ankle[2])
            for joint, spot in (
                (foot, (0, -ankle[1], -0.05)),
                (foot, (0, -ankle[1], ball[2] - ankle[2])),
                (toes, (0, -ball[1], reach - ball[2])),
            ):
                low.append((world[:, joint, :3, :3] @ np.array(spot) + world[:, joint, :3, 3])[:, 1])
        return np.asarray(np.min(low, axis=0))

    def _full(self, value: ArrayLike) -> Array:
        return np.broadcast_to(np.asarray(value, np.float64), self.frames)


def _direction(sign: float, swing: Array, out: Array) -> Array:
    a, b = np.radians(swing), np.radians(out)
    return np.asarray(np.stack([sign * np.sin(b), -np.cos(b) * np.cos(a), np.cos(b) * np.sin(a)], 1))


def _turn_to(rest: Array, aim: Array) -> Array:
    return _turns(np.broadcast_to(rest, aim.shape), aim)


def _turns(a: Array, b: Array) -> Array:
    """(T, 3, 3) the smallest turns from directions to directions."""
    a, b = unit(a), unit(b)
    axis = np.cross(a, b)
    sine = np.linalg.norm(axis, axis=1, keepdims=True)
    angle = np.arctan2(sine[:, 0], np.einsum("tk,tk->t", a, b))
    return np.asarray(Rotation.from_rotvec(axis / np.maximum(sine, 1e-9) * angle[:, None]).as_matrix())
