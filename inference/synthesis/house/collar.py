"""Collars and what is tied to them."""

from collections.abc import Callable

import numpy as np

from inference.synthesis.house.body import neck_skin
from inference.synthesis.house.kit import Array, profile, smoothstep, spline, strip, tube
from inference.synthesis.house.tailor import Tailor


def vee(drop: float, width: float = 60.0) -> Callable[[Array], Array]:
    """A neckline's drop over angles: a V of ``width`` degrees to each side."""
    return lambda angles: drop * np.maximum(0, 1 - np.abs(angles) / np.radians(width))


def round_neck(drop: float, width: float = 75.0) -> Callable[[Array], Array]:
    """A neckline's drop over angles: a round one."""
    return lambda angles: drop * smoothstep(1 - np.abs(angles) / np.radians(width))


def sailor_collar(tailor: Tailor, point: float, stripes: int) -> None:
    """A flap over the back and two lapels that meet at height ``point``; stripes along its edge."""
    body = tailor.body
    rise = body.pit - body.shoulder
    angle = np.radians(np.linspace(2.5, 357.5, 73))
    turn = np.minimum(angle, 2 * np.pi - angle) * 180 / np.pi
    knots = [2.5, 25, 50, 75, 100, 125, 138, 150, 180]
    inner = np.interp(
        turn,
        knots,
        [
            point + 0.004,
            *(point + 0.004 + (body.pit - point) * np.array([0.45, 0.86, 1.0, 1.03, 1.05, 1.05, 1.05, 1.05])),
        ],
    )
    low = body.shoulder - 0.085 * body.height / 1.6
    outer = np.interp(
        turn,
        knots,
        [
            point - 0.004,
            point + 0.25 * (body.pit - point),
            point + 0.50 * (body.pit - point),
            body.shoulder - 0.1 * rise,
            body.shoulder + 0.30 * rise,
            body.shoulder - 0.2 * rise,
            low,
            low,
            low,
        ],
    )
    edges = (
        [0.0, 0.35, 0.68, 0.76, 1.0]
        if stripes == 1
        else [0.0, 0.3, 0.58, 0.66, 0.76, 0.84, 1.0]
        if stripes
        else [0.0, 0.35, 0.7, 1.0]
    )
    share = np.array(edges)[:, None]
    y = inner * (1 - share) + outer * share
    lift = 0.010 + 0.009 * share + 0.004 * (turn > 100)
    grid = body.cloth.point(angle[None], y, lift)
    names = [("sailor collar", "collar")] * (len(edges) - 1)
    for row in {0: [], 1: [2], 2: [2, 4]}[stripes]:
        names[row] = (f"collar stripe {row // 2}", "stripe")
    labels = np.array([tailor.shop.label(*n) for n in names])[:, None]
    tailor.shop.add(
        grid,
        labels,
        tailor.trunk,
        away=(0, body.shoulder - 0.1, 0),
        lining=(tailor.shop.label("collar lining", "collar"), 0.003),
    )


def shirt_collar(tailor: Tailor, region: str, entry: str, spread: float = 0.0, *, tucked: bool = False) -> None:
    """A turned-down collar around the neck, open in front; tucked = under a jacket's."""
    body = tailor.body
    t = body.thick
    angle = np.radians(np.linspace(7 + spread, 353 - spread, 49))
    front = smoothstep((np.cos(angle) - 0.55) / 0.42)
    high = body.pit + 0.030 * t - 0.012 * t * front
    low = body.pit + (0.014 if tucked else -0.006) * t - (0.042 if tucked else 0.030) * t * front
    ring = np.stack([0.040 * t * np.sin(angle), high, 0.040 * t * np.cos(angle) - 0.012], -1)
    edge = body.cloth.point(angle, low, 0.012)
    fold = 0.5 * (ring + edge) + np.stack([0.006 * np.sin(angle), 0.006 + 0 * angle, 0.006 * np.cos(angle)], -1)
    grid = spline([ring.reshape(-1), fold.reshape(-1), edge.reshape(-1)], 5).reshape(5, -1, 3)
    label = tailor.shop.label(region, entry)
    tailor.shop.add(grid, label, tailor.trunk, away=(0, body.pit - 0.03, -0.01), lining=(label, 0.002))


def stand_collar(tailor: Tailor, region: str, entry: str, height: float = 0.034) -> None:
    """A band around the neck."""
    body, t = tailor.body, tailor.body.thick
    y = np.array([body.pit - 0.016, body.pit, body.pit + 0.5 * height, body.pit + height])
    path = np.stack([0 * y, y, -0.014 + 0 * y], -1)
    radius = np.array([0.050, 0.046, 0.042, 0.040]) * t
    label = tailor.shop.label(region, entry)
    tailor.shop.add(
        tube(path, radius, radius, (0, 0, 1), 24), label, neck_skin(tailor.shop), closed=True, lining=(label, 0.003)
    )


