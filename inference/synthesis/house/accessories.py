"""Glasses, belts, capes, plates, ribbons in the hair."""

from collections.abc import Sequence

import numpy as np

from inference.synthesis.house.body import SIDES
from inference.synthesis.house.kit import Array, spline, strip, tube
from inference.synthesis.house.tailor import Tailor
from inference.synthesis.house.workshop import rigid


def glasses(tailor: Tailor, color: str, round_ones: bool) -> None:
    """Two rims, a bridge and two temples."""
    body, h = tailor.body, tailor.body.head
    tailor.shop.entry("glasses", "glasses", color)
    skin = rigid("head")
    label = tailor.shop.label("glasses", "glasses")
    turn = np.linspace(0, 2 * np.pi, 29)
    power = 1.0 if round_ones else 0.6
    for _, sign in SIDES:
        x = 0.200 + 0.128 * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power
        y = 0.335 + 0.112 * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power
        rim = body.skull.facing(sign * x * h, body.chin + y * h, 0.055 * h)
        rim[:, 2] = 0.6 * rim[:, 2] + 0.4 * rim[:, 2].mean()
        tailor.shop.add(tube(rim, 0.008 * h, 0.008 * h, (0, 0, 1), 6), label, skin, closed=True)
        outer = rim[np.argmax(sign * rim[:, 0])]
        ear = np.array([sign * 0.415 * h, body.chin + 0.37 * h, -0.02 * h])
        temple = spline([outer, 0.5 * (outer + ear) + (sign * 0.03 * h, 0, 0), ear], 8)
        tailor.shop.add(tube(temple, 0.008 * h, 0.008 * h, (sign, 0, 0), 6), label, skin, closed=True)
    bridge = body.skull.facing(np.linspace(-0.075, 0.075, 5) * h, body.chin + 0.36 * h, 0.055 * h)
    tailor.shop.add(tube(bridge, 0.008 * h, 0.008 * h, (0, 0, 1), 6), label, skin, closed=True)


def hair_bows(tailor: Tailor, places: Sequence[tuple[float, float]], entry: str, size: float) -> None:
    """Ribbons tied into the hair at (degrees, height in heads)."""
    body, h = tailor.body, tailor.body.head
    for k, (angle, height) in enumerate(places):
        at = body.hair.point(np.radians(angle), body.chin + height * h, 0.10 * h)
        front = 1.0 if abs(angle) < 150 else -1.0
        at[2] += front * 0.10 * h
        out = np.array([0.4 * np.sin(np.radians(angle)), 0.2, front])
        tailor.bow(f"hair bow {k + 1}", entry, at, size * h, rigid("head"), 0.8, out)


def hair_clips(tailor: Tailor, color: str, sign: float) -> None:
    """Two bars that hold the fringe aside."""
    body, h = tailor.body, tailor.body.head
    tailor.shop.entry("hair clip", "hair", color)
    for k in range(2):
        angle = np.radians(np.linspace(36, 58, 6) * sign)
        path = body.hair.point(angle, body.chin + (0.70 - 0.055 * k + 0.02 * np.linspace(0, 1, 6)) * h, 0.045 * h)
        away = path - np.array([0, body.chin + 0.6 * h, 0])
        grid = tube(path, 0.017 * h, 0.012 * h, away, 8)
        tailor.shop.add(
            grid, tailor.shop.label(f"hair clip {k + 1}", "hair clip"), rigid("head"), closed=True, caps=(True, True)
        )


def belt(tailor: Tailor, color: str, metal: str, y: float, height: float = 0.034, lift: float = 0.013) -> None:
    """A belt with a buckle."""
    shop, body = tailor.shop, tailor.body
    shop.entry("belt", "belt", color)
    shop.entry("buckle", "belt", metal)
    rows = np.array([-0.5, -0.5, 0, 0.5, 0.5]) * height + y
    shop.add(
        body.cloth.mesh(rows, 48, np.array([0.0, lift, lift, lift, 0.0])),
        shop.label("belt", "belt"),
        tailor.trunk,
        closed=True,
    )
    half = 0.62 * height
    outer = np.array([(-half, y - half), (half, y - half), (half, y + half), (-half, y + half), (-half, y - half)])
    inner = (outer - (0, y)) * 0.55 + (0, y)
    tailor.patch(strip(inner, outer, 2), "buckle", "buckle", lift + 0.004)


