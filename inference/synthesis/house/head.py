"""The head without its face: skull, ears, neck."""

import numpy as np

from inference.synthesis.house.body import SIDES, Body, neck_skin, trunk_skin
from inference.synthesis.house.kit import banded, profile, spline, tube
from inference.synthesis.house.workshop import Workshop, rigid


def build_head(shop: Workshop, body: Body) -> None:
    """Skull, ears, neck and the skin that an open collar shows."""
    skull, h = body.skull, body.head
    y = body.chin + h * np.concatenate([[-0.01], np.linspace(0, 1, 41) ** 0.93])
    shop.add(
        skull.mesh(y, 56),
        shop.label("face", "skin"),
        rigid("head"),
        closed=True,
        caps=(True, True),
        round_from=body.face_middle,
    )
    for side, sign in SIDES:
        knots = [
            (0.375, 0.20, 0.01),
            (0.405, 0.27, -0.005),
            (0.425, 0.34, -0.03),
            (0.41, 0.405, -0.045),
            (0.38, 0.40, -0.02),
        ]
        path = spline([(sign * x * h, body.chin + t * h, z * h) for x, t, z in knots], 9)
        wide = profile([0.012, 0.040, 0.058, 0.055, 0.014], 9) * h
        ear = tube(path, wide, wide * 0.45, (sign * 0.85, 0, 0.5), 10)
        shop.add(ear, shop.label(f"{side} ear", "skin"), rigid("head"), closed=True, caps=(True, True))
        line = spline(
            [
                (sign * x * h, body.chin + t * h, z * h)
                for x, t, z in [(0.425, 0.27, 0.01), (0.45, 0.34, -0.005), (0.44, 0.38, -0.02)]
            ],
            6,
        )
        shop.add(tube(line, 0.006 * h, 0.004 * h, (sign, 0, 0.3), 4), 0, rigid("head"), closed=True)
    neck = shop.label("neck", "skin")
    path = spline(
        [(0, body.pit - 0.02, -0.016), (0, body.pit + 0.03 * h, -0.014), (0, body.chin + 0.16 * h, -0.006)], 8
    )
    radius = profile([0.036, 0.031, 0.031], 8) * body.thick * (0.9 + 0.1 * body.jaw)
    shop.add(tube(path, radius, radius, (0, 0, 1), 16), neck, neck_skin(shop), closed=True)
    rows, _ = banded([body.shoulder - 0.05, body.torso.y[-1]], 0.012)
    shop.add(body.torso.mesh(rows, 32), neck, trunk_skin(body, shop), closed=True)
