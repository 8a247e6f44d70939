"""Hair over the forehead."""

import numpy as np

from inference.synthesis.house.locks import BLUNT, LEAF, Hair


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


FRINGES = {
    "leaf": _leaf_fringe,
    "straight": _straight_fringe,
    "swept": _swept_fringe,
    "parted": _parted_fringe,
    "spiky": _spiky_fringe,
}
