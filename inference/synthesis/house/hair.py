"""Hairstyles: a fringe, side locks and a back, chosen by seed."""

from dataclasses import dataclass

import numpy as np

from inference.synthesis.house.backs import BACKS
from inference.synthesis.house.body import SIDES
from inference.synthesis.house.fringes import FRINGES
from inference.synthesis.house.kit import Array, spline
from inference.synthesis.house.locks import LEAF, Hair, rooted
from inference.synthesis.house.tied import TIES
from inference.synthesis.house.workshop import rigid

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
    FRINGES[style.fringe](hair, rng)
    if style.sides < 0.5:
        _side_locks(hair, style.sides)
    BACKS[style.back](hair, style.length, rng)
    if style.tied:
        TIES[style.tied](hair, style.length)
    if style.ahoge:
        knots = hair.on_head([(20, 1.03, -0.02), (15, 1.06, 0.12), (25, 1.06, 0.30)]) + _up(hair, [0, 0.08, 0.10])
        knots = np.vstack([knots, knots[-1] + np.array([0.10, -0.07, 0.06]) * hair.body.head])
        hair.strand("ahoge", knots, 0.035, (0, 0.3, 1), (0.7, 1.0, 0.8, 0.03), 0.4)


def _up(hair: Hair, rise: list[float]) -> Array:
    return np.array([(0, r, 0) for r in rise]) * hair.body.head


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
            mix = rooted(skin, head, hair.body.chin + 0.40 * hair.body.head, 0.12 * hair.body.head)
            hair.strand(f"{side} side lock {k + 1}", path, width, hair.outward(spline(path, 16)), LEAF, 0.42, mix)
