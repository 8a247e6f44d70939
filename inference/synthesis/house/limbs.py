"""Bare arms with hands, legs with what is pulled over them, shoes."""

from collections.abc import Sequence

import numpy as np

from inference.synthesis.house.body import SIDES, foot_skin
from inference.synthesis.house.kit import Array, Form, banded, form, profile, spline, strip, tube, unit
from inference.synthesis.house.tailor import Band, Tailor
from inference.synthesis.house.workshop import rigid

LEG = (0.060, 0.064, 0.057, 0.048, 0.041, 0.042, 0.043, 0.035, 0.026, 0.025)  # radius from hip to ankle
ARM = (0.036, 0.034, 0.031, 0.028, 0.027, 0.025, 0.021, 0.019)  # from shoulder to wrist


def build_arms(tailor: Tailor, start: float, glove: str = "") -> None:
    """Arms from a share of their length down, and hands; glove = its entry."""
    thick = tailor.body.thick
    for side, sign in SIDES:
        radius = np.array(ARM) * thick
        path = tailor.arm_path(side, start)
        part = np.interp(np.linspace(start, 1, 8), np.linspace(0, 1, 8), radius)
        bands = (
            [(0.82, f"{side} arm", "skin"), (1.0, f"{side} glove", glove)] if glove else [(1.0, f"{side} arm", "skin")]
        )
        tailor.limb(path, part, bands, tailor.arm(side), step=0.08)
        region = (f"{side} glove", glove) if glove else (f"{side} arm", "skin")
        _hand(tailor, side, sign, *region)


def _hand(tailor: Tailor, side: str, sign: float, region: str, entry: str) -> None:
    """Palm, four fingers and a thumb, at ease."""
    flip = np.array([sign, 1, 1])
    _, elbow, wrist = tailor.body.arm
    along = unit(wrist - elbow)
    wide = unit(np.array([0.0, 0.12, 1.0]) - along * (along @ np.array([0.0, 0.12, 1.0])))
    palm = np.cross(wide, along)  # points down and to the body
    palm = palm if palm[1] < 0 else -palm
    size = 0.118 * tailor.body.height / 1.6 * (0.9 + 0.1 * tailor.body.limbs)
    skin = rigid(f"{side}_hand")
    label = tailor.shop.label(region, entry)

    def place(u: float, v: float, w: float) -> Array:  # along, toward the thumb, toward the palm: shares of the size
        return np.asarray(wrist + size * (u * along + v * wide + w * palm))

    def part(knots: list[tuple[float, float, float]], width: Sequence[float], depth: float, sides: int) -> None:
        path = spline([place(*k) for k in knots], 7)
        wides = profile(width, 7) * size
        grid = tube(path * flip, wides, wides * depth, palm * flip, sides)
        tailor.shop.add(grid, label, skin, closed=True, caps=(True, True))

    part([(-0.06, 0, 0), (0.2, 0.02, 0), (0.52, 0.0, 0.03)], [0.165, 0.24, 0.30, 0.26], 0.50, 12)
    for v, reach, curl in ((0.195, 0.93, 0.10), (0.068, 1.0, 0.12), (-0.060, 0.95, 0.15), (-0.185, 0.82, 0.17)):
        part(
            [(0.44, v * 0.95, 0.02), (0.70, v * 1.05, 0.05), (reach, v * 1.12, curl)],
            [0.075, 0.068, 0.058, 0.03],
            0.95,
            8,
        )
    part([(0.14, 0.14, 0.03), (0.36, 0.36, 0.10), (0.62, 0.42, 0.17)], [0.11, 0.085, 0.07, 0.035], 0.9, 8)


def build_legs(
    tailor: Tailor, bands: Sequence[Band], widen: Sequence[float] = (0.0, 0.0), end: float = 1.0, stripe: str = ""
) -> None:
    """Legs from the hip down to a share of their length.

    bands: (share of the leg, region without its side, entry), "=" before a region that both legs share; widen: metres
    of air around them, evenly along; stripe: the entry of a stripe down their outer sides.
    """
    scale = tailor.body.thick * (0.4 + 0.6 * tailor.body.hips / 0.13)
    radius = profile(np.array(LEG) * scale, 50) + profile(widen, 50)
    for side, _ in SIDES:
        named = [
            (min(stop / end, 1.0), region[1:] if region[0] == "=" else f"{side} {region}", entry)
            for stop, region, entry in bands
        ]
        along = np.interp(np.linspace(0, end, 12), np.linspace(0, 1, 50), radius)
        side_stripe = (f"{side} leg stripe", stripe) if stripe else None
        tailor.limb(tailor.leg_path(side, 0, end), along, named, tailor.leg(side), step=0.04, stripe=side_stripe)