def cape(tailor: Tailor, color: str, inside: str, length: float) -> None:
    """A cape from the shoulders; it swings."""
    shop, body, t = tailor.shop, tailor.body, tailor.body.thick
    shop.entry("cape", "clothes", color)
    shop.entry("cape lining", "clothes", inside)
    rise = body.pit - body.shoulder
    angle = np.radians(np.linspace(78, 282, 41))
    share = np.linspace(0, 1, 14)[:, None]
    waves = np.sin(angle * 9) * 0.022 * share
    top = body.cloth.point(angle, body.shoulder + 0.72 * rise, 0.020)
    under = np.maximum(0.15, share)
    spread = np.stack([np.sin(angle), np.cos(angle)], -1) * ((0.06 + 0.17 * under + waves) * t)[..., None]
    y = top[None, :, 1] - share * length
    wide = np.minimum(1, share * 6)
    shoulder = np.stack([np.sin(angle) * body.shoulders * 1.12, np.cos(angle) * 0.085 * t - 0.01], -1)
    flat = (
        top[None, :, [0, 2]] * (1 - wide[..., None])
        + (shoulder + spread - 0.06 * t * np.stack([np.sin(angle), np.cos(angle)], -1)) * wide[..., None]
    )
    grid = np.stack([flat[..., 0], y - 0.012 * (wide > 0), flat[..., 1]], -1)
    paths = {k: grid[[2, 6, 10, 13], c] for k, c in (("left", 5), ("middle", 20), ("right", 35))}
    skins = {k: shop.hang(f"cape.{k}", "chest", path) for k, path in paths.items()}

    def skin(points: Array) -> dict[str, Array]:
        weights: dict[str, Array] = {}
        side = np.clip(points[:, 0] / (0.12 * t), -1, 1)
        hold = np.clip((points[:, 1] - body.shoulder + 0.10) / 0.10, 0, 1)
        for name, near in (
            ("left", np.maximum(0, side)),
            ("right", np.maximum(0, -side)),
            ("middle", 1 - np.abs(side)),
        ):
            weights |= {joint: w * near * (1 - hold) for joint, w in skins[name](points).items()}
        return weights | {joint: w * hold for joint, w in tailor.trunk(points).items()}

    inner = shop.label("cape lining", "cape lining")
    shop.add(grid, shop.label("cape", "cape"), skin, away=(0, body.waistline, 0.1), lining=(inner, 0.004))


def shoulder_pads(tailor: Tailor, color: str, trim: str) -> None:
    """Round plates on the shoulders, with a rim."""
    shop, t = tailor.shop, tailor.body.thick
    shop.entry("shoulder plate", "clothes", color)
    shop.entry("trim", "clothes", trim)
    for side, sign in SIDES:
        center = tailor.body.arm[0] * (sign, 1, 1) + np.array([sign * 0.012, 0.002, 0])
        turn = np.linspace(0.0, 1.9, 9)
        out = np.array([sign * 0.80, 0.60, 0.0])
        path = center + np.cos(turn)[:, None] * out * 0.055 * t
        size = np.sin(turn) * 0.066 * t + 1e-4
        labels = np.full(8, shop.label(f"{side} shoulder plate", "shoulder plate"))
        labels[6:] = shop.label(f"{side} shoulder rim", "trim")
        grid = tube(path, size, size, (0, 0, 1), 20)
        shop.add(grid, labels[:, None], rigid(f"{side}_upper_arm"), closed=True, away=tuple(center))
