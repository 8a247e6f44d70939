"""Hair at the back of the head."""

import numpy as np

from inference.synthesis.house.kit import spline
from inference.synthesis.house.locks import Hair, rooted
from inference.synthesis.house.workshop import Skin, rigid


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
        mix = rooted(skin, rigid("head"), body.chin + 0.12 * body.head, 0.2 * body.head)
        hair.lock(
            f"back lock {order + 1}",
            places,
            0.135,
            shape=(0.1, 0.7, 0.9, 1.0, 1.0, 0.75, 0.04),
            depth=0.22,
            skin=mix,
            rows=22,
        )
    _curtain(hair, length + 0.30, rooted(skins["middle"], rigid("head"), body.chin, 0.2 * body.head))


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


BACKS = {"long": _long_back, "short": _short_back, "bob": _bob_back, "nape": _nape_back, "spiky": _spiky_back}