def build_pelvis(tailor: Tailor, region: str, entry: str, lift: float = 0.0) -> None:
    """What covers the hips under a skirt, or the seat of trousers."""
    body = tailor.body
    rows, _ = banded([body.torso.y[0], body.waistline], 0.012)
    tailor.shop.add(
        body.torso.mesh(rows, 40, lift), tailor.shop.label(region, entry), tailor.trunk, closed=True, caps=(True, False)
    )


def build_shoes(tailor: Tailor, kind: str, entry: str, sole: str, detail: str) -> None:
    """A pair of loafers, sneakers or boots."""
    body = tailor.body
    length, ankle = body.foot, body.ankle
    scale = body.thick
    high = {"loafer": 0.62, "sneaker": 0.85, "boot": 3.0, "pump": 0.45}[kind]
    for side, sign in SIDES:
        x = sign * body.leg
        rows = [  # height, half width, front, back, center
            (0.000, 0.034 * scale, length * 0.98, 0.046 * scale, -0.008),
            (0.012, 0.040 * scale, length * 1.03, 0.052 * scale, -0.008),
            (0.30 * ankle, 0.041 * scale, length * 0.98, 0.052 * scale, -0.008),
            (0.52 * ankle, 0.039 * scale, length * 0.74, 0.050 * scale, -0.008),
            (0.78 * ankle, 0.036 * scale, length * 0.42, 0.046 * scale, -0.008),
            (1.00 * ankle, 0.035 * scale, 0.042 * scale, 0.041 * scale, -0.008),
            (1.70 * ankle, 0.037 * scale, 0.038 * scale, 0.040 * scale, -0.010),
            (3.00 * ankle, 0.054 * scale, 0.052 * scale, 0.056 * scale, -0.016),
            (3.20 * ankle, 0.060 * scale, 0.058 * scale, 0.062 * scale, -0.016),
        ]
        shoe = form(rows, 2.15, x)
        edges = [0.0, 0.016 * scale, high * ankle]
        regions = [(f"{side} sole", sole), (f"{side} shoe", entry)]
        if kind == "boot":
            edges.append(3.2 * ankle)
            regions.append((f"{side} boot top", detail))
        y, band = banded(edges, 0.008 if kind != "boot" else 0.016)
        labels = np.array([tailor.shop.label(*r) for r in regions])[band][:, None]
        labels = np.repeat(labels, 32, axis=1)
        if kind == "sneaker":
            labels[(band > 0) & (y[:-1] < 0.36 * ankle), 12:20] = tailor.shop.label(f"{side} toe cap", detail)
        skin = foot_skin(tailor.shop, side) if kind != "boot" else tailor.leg(side)
        tailor.shop.add(shoe.mesh(y, 32), labels, skin, closed=True, caps=(True, kind != "boot"))
        if kind == "sneaker":
            _laces(tailor, shoe, side, detail)
        elif kind == "loafer":
            top = np.linspace(-0.028, 0.028, 9) * scale
            z = [0.30 * ankle + 0.12 * ankle, 0.60 * ankle]
            flat = strip(np.stack([top + x, np.full(9, z[0])], 1), np.stack([top * 0.95 + x, np.full(9, z[1])], 1), 4)
            grid = shoe.facing(flat[..., 0], flat[..., 1], 0.003)
            tailor.shop.add(grid, tailor.shop.label(f"{side} shoe strap", detail), skin, away=(x, 0, 0))


def _laces(tailor: Tailor, shoe: Form, side: str, entry: str) -> None:
    ankle, scale = tailor.body.ankle, tailor.body.thick
    skin = foot_skin(tailor.shop, side)
    for k, height in enumerate((0.42, 0.55, 0.68)):
        across = np.linspace(-0.02, 0.02, 7) * scale
        low = np.stack([across + shoe.x, np.full(7, height * ankle)], 1)
        flat = strip(low, low + np.array([0, 0.055 * ankle]), 2)
        tailor.shop.add(
            shoe.facing(flat[..., 0], flat[..., 1], 0.003),
            tailor.shop.label(f"{side} lace {k + 1}", entry),
            skin,
            away=(shoe.x, 0, 0),
        )
