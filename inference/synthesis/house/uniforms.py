"""School and office: sailor suits, blazers, cardigans, high collars, suits."""

import numpy as np

from inference.synthesis.house import collar, hats, skirt
from inference.synthesis.house.accessories import belt, glasses
from inference.synthesis.house.bags import school_bag
from inference.synthesis.house.basics import (
    bare_legs,
    long_sleeves,
    placket,
    pleated_skirt,
    pocket,
    shoes,
    short_sleeves,
    trousers,
)
from inference.synthesis.house.cast import Person
from inference.synthesis.house.kit import strip
from inference.synthesis.house.limbs import build_legs, build_pelvis
from inference.synthesis.house.palettes import LEATHER, mixed
from inference.synthesis.house.tailor import Tailor


def sailor(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A sailor blouse with a bow and a pleated skirt."""
    main, second, accent, light = person.scheme
    shop, body = tailor.shop, tailor.body
    for name, color in (("blouse", light), ("collar", main), ("stripe", "f9fbff"), ("scarf", accent)):
        shop.entry(name, "clothes", color)
    top = body.torso.y[-1] - 0.004
    tailor.shell(body.waistline - 0.03, top, [(top, "blouse", "blouse")], neckline=collar.vee(0.11 * body.thick, 55))
    if rng.random() < 0.6:
        short_sleeves(tailor, "blouse", "collar", "stripe")
    else:
        long_sleeves(
            tailor, "blouse", [(0.88, "cuff", "collar"), (0.92, "cuff stripe", "stripe"), (0.95, "cuff rim", "collar")]
        )
    point = body.shoulder - 0.072 * body.thick
    collar.sailor_collar(tailor, point, int(rng.integers(1, 3)))
    tailor.bow("scarf", "scarf", body.cloth.facing(0, point - 0.004, 0.018), 0.066 * body.thick, tailor.trunk)
    pleated_skirt(tailor, main if rng.random() < 0.6 else second, rng)
    bare_legs(tailor, person, rng)
    shoes(tailor, "loafer", rng)
    if rng.random() < 0.5:
        school_bag(tailor, str(rng.choice(LEATHER)), "f0cf6a")


def _shirt(tailor: Tailor, light: str) -> None:
    body = tailor.body
    tailor.shop.entry("shirt", "clothes", light)
    top = body.torso.y[-1] - 0.004
    tailor.shell(body.waistline - 0.02, top, [(top, "shirt", "shirt")], neckline=collar.vee(0.02, 20))
    collar.shirt_collar(tailor, "shirt collar", "shirt", tucked=True)


def _neckwear(tailor: Tailor, person: Person, rng: np.random.Generator, end: float) -> None:
    accent = person.scheme[2]
    body = tailor.body
    if person.feminine and rng.random() < 0.55:
        tailor.shop.entry("ribbon", "clothes", accent)
        center = body.cloth.facing(0, body.pit - 0.030 * body.thick, 0.018)
        tailor.bow("ribbon", "ribbon", center, 0.046 * body.thick, tailor.trunk, 0.9)
        return
    tailor.shop.entry("tie", "clothes", accent)
    striped = bool(rng.random() < 0.5)
    if striped:
        tailor.shop.entry("tie stripe", "clothes", mixed(accent, "ffffff", 0.6))
    collar.necktie(tailor, end, striped)


def _jacket(tailor: Tailor, color: str, edge: str, person: Person, low: float, drop: float, buttons: int) -> None:
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    shop.entry("jacket", "clothes", color)
    shop.entry("lapel", "clothes", edge)
    shop.entry("button", "clothes", "e8c860")
    shop.entry("jacket lining", "clothes", mixed(color, "202030", 0.5))
    top = body.torso.y[-1] - 0.010
    tailor.shell(low, top, [(top, "jacket", "jacket")], (0.020, 0.013), collar.vee(drop, 38), "jacket lining")
    bottom = top - drop
    collar.lapels(tailor, bottom, "lapel")
    placket(tailor, "button", low, bottom + 0.012, buttons, 0.0215)
    for name, x in (("left pocket", 0.060 * t), ("right pocket", -0.060 * t)):
        pocket(tailor, name, "jacket", x, body.waistline - 0.028, 0.027 * t, 0.045 * t, 0.022, flap=True)
    tailor.stroke([(0.085 * t, body.shoulder - 0.06), (0.068 * t, body.waistline + 0.01)], 0.0215)
    tailor.stroke([(-0.085 * t, body.shoulder - 0.06), (-0.068 * t, body.waistline + 0.01)], 0.0215)
    tailor.stroke([(0, body.shoulder), (0, body.waistline), (0, low + 0.005)], 0.0215, behind=True)
    long_sleeves(tailor, "jacket", [(0.86, "cuff", "lapel"), (0.95, "shirt cuff", "shirt")], 1.08)


def blazer(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A school blazer over a shirt with a tie or a ribbon."""
    main, second, accent, light = person.scheme
    body, t = tailor.body, tailor.body.thick
    _shirt(tailor, light)
    drop = float(rng.uniform(0.19, 0.23)) * t
    _neckwear(tailor, person, rng, body.waistline + 0.02)
    _jacket(tailor, main, main if rng.random() < 0.5 else mixed(main, "ffffff", 0.18), person, body.hip + 0.01, drop, 2)
    tailor.shop.entry("emblem", "clothes", accent)
    pocket(tailor, "breast pocket", "jacket", 0.058 * t, body.shoulder - 0.075 * t, 0.021 * t, 0.030 * t, 0.022)
    tailor.button(0.058 * t, body.shoulder - 0.088 * t, "emblem", "emblem", 0.010 * t, 0.024)
    if person.feminine:
        pleated_skirt(tailor, second, rng)
        bare_legs(tailor, person, rng)
    else:
        trousers(tailor, person, rng, second)
    shoes(tailor, "loafer", rng)
    if rng.random() < 0.4:
        school_bag(tailor, str(rng.choice(LEATHER)), "f0cf6a")
    if person.feminine and person.style.tied not in ("buns", "twin", "pony") and not person.style.ahoge:
        hats.beret(tailor, accent, light)


def cardigan(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A knitted cardigan over a shirt."""
    main, second, accent, light = person.scheme
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    knit = str(rng.choice(["f2dcae", "e8b0a8", "b8c8a8", "c8b8d8", accent]))
    _shirt(tailor, light)
    _neckwear(tailor, person, rng, body.waistline + 0.03)
    shop.entry("cardigan", "clothes", knit)
    shop.entry("cardigan edge", "clothes", mixed(knit, "6a4a3a", 0.22))
    shop.entry("button", "clothes", mixed(knit, "3a2418", 0.65))
    shop.entry("cardigan lining", "clothes", mixed(knit, "302030", 0.4))
    low, top, drop = body.hip + 0.02, body.torso.y[-1] - 0.010, 0.17 * t
    bands = [(low + 0.028, "cardigan hem", "cardigan edge"), (top, "cardigan", "cardigan")]
    tailor.shell(low, top, bands, (0.026, 0.015), collar.vee(drop, 40), "cardigan lining")
    y = np.linspace(low + 0.028, top - drop, 9)
    rim = np.linspace(top - drop, body.pit - 0.01, 9)[1:]
    heights = np.concatenate([y, rim])
    middle = np.concatenate([np.zeros(9), 0.046 * t * np.linspace(0, 1, 9)[1:]])
    for side, sign in (("left", 1.0), ("right", -1.0)):
        edge = np.stack([sign * middle, heights], 1)
        outer = np.stack([sign * (middle + 0.012), heights], 1)
        tailor.patch(strip(edge, outer, 2), f"{side} cardigan edge", "cardigan edge", 0.021)
    for k, height in enumerate(np.linspace(low + 0.05, top - drop - 0.01, 4)):
        tailor.button(0.006, float(height), f"button {k + 1}", "button", 0.007 * t, 0.0235)
    for name, x in (("left pocket", 0.058 * t), ("right pocket", -0.058 * t)):
        pocket(tailor, name, "cardigan", x, body.waistline - 0.035, 0.028 * t, 0.048 * t, 0.023)
    long_sleeves(tailor, "cardigan", [(0.90, "cuff", "cardigan edge")], 1.10, 0.99)
    pleated_skirt(tailor, main, rng, low + 0.03)
    bare_legs(tailor, person, rng)
    shoes(tailor, "loafer", rng)
    if rng.random() < 0.5:
        school_bag(tailor, second, "f0cf6a")


def gakuran(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """The high-collared school uniform."""
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    color = str(rng.choice(["34364a", "3a3438", "2f4058"]))
    for name, value in (
        ("jacket", color),
        ("button", "e8c860"),
        ("collar", mixed(color, "ffffff", 0.12)),
        ("jacket lining", mixed(color, "101018", 0.4)),
        ("collar liner", "f6f6fa"),
    ):
        shop.entry(name, "clothes", value)
    low, top = body.hip + 0.005, body.torso.y[-1] - 0.004
    tailor.shell(low, top, [(top, "jacket", "jacket")], (0.018, 0.012), None, "jacket lining")
    collar.stand_collar(tailor, "stand collar", "collar")
    placket(tailor, "button", low, body.pit - 0.01, 5, 0.0135, 0.0)
    pocket(tailor, "breast pocket", "jacket", 0.062 * t, body.shoulder - 0.07 * t, 0.022 * t, 0.030 * t, 0.0145)
    for name, x in (("left pocket", 0.062 * t), ("right pocket", -0.062 * t)):
        pocket(tailor, name, "jacket", x, body.waistline - 0.025, 0.029 * t, 0.050 * t, 0.020, flap=True)
    long_sleeves(tailor, "jacket", [(0.90, "cuff", "jacket"), (0.96, "shirt cuff", "collar liner")], 1.10)
    trousers(tailor, person, rng, color)
    shoes(tailor, "loafer", rng)
    if rng.random() < 0.5:
        school_bag(tailor, str(rng.choice(LEATHER)), "f0cf6a")


def office(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A suit."""
    main, second, accent, light = person.scheme
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    _shirt(tailor, light)
    _neckwear(tailor, person, rng, body.waistline + 0.01)
    _jacket(
        tailor, main, mixed(main, "ffffff", 0.08), person, body.hip + (0.02 if person.feminine else -0.01), 0.23 * t, 2
    )
    shop.entry("badge", "clothes", accent)
    pocket(tailor, "badge", "badge", 0.062 * t, body.shoulder - 0.085 * t, 0.018 * t, 0.024 * t, 0.023)
    if person.feminine and rng.random() < 0.7:
        shop.entry("skirt", "clothes", main)
        shop.entry("skirt lining", "clothes", mixed(main, "202030", 0.45))
        skirt.straight(tailor, 0.225 * body.height, 0.020)
        shop.entry("shorts", "clothes", "34323e")
        build_pelvis(tailor, "shorts", "shorts")
        shop.entry("tights", "socks", str(rng.choice(["4a4450", "d8b8a0", "6a5a58"])))
        build_legs(tailor, [(0.1, "=shorts", "shorts"), (1.0, "leg", "tights")])
        shoes(tailor, "pump", rng)
    else:
        trousers(tailor, person, rng, second if rng.random() < 0.4 else main)
        belt(tailor, "4a3028", "e0c070", body.waistline - 0.01, 0.030, 0.012)
        shoes(tailor, "loafer", rng)
    if rng.random() < 0.6:
        glasses(tailor, str(rng.choice(["3a3a48", "8a3a44", "5a4a3a", "4a5a8a"])), bool(rng.random() < 0.5))
