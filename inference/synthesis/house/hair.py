"""Hairstyles: a fringe, side locks and a back, chosen by seed."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inference.synthesis.house.body import SIDES
from inference.synthesis.house.kit import Array, profile, spline, tube
from inference.synthesis.house.locks import BLUNT, LEAF, TAIL, Hair
from inference.synthesis.house.workshop import Skin, rigid

HAIRLINE = ((0, 0.80), (30, 0.79), (55, 0.70), (72, 0.42), (88, 0.40), (105, 0.20), (140, 0.06), (180, 0.03))


@dataclass(frozen=True)
class Style:
    """What a haircut is made of."""

    fringe: str = "leaf"  # leaf, straight, swept, parted, spiky
    sides: float = -0.10  # height where the side locks end; above 0.5 = none
    back: str = "long"  # long, short, bob, nape, spiky
    length: float = -1.2  # height where long hair or tails end
    tied: str = ""  # "", twin, pony, side, buns, braids
    ahoge: bool = False


def build_hair(hair: Hair, style: Style, rng: np.random.Generator) -> None:
    """The whole haircut."""
    hair.cap(HAIRLINE)
    _FRINGES[style.fringe](hair, rng)
    if style.sides < 0.5:
        _side_locks(hair, style.sides)
    _BACKS[style.back](hair, style.length, rng)
    if style.tied:
        _TIES[style.tied](hair, style.length)
    if style.ahoge:
        knots = hair.on_head([(20, 1.03, -0.02), (15, 1.06, 0.12), (25, 1.06, 0.30)]) + _up(hair, [0, 0.08, 0.10])
        knots = np.vstack([knots, knots[-1] + np.array([0.10, -0.07, 0.06]) * hair.body.head])
        hair.strand("ahoge", knots, 0.035, (0, 0.3, 1), (0.7, 1.0, 0.8, 0.03), 0.4)


def _up(hair: Hair, rise: list[float]) -> Array:
    return np.array([(0, r, 0) for r in rise]) * hair.body.head


def _leaf_fringe(hair: Hair, rng: np.random.Generator) -> None:
    tips = np.array([-58, -37, -18, -2, 17, 38, 58]) + rng.uniform(-4, 4, 7)
    low = np.array([0.40, 0.50, 0.545, 0.56, 0.54, 0.50, 0.40]) + rng.uniform(-0.025, 0.02, 7)
    for k, (tip, end) in enumerate(zip(tips, low, strict=True)):
        lift = 0.020 * (k % 2)
        _front_lock(hair, k, tip * 0.62, tip + rng.uniform(-5, 5), end, 0.105, lift, LEAF)


def _straight_fringe(hair: Hair, rng: np.random.Generator) -> None:
    for k, tip in enumerate(np.linspace(-52, 52, 6)):
        _front_lock(
            hair,
            k,
            tip * 0.75,
            tip,
            0.52 - 0.03 * (abs(tip) > 40) + rng.uniform(-0.008, 0.008),
            0.098,
            0.014 * (k % 2),
            BLUNT,
        )


def _swept_fringe(hair: Hair, rng: np.random.Generator) -> None:
    for k, tip in enumerate([-66, -46, -24, -2, 22, 44, 62]):
        root = 20 + 0.25 * tip
        end = 0.56 - 0.0022 * abs(tip - 10) + rng.uniform(-0.02, 0.02)
        _front_lock(hair, k, root, tip, end, 0.115, 0.022 * (k % 2), LEAF)


def _parted_fringe(hair: Hair, rng: np.random.Generator) -> None:
    for k, (root, tip, end) in enumerate(
        [(-6, -34, 0.56), (-10, -54, 0.42), (-16, -66, 0.28), (6, 34, 0.56), (10, 54, 0.42), (16, 66, 0.28)]
    ):
        _front_lock(
            hair, k, root, tip + rng.uniform(-4, 4), end + rng.uniform(-0.02, 0.02), 0.12, 0.016 * (k % 3), LEAF
        )


def _spiky_fringe(hair: Hair, rng: np.random.Generator) -> None:
    tips = np.array([-62, -44, -27, -10, 8, 26, 44, 62]) + rng.uniform(-5, 5, 8)
    for k, tip in enumerate(tips):
        end = 0.50 + 0.07 * (k % 2) - 0.0015 * abs(tip) + rng.uniform(-0.03, 0.02)
        _front_lock(hair, k, tip * 0.5, tip + 10 * rng.uniform(-1, 1), end, 0.10, 0.022 * (k % 2), LEAF)


def _front_lock(
    hair: Hair, number: int, root: float, tip: float, end: float, width: float, lift: float, shape: tuple[float, ...]
) -> None:
    start = 0.955
    places = [
        (root + (tip - root) * s**1.4, start + (end - start) * s, lift + 0.014 * np.sin(np.pi * s) - 0.02 * (s == 0))
        for s in (0.0, 0.3, 0.6, 0.85, 1.0)
    ]
    hair.lock(f"fringe {number + 1}", places, width, shape=shape, depth=0.30)


def _side_locks(hair: Hair, end: float) -> None:
    for side, sign in SIDES:
        joints = hair.on_head([(sign * 70, 0.35, 0.0), (sign * 64, 0.5 * (0.35 + end), 0.0), (sign * 60, end, 0.0)])
        joints[1:, 2] = joints[0, 2]
        head = rigid("head")
        skin = hair.shop.hang(f"hair.{side}_side", "head", joints)
        for k, (angle, short, width) in enumerate([(66, 0.0, 0.082), (84, 0.14, 0.085)]):
            tail = end + short
            places = [(sign * (angle - 16), 0.86, -0.01), (sign * angle, 0.62, 0.014)]
            if tail > 0.1:
                places += [(sign * angle, 0.5 * (0.62 + tail), 0.016), (sign * (angle - 3), tail, 0.012)]
                path = hair.on_head(places)
            else:
                knots = hair.on_head([*places, (sign * angle, 0.40, 0.012)])
                drop = (tail - 0.40) * hair.body.head
                below = knots[-1] + np.array([[sign * 0.004, 0.5 * drop, 0.004], [-sign * 0.022, drop, 0.010]])
                path = np.vstack([knots, below])
            mix = _rooted(skin, head, hair.body.chin + 0.40 * hair.body.head, 0.12 * hair.body.head)
            hair.strand(f"{side} side lock {k + 1}", path, width, hair.outward(spline(path, 16)), LEAF, 0.42, mix)


def _rooted(skin: Skin, root: Skin, height: float, soft: float) -> Skin:
    """Above a height everything follows the root."""

    def mixed(points: Array) -> dict[str, Array]:
        share = np.clip((points[:, 1] - height) / soft + 0.5, 0, 1)
        weights = {joint: weight * (1 - share) for joint, weight in skin(points).items()}
        for joint, weight in root(points).items():
            weights[joint] = weights.get(joint, 0) + weight * share
        return weights

    return mixed


def _long_back(hair: Hair, length: float, rng: np.random.Generator) -> None:
    body = hair.body
    skins = {}
    for name, around in (("left", 130), ("middle", 180), ("right", 230)):
        knots = hair.on_head([(around, t, 0.0) for t in np.linspace(0.15, length, 4)])
        skins[name] = hair.shop.hang(f"hair.back_{name}", "head", knots)
    angles = np.linspace(104, 256, 9) + rng.uniform(-3, 3, 9)
    for order, k in enumerate([0, 8, 2, 6, 4, 1, 7, 3, 5]):
        angle = float(angles[k])
        end = length + 0.12 * abs(k - 4) / 4 + rng.uniform(-0.08, 0.05)
        places = [(180 + (angle - 180) * 0.55, 0.97, -0.02), (angle, 0.72, 0.006)]
        places += [(angle, t, 0.01 + 0.02 * (k % 2)) for t in np.linspace(0.35, end, 4)]
        skin = skins["left" if angle < 155 else "right" if angle > 205 else "middle"]
        mix = _rooted(skin, rigid("head"), body.chin + 0.12 * body.head, 0.2 * body.head)
        hair.lock(
            f"back lock {order + 1}",
            places,
            0.135,
            shape=(0.1, 0.7, 0.9, 1.0, 1.0, 0.75, 0.04),
            depth=0.22,
            skin=mix,
            rows=22,
        )
    _curtain(hair, length + 0.30, _rooted(skins["middle"], rigid("head"), body.chin, 0.2 * body.head))


def _curtain(hair: Hair, end: float, skin: Skin) -> None:
    """The dark inside of hair that is seen behind the neck."""
    angle = np.radians(np.linspace(95, 265, 15))[None]
    y = hair.body.chin + np.linspace(0.45, end, 12)[:, None] * hair.body.head
    grid = hair.body.hair.point(angle, y, -0.012 * hair.body.head)
    inner = hair.shop.label("inner hair", "inner hair")
    middle = (0, hair.body.chin, -0.03)
    hair.shop.add(grid, hair.shop.label("hair", "hair"), skin, away=middle, lining=(inner, 0.004))


def _cropped(hair: Hair, end: float, flare: float, count: int, rng: np.random.Generator, width: float = 0.13) -> None:
    for k, angle in enumerate(np.linspace(98, 262, count) + rng.uniform(-3, 3, count)):
        low = end + rng.uniform(-0.05, 0.05) + 0.06 * (k % 2)
        lift = 0.015 * (k % 2)
        places = [
            (180 + (angle - 180) * 0.6, 0.94, -0.02),
            (angle, 0.68, 0.008 + lift),
            (angle, 0.5 * (0.6 + low), 0.012 + lift),
            (angle, low, flare + lift),
        ]
        hair.lock(f"back lock {k + 1}", places, width, depth=0.30)


def _short_back(hair: Hair, length: float, rng: np.random.Generator) -> None:
    _cropped(hair, 0.06, 0.02, 9, rng)


def _nape_back(hair: Hair, length: float, rng: np.random.Generator) -> None:
    """Combed up to a tie: nothing hangs."""
    for k, angle in enumerate((120, 150, 180, 210, 240)):
        places = [
            (angle, 0.10, -0.01),
            (angle, 0.40, 0.008),
            (180 + (angle - 180) * 0.8, 0.70, 0.006),
            (180 + (angle - 180) * 0.5, 0.9, -0.02),
        ]
        hair.lock(f"back lock {k + 1}", places, 0.12, shape=(0.1, 0.9, 1.0, 0.3), depth=0.2)


def _bob_back(hair: Hair, length: float, rng: np.random.Generator) -> None:
    for k, angle in enumerate(np.linspace(92, 268, 9)):
        places = [
            (180 + (angle - 180) * 0.6, 0.95, -0.02),
            (angle, 0.68, 0.008),
            (angle, 0.3, 0.05),
            (angle, 0.02, 0.05),
            (angle, -0.06, 0.0),
        ]
        knots = hair.on_head(places)
        knots[-2:, 2] = np.minimum(knots[-2:, 2], 0.25 * knots[-2:, 2] + 0.75 * knots[-3, 2])
        hair.strand(
            f"back lock {k + 1}", knots, 0.14, hair.outward(spline(knots, 16)), (0.1, 0.8, 1, 1, 0.95, 0.5), 0.28
        )
    _curtain(hair, 0.02, rigid("head"))


def _spiky_back(hair: Hair, length: float, rng: np.random.Generator) -> None:
    _cropped(hair, 0.10, 0.10, 9, rng)
    for k, (angle, height) in enumerate(
        [
            (-150, 0.80),
            (150, 0.80),
            (180, 0.72),
            (-110, 0.72),
            (110, 0.72),
            (-160, 1.0),
            (160, 1.0),
            (60, 0.95),
            (-60, 0.95),
        ]
    ):
        places = [
            (angle * 0.9, height + 0.06, -0.02),
            (angle, height - 0.06, 0.035),
            (angle + rng.uniform(-8, 8), height - 0.22, 0.17),
        ]
        hair.lock(f"spike {k + 1}", places, 0.10, depth=0.45)


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
        bulge = np.sin(np.pi * np.minimum(1, way * 1.15)) + 0.8 * way * (way > 0.8)
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
        center = hair.on_head([(sign * 112, 0.95, 0.09)])[0] + np.array([sign * 0.02, 0.03, 0])
        _ball(hair, f"{side} bun", center, 0.155)
        root = hair.on_head([(sign * 112, 0.95, 0.0)])[0]
        _tie(hair, f"{side} hair tie", root, tuple(center - root), 0.12)


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


_FRINGES = {
    "leaf": _leaf_fringe,
    "straight": _straight_fringe,
    "swept": _swept_fringe,
    "parted": _parted_fringe,
    "spiky": _spiky_fringe,
}
_BACKS = {"long": _long_back, "short": _short_back, "bob": _bob_back, "nape": _nape_back, "spiky": _spiky_back}
_TIES = {"twin": _twin_tails, "pony": _pony_tail, "side": _side_tail, "buns": _buns, "braids": _braids}
