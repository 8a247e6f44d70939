"""Glasses, hats, bags, belts, capes, ribbons in the hair."""

from collections.abc import Sequence

import numpy as np

from inference.synthesis.house.body import SIDES, Body
from inference.synthesis.house.kit import Array, Form, banded, disc, form, profile, spline, strip, tube
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
    crown = _over_hair(body, 1.10)
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


def _ball(center: Array, radius: float) -> Array:
    turn = np.linspace(0.05, np.pi - 0.05, 7)
    path = center + np.stack([0 * turn, -np.cos(turn), 0 * turn], -1) * radius
    return tube(path, np.sin(turn) * radius, np.sin(turn) * radius, (0, 0, 1), 10)


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
