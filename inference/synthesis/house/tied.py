"""Hair tied up: tails, buns, braids."""

from itertools import pairwise

import numpy as np

from inference.synthesis.house.body import SIDES
from inference.synthesis.house.kit import Array, profile, spline, tube
from inference.synthesis.house.locks import LEAF, TAIL, Hair
from inference.synthesis.house.workshop import rigid


def _twin_tails(hair: Hair, length: float) -> None:
    for side, sign in SIDES:
        root = hair.on_head([(sign * 112, 0.74, -0.01)])[0]
        spread = [
            (0, 0, 0),
            (0.17, 0.06, -0.02),
            (0.32, -0.22, -0.04),
            (0.36, 0.5 * length - 0.35, -0.05),
            (0.30, length - 0.7, -0.02),
        ]
        _tail(hair, f"{side} tail", root, np.array(spread) * (sign, 1, 1), (sign * 0.3, 0, 1), 0.19, 4)
        _tie(hair, f"{side} hair tie", root + np.array([sign * 0.06, 0.02, 0]) * hair.body.head, (sign, 0.3, 0), 0.085)


def _pony_tail(hair: Hair, length: float) -> None:
    root = hair.on_head([(180, 0.82, -0.02)])[0]
    spread = np.array(
        [
            (0, 0, 0),
            (0, 0.10, -0.17),
            (0, -0.18, -0.36),
            (0.02, 0.5 * length - 0.4, -0.34),
            (-0.03, length - 0.8, -0.22),
        ]
    )
    _tail(hair, "pony tail", root, spread, (0, 0.2, -1), 0.19, 4)
    _tie(hair, "hair tie", root + np.array([0, 0.03, -0.05]) * hair.body.head, (0, 0.4, -1), 0.09)


def _side_tail(hair: Hair, length: float) -> None:
    root = hair.on_head([(80, 0.50, 0.0)])[0]
    spread = np.array(
        [
            (0, 0, 0),
            (0.09, -0.08, 0.02),
            (0.12, -0.4, 0.06),
            (0.06, 0.5 * length - 0.4, 0.14),
            (0.04, length - 0.5, 0.16),
        ]
    )
    _tail(hair, "side tail", root, spread, (0.5, 0, 1), 0.14, 4)
    _tie(hair, "hair tie", root + np.array([0.04, -0.02, 0.01]) * hair.body.head, (1, -0.5, 0.2), 0.07)


def _tail(
    hair: Hair, name: str, root: Array, spread: Array, facing: tuple[float, ...], width: float, joints: int
) -> None:
    h = hair.body.head
    spine = spline(root + spread * h, joints + 1)
    skin = hair.shop.hang(f"hair.{name.replace(' ', '_')}", "head", spine)
    across = np.cross(facing, (0, 1, 0))
    for k, (shift, short, deep) in enumerate(
        [(0.0, 0.0, 0.0), (0.55, 0.86, 0.25), (-0.55, 0.82, 0.25), (0.2, 0.7, -0.3)]
    ):
        path = spline(root + spread * h, 9)[: 9 if k == 0 else 8]
        way = np.linspace(0, 1, len(path))[:, None]
        path = path[0] + (path - path[0]) * (1 - (1 - short) * way * (k > 0))
        bulge = np.sin(np.pi * way**0.75) + 0.9 * way**2
        path = path + h * width * bulge * (shift * across + deep * np.array(facing))
        hair.strand(f"{name} {k + 1}", path, width * (1.0 if k == 0 else 0.7), facing, TAIL, 0.55, skin)


def _tie(hair: Hair, name: str, center: Array, axis: tuple[float, float, float], radius: float) -> None:
    h = hair.body.head
    way = np.array(axis) / np.linalg.norm(axis)
    path = center + np.linspace(-0.03, 0.03, 5)[:, None] * h * way
    size = profile([0.6, 1, 0.6], 5) * radius * h
    side = (0, 0, 1) if abs(way[2]) < 0.7 else (0, 1, 0)
    hair.shop.add(
        tube(path, size, size, side, 12),
        hair.shop.label(name, "hair tie"),
        rigid("head"),
        closed=True,
        caps=(True, True),
    )


def _buns(hair: Hair, length: float) -> None:
    for side, sign in SIDES:
        center = hair.on_head([(sign * 105, 0.93, 0.05)])[0] + np.array([sign * 0.25, 0.30, 0]) * 0.1 * hair.body.head
        _ball(hair, f"{side} bun", center, 0.155)
        root = hair.on_head([(sign * 105, 0.93, -0.01)])[0]
        _tie(hair, f"{side} hair tie", root, tuple(center - root), 0.135)


def _ball(hair: Hair, name: str, center: Array, radius: float) -> None:
    turn = np.linspace(0, np.pi, 12)
    path = center + np.stack([0 * turn, -np.cos(turn), 0 * turn], -1) * radius * hair.body.head
    size = np.sin(turn) * radius * hair.body.head + 1e-4
    hair.shop.add(tube(path, size, size, (0, 0, 1), 16), hair.shop.label(name, "hair"), rigid("head"), closed=True)


def _braids(hair: Hair, length: float) -> None:
    h = hair.body.head
    for side, sign in SIDES:
        root = hair.on_head([(sign * 100, 0.22, 0.0)])[0]
        spread = np.array(
            [(0, 0, 0), (0.06, -0.25, 0.10), (0.02, 0.5 * length - 0.3, 0.30), (-0.02, length - 0.1, 0.30)]
        ) * (sign, 1, 1)
        path = spline(root + spread * h, 10)
        skin = hair.shop.hang(f"hair.{side}_braid", "head", spline(path, 4))
        for k, (a, b) in enumerate(pairwise(path[:-1])):
            lean = np.array([sign * 0.03 * (-1) ** k, 0, 0]) * h
            bead = spline([a + lean * 1.6, 0.5 * (a + b) + lean, b - lean * 1.2 + 0.25 * (b - a)], 8)
            wide, deep = profile([0.02, 0.075, 0.08, 0.02], 8) * h, profile([0.02, 0.06, 0.06, 0.02], 8) * h
            label = hair.shop.label(f"{side} braid {k + 1}", "hair")
            hair.shop.add(tube(bead, wide, deep, (0, 0, 1), 8), label, skin, closed=True, caps=(True, True))
        hair.strand(
            f"{side} braid end",
            np.stack([path[-2], path[-1], path[-1] - (0, 0.14 * h, 0)]),
            0.07,
            (0, 0, 1),
            LEAF,
            0.6,
            skin,
        )
        ring = np.stack([path[-2] + (0, 0.02 * h, 0), path[-2], path[-2] - (0, 0.03 * h, 0)])
        hair.shop.add(
            tube(ring, 0.05 * h, 0.05 * h, (0, 0, 1), 10),
            hair.shop.label(f"{side} hair tie", "hair tie"),
            skin,
            closed=True,
            caps=(True, True),
        )


TIES = {"twin": _twin_tails, "pony": _pony_tail, "side": _side_tail, "buns": _buns, "braids": _braids}
