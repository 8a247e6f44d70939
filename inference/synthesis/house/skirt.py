"""Skirts: pleated ones with real folds, and straight ones; they swing on eight chains of joints."""

from collections.abc import Mapping, Sequence

import numpy as np

from inference.synthesis.house.kit import Array, Form, banded, smoothstep
from inference.synthesis.house.tailor import Tailor
from inference.synthesis.house.workshop import Skin

PANELS = 8


def hung_skin(tailor: Tailor, name: str, top: float, hem: float, flare: float) -> Skin:
    """The skin of cloth that hangs from the hips in panels."""
    cloth = tailor.body.cloth
    angles = np.arange(PANELS) * 2 * np.pi / PANELS
    high = min(top, tailor.body.hip + 0.05)
    panels = []
    for k, angle in enumerate(angles):
        path = cloth.point(angle, np.linspace(high, hem, 3), np.linspace(0, flare, 3))
        panels.append(tailor.shop.hang(f"{name}.{k}", "hips", path))

    def skin(points: Array) -> Mapping[str, Array]:
        turn = np.arctan2(points[:, 0], points[:, 2]) % (2 * np.pi) / (2 * np.pi) * PANELS
        hold = smoothstep((points[:, 1] - high) / 0.06 + 0.5)
        weights: dict[str, Array] = {}
        for k, panel in enumerate(panels):
            near = np.maximum(0, 1 - np.abs((turn - k + PANELS / 2) % PANELS - PANELS / 2))
            weights |= {joint: share * near * (1 - hold) for joint, share in panel(points).items()}
        return weights | {joint: share * hold for joint, share in tailor.trunk(points).items()}

    return skin


def pleated(
    tailor: Tailor,
    length: float,
    flare: float,
    pleats: int,
    stripes: Sequence[tuple[float, float]] = (),
    top: float | None = None,
    name: str = "skirt",
) -> None:
    """Knife pleats from the waist down; stripes in shares of the length."""
    body = tailor.body
    top = body.waistline if top is None else top
    edges = sorted({0.0, 1.0, *(e for stripe in stripes for e in stripe)})
    rows, band = banded(edges, 0.09)
    angles, fold = _knife(pleats)
    y = top - rows[:, None] * length
    out = 0.004 + flare * rows[:, None] ** 1.1 + 0.017 * fold * np.minimum(1, rows[:, None] * 2.2 + 0.12)
    grid = body.cloth.point(angles[None], y, out)
    number = np.repeat(np.arange(pleats), 3)
    faces = np.array([tailor.shop.label(f"{name} pleat {k + 1}", name) for k in range(pleats)])[number]
    labels = np.broadcast_to(faces, (len(rows) - 1, len(faces))).copy()
    for k, (a, b) in enumerate(stripes):
        middle = 0.5 * (np.array(edges)[band] + np.array(edges)[band + 1])
        labels[(middle > a) & (middle < b)] = tailor.shop.label(f"{name} stripe {k + 1}", f"{name} stripe")
    lining = tailor.shop.label(f"{name} lining", f"{name} lining")
    skin = hung_skin(tailor, name, top, top - length, flare)
    tailor.shop.add(grid, labels, skin, closed=True, lining=(lining, 0.003))


def _knife(pleats: int) -> tuple[Array, Array]:
    """(3 per pleat,) angles and outward shares: a wide face that rises, and a narrow one that goes back under it."""
    step = 2 * np.pi / pleats
    start = np.arange(pleats)[:, None] * step - np.pi
    angles = start + np.array([0.0, 0.55, 1.06]) * step
    return angles.reshape(-1), np.tile([0.0, 0.5, 1.0], pleats)


def straight(
    tailor: Tailor,
    length: float,
    flare: float,
    top: float | None = None,
    name: str = "skirt",
    waves: int = 0,
    stripes: Sequence[tuple[float, float]] = (),
    apron: str = "",
) -> None:
    """A straight or a gathered skirt: waves = soft folds around its hem; apron = the entry of one in front."""
    body = tailor.body
    top = body.waistline if top is None else top
    edges = sorted({0.0, 1.0, *(e for stripe in stripes for e in stripe)})
    rows, band = banded(edges, 0.07)
    angles = np.linspace(-np.pi, np.pi, 96, endpoint=False)
    soft = 0.5 + 0.5 * np.sin(angles * waves) if waves else np.zeros(96)
    out = 0.005 + flare * rows[:, None] ** 0.8 + 0.035 * soft * rows[:, None]
    grid = body.cloth.point(angles[None], top - rows[:, None] * length, out)
    middle = 0.5 * (np.array(edges)[band] + np.array(edges)[band + 1])
    labels = np.full((len(rows) - 1, 96), tailor.shop.label(name, name))
    for k, (a, b) in enumerate(stripes):
        labels[(middle > a) & (middle < b)] = tailor.shop.label(f"{name} stripe {k + 1}", f"{name} stripe")
    if apron:
        labels[np.ix_(rows[1:] < 0.82, np.abs(angles) < 0.75)] = tailor.shop.label(apron, apron)
    lining = tailor.shop.label(f"{name} lining", f"{name} lining")
    tailor.shop.add(
        grid, labels, hung_skin(tailor, name, top, top - length, flare), closed=True, lining=(lining, 0.003)
    )


def band(
    tailor: Tailor, name: str, entry: str, y: float, height: float, lift: float = 0.008, form: Form | None = None
) -> None:
    """A belt or a waistband around the trunk."""
    rows = np.array([y - height / 2, y - height / 2, y, y + height / 2, y + height / 2])
    grid = (form or tailor.body.cloth).mesh(rows, 48, np.array([0.0, lift, lift, lift, 0.0]))
    tailor.shop.add(grid, tailor.shop.label(name, entry), tailor.trunk, closed=True)