def lapels(tailor: Tailor, bottom: float, entry: str, width: float = 0.045) -> None:
    """A jacket's turned-over fronts, down to where it buttons."""
    body = tailor.body
    t = body.thick
    y = np.linspace(bottom, body.pit - 0.012 * t, 12)
    share = (y - bottom) / (y[-1] - bottom)
    edge = 0.003 + 0.044 * t * share
    reach = edge + width * t * profile([0.02, 0.6, 1.0, 0.85, 0.45], 12)
    for side, sign in (("left", 1), ("right", -1)):
        flat = strip(np.stack([sign * edge, y], 1), np.stack([sign * reach, y + 0.010 * share], 1), 5)
        tailor.patch(flat, f"{side} lapel", entry, 0.021)
        notch = np.stack([sign * np.array([reach[7], edge[7] + 0.3 * (reach[7] - edge[7])]), [y[7], y[7] - 0.012]], 1)
        tailor.stroke(notch, 0.0225)
    angle = np.radians(np.linspace(52, 308, 37))
    ring = np.stack(
        [0.047 * t * np.sin(angle), np.full(37, body.pit + 0.020 * t), 0.047 * t * np.cos(angle) - 0.014], -1
    )
    edge3 = body.cloth.point(angle, body.pit - (0.004 + 0.014 * smoothstep(np.cos(angle) / 0.6)) * t, 0.018)
    tailor.shop.add(
        strip(ring, edge3, 4), tailor.shop.label("jacket collar", entry), tailor.trunk, away=(0, body.pit - 0.04, -0.01)
    )


def necktie(tailor: Tailor, end: float, stripes: bool) -> None:
    """A knot and a blade that lies on the chest."""
    body, t = tailor.body, tailor.body.thick
    top = body.pit - 0.026 * t
    y = np.linspace(top, end, 14)
    wide = profile([0.011, 0.013, 0.017, 0.021, 0.024, 0.003], 14) * t
    path = body.cloth.facing(np.zeros(14), y, 0.0085)
    labels = np.array([tailor.shop.label("tie", "tie")] * 13)
    if stripes:
        labels[[3, 6, 9]] = [tailor.shop.label(f"tie stripe {k}", "tie stripe") for k in (1, 2, 3)]
    tailor.shop.add(
        tube(path, wide, 0.0025, (0, 0, 1), 8), labels[:, None], tailor.trunk, closed=True, caps=(True, True)
    )
    knot = body.cloth.facing(np.zeros(5), np.linspace(top + 0.012 * t, top - 0.014 * t, 5), 0.0125)
    tailor.shop.add(
        tube(knot, profile([0.013, 0.016, 0.010], 5) * t, 0.008 * t, (0, 0, 1), 8),
        tailor.shop.label("tie knot", "tie"),
        tailor.trunk,
        closed=True,
        caps=(True, True),
    )


def hood(tailor: Tailor, entry: str, lining: str) -> None:
    """A hood that lies on the shoulders."""
    body, t = tailor.body, tailor.body.thick
    knots = np.array(
        [
            (0.022, -0.042, 0.058),
            (0.050, -0.012, 0.040),
            (0.068, 0.012, -0.01),
            (0.050, 0.010, -0.062),
            (0, 0.004, -0.085),
        ]
    )
    half = spline(knots * t, 14)
    path = np.vstack([half, half[-2::-1] * (-1, 1, 1)]) + np.array([0, body.pit, -0.006])
    size = profile([0.010, 0.020, 0.026, 0.034, 0.040, 0.034, 0.026, 0.020, 0.010], len(path)) * t
    away = path - np.array([0, body.pit, -0.012])
    grid = tube(path, size * 1.25, size * 0.8, away, 12)
    tailor.shop.add(grid, tailor.shop.label("hood", entry), tailor.trunk, closed=True, caps=(True, True))
    sack = spline(
        [(0, body.pit + 0.01, -0.10 * t), (0, body.pit - 0.05 * t, -0.118 * t), (0, body.pit - 0.13 * t, -0.095 * t)], 7
    )
    tailor.shop.add(
        tube(sack, profile([0.05, 0.075, 0.02], 7) * t, profile([0.02, 0.028, 0.01], 7) * t, (0, 0, -1), 12),
        tailor.shop.label("hood sack", entry),
        tailor.trunk,
        closed=True,
        caps=(True, True),
    )


def scarf_around(tailor: Tailor, entry: str, stripe: str) -> None:
    """A winter scarf: a thick ring around the neck and one end down the chest."""
    body, t = tailor.body, tailor.body.thick
    turn = np.linspace(0, 2 * np.pi, 25)
    path = np.stack(
        [0.058 * t * np.sin(turn), body.pit + 0.012 * t - 0.014 * t * np.cos(turn), 0.060 * t * np.cos(turn) - 0.010],
        -1,
    )
    away = path - np.array([0, body.pit, -0.012])
    tailor.shop.add(
        tube(path, 0.032 * t, 0.022 * t, away, 10),
        tailor.shop.label("scarf", entry),
        neck_skin(tailor.shop),
        closed=True,
    )
    y = np.linspace(body.pit - 0.02 * t, body.pit - 0.25 * t, 10)
    drop = body.cloth.facing(np.full(10, 0.035 * t), y, profile([0.035, 0.024, 0.022], 10))
    labels = np.full(9, tailor.shop.label("scarf end", entry))
    labels[[5, 7]] = [tailor.shop.label(f"scarf stripe {k}", stripe) for k in (1, 2)]
    tailor.shop.add(
        tube(drop, 0.030 * t, 0.008 * t, (0, 0, 1), 8), labels[:, None], tailor.trunk, closed=True, caps=(True, True)
    )
