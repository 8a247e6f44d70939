"""What hangs on a body follows it late: hair, skirts, capes. Damped springs on the joints named ``swing.*``."""

from dataclasses import replace

import numpy as np

from inference.synthesis.figure import Motion, Skeleton
from inference.synthesis.house.kit import Array, unit
from inference.synthesis.posing import worlds

_STEP = 1 / 48  # s: the springs' own clock
_STIFF, _DAMPED = (2 * np.pi * 2.2) ** 2, 2 * 0.55 * 2 * np.pi * 2.2  # 2.2 Hz, damping ratio 0.55
_GRAVITY = {"skirt": 0.15, "cape": 0.45}  # how far hanging things keep their place in the world, not on the body
_HAIR_GRAVITY = 0.5


def swing(skeleton: Skeleton, motion: Motion) -> Motion:
    """The same motion with everything that hangs swinging after it; starts at rest in the first frame's pose."""
    hung = [j for j, name in enumerate(skeleton.names) if name.startswith("swing.")]
    if not hung:
        return motion
    levels = _levels(skeleton, hung)
    local = motion.local.astype(np.float64)
    local[:, hung] = skeleton.rest[hung]
    world = worlds(skeleton, local.astype(np.float32)).astype(np.float64)
    legs = [skeleton.bones[f"{side}_upper_leg"] for side in ("left", "right")]
    hips = skeleton.bones["hips"]
    steps = max(1, round(1 / motion.fps / _STEP))
    state: dict[int, tuple[Array, Array]] = {}
    for frame in range(motion.frames):  # time has no other order
        for step in range(1, steps + 1):
            share = step / steps if frame else 1.0
            now = world[frame - (frame > 0)] * (1 - share) + world[frame] * share
            for depth, level in enumerate(levels):
                level.follow(depth, now, state, 1 / motion.fps / steps, frame == 0, hips, legs)
        for level in levels:
            local[frame, level.joints, :3, :3] = level.local
    return replace(motion, local=local.astype(np.float32))


class _Level:
    """Joints of equal depth in their chains, as arrays over them (N, ...)."""

    def __init__(self, skeleton: Skeleton, joints: list[int]) -> None:
        places = -skeleton.inverse_bind[:, :3, 3].astype(np.float64)
        children = {int(p): j for j, p in enumerate(skeleton.parents) if skeleton.names[j].startswith("swing.")}
        self.joints = np.array(joints)
        self.parents = skeleton.parents[self.joints]
        ends = [
            places[children[j]] - places[j] if j in children else places[j] - places[p]
            for j, p in zip(joints, self.parents, strict=True)
        ]
        self.bone = np.array(ends)
        self.length = np.linalg.norm(self.bone, axis=1, keepdims=True)
        self.offset = places[self.joints] - places[self.parents]
        kinds = [skeleton.names[j].split(".")[1] for j in joints]
        self.gravity = np.array([_GRAVITY.get(kind, _HAIR_GRAVITY) for kind in kinds])[:, None]
        self.is_skirt = np.array([kind == "skirt" for kind in kinds])
        out = places[self.joints] * (1, 0, 1)
        self.out = unit(out)
        self.local = np.tile(np.eye(3), (len(joints), 1, 1))

    def follow(
        self,
        depth: int,
        now: Array,
        state: dict[int, tuple[Array, Array]],
        dt: float,
        first: bool,
        hips: int,
        legs: list[int],
    ) -> None:
        """Move one step; ``now`` (J, 4, 4) is read for the parents and written for these joints."""
        turn, place = now[self.parents, :3, :3], now[self.parents, :3, 3]
        root = place + np.einsum("nij,nj->ni", turn, self.offset)
        bound = np.einsum("nij,nj->ni", turn, self.bone)
        yaw = np.arctan2(turn[:, 0, 2], turn[:, 2, 2])
        cosine, sine = np.cos(yaw), np.sin(yaw)
        x, y, z = self.bone.T
        free = np.stack([cosine * x + sine * z, y, cosine * z - sine * x], 1)
        aim = root + unit((1 - self.gravity) * bound + self.gravity * free) * self.length
        tip, speed = (aim, np.zeros_like(aim)) if first else state[depth]
        speed = speed + (_STIFF * (aim - tip) - _DAMPED * speed) * dt
        away = unit(tip + speed * dt - root)
        if depth == 0 and self.is_skirt.any():
            away = self._off_the_legs(away, now, hips, legs)
        moved = root + away * self.length
        state[depth] = moved, np.zeros_like(aim) if first else (moved - tip) / dt
        world = _between(unit(bound), away) @ turn
        self.local = np.swapaxes(turn, 1, 2) @ world
        now[self.joints, :3, :3], now[self.joints, :3, 3] = world, root

    def _off_the_legs(self, away: Array, now: Array, hips: int, legs: list[int]) -> Array:
        """Skirt panels lie on a lifted thigh, not in it; and falling lifts heavy cloth so far only."""
        body = now[hips, :3, :3]
        mine = away @ body  # in the hips' axes
        level = np.einsum("nk,nk->n", mine, self.out)
        lift = np.arctan2(level, -mine[:, 1])
        pushed = np.full(len(mine), -np.pi)
        for sign, leg in zip((1.0, -1.0), legs, strict=True):
            thigh = body.T @ now[leg, :3, :3] @ np.array([0.0, -1.0, 0.0])
            angle = np.arctan2(self.out @ thigh, -thigh[1])
            near = np.clip(0.95 + 0.9 * sign * self.out[:, 0], 0, 1)
            margin = 0.24 * np.clip(angle / 0.3, 0, 1)  # a thigh is thick
            pushed = np.maximum(pushed, np.where(angle > 0, angle * near + margin, pushed))
        held = np.minimum(np.maximum(np.minimum(lift, 0.85), pushed), 1.75)
        side = mine - level[:, None] * self.out
        side[:, 1] = 0
        lifted = np.sin(held)[:, None] * self.out - np.cos(held)[:, None] * np.array([0, 1.0, 0]) + 0.5 * side
        is_held = self.is_skirt & (np.abs(held - lift) > 1e-6)
        return np.where(is_held[:, None], unit(lifted) @ body.T, away)


def _levels(skeleton: Skeleton, hung: list[int]) -> list[_Level]:
    depth: dict[int, int] = {}
    for j in hung:
        depth[j] = depth.get(int(skeleton.parents[j]), -1) + 1
    return [_Level(skeleton, [j for j in hung if depth[j] == d]) for d in range(max(depth.values()) + 1)]


def _between(a: Array, b: Array) -> Array:
    """(N, 3, 3) the smallest turns that take unit vectors (N, 3) to others."""
    cross = np.cross(a, b)
    cosine = np.einsum("nk,nk->n", a, b)[:, None, None]
    zero = np.zeros(len(a))
    x, y, z = cross.T
    skew = np.stack([np.stack([zero, -z, y], 1), np.stack([z, zero, -x], 1), np.stack([-y, x, zero], 1)], 1)
    return np.asarray(np.eye(3) + skew + skew @ skew / np.maximum(1 + cosine, 1e-3))
