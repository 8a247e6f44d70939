"""What is carried."""

import numpy as np

from inference.synthesis.house.body import SIDES
from inference.synthesis.house.kit import banded, disc, form, spline, strip, tube
from inference.synthesis.house.tailor import Tailor
from inference.synthesis.house.workshop import rigid


def school_bag(tailor: Tailor, color: str, metal: str) -> None:
    """A bag at the left hip, its strap over the right shoulder."""
    shop, body, t = tailor.shop, tailor.body, tailor.body.thick
    for name, value in (("bag", color), ("bag clasp", metal)):
        shop.entry(name, "bag", value)
    x, y = body.hips + 0.085 * t, body.hip - 0.055
    wide, high = 0.030 * t, 0.072 * t
    rise = body.pit - body.shoulder
    share = np.linspace(0, 1, 16)
    for behind in (False, True):
        end = body.cloth.sections(y + high + 0.07)[0]
        across = -0.62 * body.shoulders * (1 - share) + 0.97 * end * share
        down = (body.shoulder + 0.45 * rise) * (1 - share) + (y + high + 0.07) * share
        path = body.cloth.facing(across, down, 0.024 + 0.014 * share**2, behind=behind)
        path[0] = body.cloth.point(np.radians(-90), body.shoulder + 0.62 * rise, 0.012) * (0.8, 1, 1)
        path = spline(np.vstack([path, (x - 0.3 * wide, y + high, (-0.07 if behind else 0.07) * t)]), 24)
        away = path * (1, 0, 1)
        shop.add(tube(path, 0.012 * t, 0.003, away, 6), shop.label("bag strap", "bag"), tailor.trunk, closed=True)
    box = form(
        [
            (y - high, wide * 0.8, 0.080 * t, 0.080 * t, 0),
            (y - high * 0.85, wide, 0.088 * t, 0.088 * t, 0),
            (y + high * 0.8, wide, 0.088 * t, 0.088 * t, 0),
            (y + high, wide * 0.7, 0.082 * t, 0.082 * t, 0),
        ],
        5.0,
        x,
    )
    rows, band = banded([y - high, y - 0.15 * high, y + high], 0.02)
    labels = np.array([shop.label("bag", "bag"), shop.label("bag flap", "bag")])[band]
    lift = np.append(np.where(band == 1, 0.006, 0.0), 0.006)
    shop.add(box.mesh(rows, 40, lift), labels[:, None], rigid("hips"), closed=True, caps=(True, True))
    clasp = disc((0.0, y - 0.1 * high), 0.016 * t, 0.016 * t, 2, 12)
    grid = np.stack([np.full(clasp.shape[:2], x + wide + 0.009), clasp[..., 1], clasp[..., 0]], -1)
    shop.add(grid, shop.label("bag clasp", "bag clasp"), rigid("hips"), closed=True, away=(0, y, 0))


def backpack(tailor: Tailor, color: str, second: str) -> None:
    """A pack on the back with two straps over the shoulders."""
    shop, body, t = tailor.shop, tailor.body, tailor.body.thick
    shop.entry("backpack", "bag", color)
    shop.entry("backpack pocket", "bag", second)
    rise = body.pit - body.shoulder
    low, high = body.waistline - 0.03 * t, body.shoulder + 0.1 * rise
    z = -(0.070 * t + 0.075 * t)
    rows = [
        (low, 0.09 * t, 0.05 * t, 0.05 * t, z),
        (low + 0.02, 0.108 * t, 0.062 * t, 0.062 * t, z),
        (high - 0.05, 0.104 * t, 0.060 * t, 0.056 * t, z),
        (high, 0.07 * t, 0.04 * t, 0.03 * t, z),
    ]
    pack = form(rows, 4.0)
    y, band = banded([low, low + 0.62 * (high - low), high], 0.02)
    labels = np.array([shop.label("backpack", "backpack"), shop.label("backpack flap", "backpack")])[band]
    lift = np.append(np.where(band == 1, 0.006, 0.0), 0.006)
    shop.add(pack.mesh(y, 40, lift), labels[:, None], rigid("chest"), closed=True, caps=(True, True))
    flat = strip(
        np.array([(-0.07 * t, low + 0.03), (0.07 * t, low + 0.03)]),
        np.array([(-0.07 * t, low + 0.11 * t), (0.07 * t, low + 0.11 * t)]),
        3,
    )
    fine = spline(flat.transpose(1, 0, 2).reshape(2, -1), 7).reshape(7, 3, 2)
    grid = pack.facing(fine[..., 0], fine[..., 1], 0.012, behind=True)
    shop.add(grid, shop.label("backpack pocket", "backpack pocket"), rigid("chest"), away=(0, low, 0))
    for side, sign in SIDES:
        heights = np.linspace(body.shoulder + 0.55 * rise, body.shoulder - 0.13 * t, 10)
        x = sign * (0.62 * body.shoulders + 0.16 * body.shoulders * np.linspace(0, 1, 10) ** 2)
        front = body.cloth.facing(x, heights, 0.027)
        back = np.array([(x[0], body.shoulder, -0.095 * t), (x[0], body.shoulder + 0.72 * rise, -0.045 * t)])
        side_y = heights[-1] - 0.045 * t
        side_x = sign * (body.cloth.sections(side_y)[0] + 0.012)
        tail = np.array(
            [
                (0.93 * side_x, side_y + 0.012 * t, 0.035 * t),
                (side_x, side_y, -0.01),
                (side_x, side_y - 0.01, -0.06 * t),
            ]
        )
        path = spline(np.vstack([back, (x[0], body.shoulder + 0.85 * rise, 0.0), front[1:], tail]), 26)
        away = path - np.array([0, body.shoulder - 0.12, 0])
        shop.add(
            tube(path, 0.017 * t, 0.004, away, 6),
            shop.label(f"{side} backpack strap", "backpack"),
            tailor.trunk,
            closed=True,
        )
