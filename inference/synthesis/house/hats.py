"""Hats and bands on the head."""

import numpy as np

from inference.synthesis.house.body import Body
from inference.synthesis.house.kit import Array, Form, banded, disc, form, profile, spline, strip, tube
from inference.synthesis.house.tailor import Tailor
from inference.synthesis.house.workshop import rigid


def _over_hair(body: Body, scale: float) -> Form:
    """The hair's form, larger around its middle."""
    hair, middle = body.hair, body.chin + 0.5 * body.head
    y = middle + (hair.y - middle) * scale
    return Form(y, hair.width * scale, hair.front * scale, hair.back * scale, hair.center, hair.power)


def cap(tailor: Tailor, color: str, second: str) -> None:
    """A baseball cap."""
    body, h = tailor.body, tailor.body.head
    tailor.shop.entry("cap", "hat", color)
    tailor.shop.entry("visor", "hat", second)
    crown = _over_hair(body, 1.14)
    low = body.chin + 0.80 * h
    rows, band = banded([low, low + 0.05 * h, crown.y[-1]], 0.02)
    labels = np.array([tailor.shop.label("cap band", "visor"), tailor.shop.label("cap", "cap")])[band][:, None]
    tailor.shop.add(crown.mesh(rows, 40), labels, rigid("head"), closed=True)
    angle = np.radians(np.linspace(-52, 52, 17))
    root = crown.point(angle, low + 0.01)
    reach = np.cos(angle * 1.5) * 0.34 * h
    tip = root + np.stack([0.25 * np.sin(angle) * reach, -0.35 * reach, reach], -1)
    label = tailor.shop.label("visor", "visor")
    away = (0, body.chin - 1.0, 0)
    tailor.shop.add(strip(root, tip, 5), label, rigid("head"), away=away, lining=(label, 0.004))
    knob = crown.point(0.0, crown.y[-1])
    tailor.shop.add(_ball(knob, 0.03 * h), tailor.shop.label("cap knob", "visor"), rigid("head"), closed=True)


def beret(tailor: Tailor, color: str, badge: str) -> None:
    """A beret, pulled to one side."""
    body, h = tailor.body, tailor.body.head
    tailor.shop.entry("beret", "hat", color)
    tailor.shop.entry("badge", "hat", badge)
    rows = [(0.80, 0.40, 0.40), (0.86, 0.45, 0.45), (0.93, 0.58, 0.56), (1.04, 0.62, 0.60), (1.14, 0.50, 0.48)]
    rows += [(1.20, 0.28, 0.26), (1.22, 0.02, 0.02)]
    hat = form([(body.chin + t * h, w * h, d * h, d * h, -0.06 * h) for t, w, d in rows], 2.0, 0.06 * h)
    y, band = banded([hat.y[0], hat.y[1], hat.y[-1]], 0.012)
    labels = np.array([tailor.shop.label("beret band", "beret"), tailor.shop.label("beret", "beret")])[band][:, None]
    tailor.shop.add(hat.mesh(y, 40), labels, rigid("head"), closed=True)
    top = spline([(0.06 * h, hat.y[-1] - 0.01, -0.06 * h), (0.07 * h, hat.y[-1] + 0.07 * h, -0.06 * h)], 4)
    stalk = tube(top, 0.022 * h, 0.022 * h, (0, 0, 1), 8)
    tailor.shop.add(stalk, tailor.shop.label("beret stalk", "beret"), rigid("head"), closed=True, caps=(True, True))
    flat = disc((0.25 * h, body.chin + 0.97 * h), 0.06 * h, 0.06 * h, 2, 14)
    grid = hat.facing(flat[..., 0], flat[..., 1], 0.004)
    tailor.shop.add(grid, tailor.shop.label("badge", "badge"), rigid("head"), closed=True, away=(0, body.chin, 0))


def brimmed_hat(tailor: Tailor, color: str, ribbon: str, pointed: bool) -> None:
    """A straw hat, or a witch's."""
    body, h = tailor.body, tailor.body.head
    tailor.shop.entry("hat", "hat", color)
    tailor.shop.entry("hat ribbon", "hat", ribbon)
    base = _over_hair(body, 1.09)
    low = body.chin + 0.82 * h
    ring = base.mesh(np.array([low]), 48)[0]
    away = ring - np.array([0, low, -0.02])
    brim = strip(ring, ring + away * (0.95 if pointed else 0.75) - (0, 0.05 * h, 0), 5)
    label = tailor.shop.label("hat brim", "hat")
    tailor.shop.add(brim, label, rigid("head"), closed=True, away=(0, low - 3.0, 0), lining=(label, 0.006))
    if pointed:
        t = np.array([0.82, 0.94, 1.05, 1.2, 1.4, 1.6, 1.78])
        wide = np.array([0.455, 0.42, 0.335, 0.225, 0.15, 0.08, 0.01]) * h * 1.05
        lean = np.array([0, 0, 0, -0.02, -0.06, -0.14, -0.28]) * h
    else:
        t = np.array([0.82, 0.94, 1.04, 1.12, 1.17, 1.19])
        wide = np.array([0.455, 0.435, 0.39, 0.31, 0.18, 0.01]) * h * 1.05
        lean = np.zeros(6)
    count = 16
    path = np.stack([-lean * 0.6, body.chin + t * h, -0.03 * h + lean], -1)
    grid = tube(spline(path, count), profile(wide, count), profile(wide, count) * 1.08, (0, 0, 1), 36)
    labels = np.full(count - 1, tailor.shop.label("hat crown", "hat"))
    labels[:2] = tailor.shop.label("hat ribbon", "hat ribbon")
    tailor.shop.add(grid, labels[:, None], rigid("head"), closed=True)


def headband(tailor: Tailor, entry: str, category: str, color: str) -> None:
    """A band over the head from ear to ear."""
    body, h = tailor.body, tailor.body.head
    tailor.shop.entry(entry, category, color)
    over = _over_hair(body, 1.045)
    turn = np.linspace(-1, 1, 31) * np.pi * 0.5
    path = np.stack([0.470 * np.sin(turn), 0.50 + 0.566 * np.cos(turn), 0.05 + 0 * turn], -1) * h
    path += (0, body.chin, 0)
    middle = np.array([0, body.chin + 0.5 * h, over.center[0] * 0])
    tailor.shop.add(
        tube(path, 0.034 * h, 0.014 * h, path - middle, 8), tailor.shop.label(entry, entry), rigid("head"), closed=True
    )


def sweatband(tailor: Tailor, color: str) -> None:
    """A band around the forehead, under the fringe's tips."""
    body, h = tailor.body, tailor.body.head
    tailor.shop.entry("headband", "hat", color)
    over = _over_hair(body, 1.03)
    rows = body.chin + np.array([0.70, 0.70, 0.74, 0.78, 0.78]) * h
    grid = over.mesh(rows, 44, np.array([-0.02, 0.052, 0.058, 0.052, -0.02]) * h)
    tailor.shop.add(grid, tailor.shop.label("headband", "headband"), rigid("head"), closed=True)


def _ball(center: Array, radius: float) -> Array:
    turn = np.linspace(0.05, np.pi - 0.05, 7)
    path = center + np.stack([0 * turn, -np.cos(turn), 0 * turn], -1) * radius
    return tube(path, np.sin(turn) * radius, np.sin(turn) * radius, (0, 0, 1), 10)
