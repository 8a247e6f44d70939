"""Free time: hoodies, shirts and jeans, sports kit, dresses."""

import numpy as np

from inference.synthesis.house import bags, collar, hats, skirt
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
from inference.synthesis.house.body import SIDES
from inference.synthesis.house.cast import Person
from inference.synthesis.house.kit import disc, strip, tube
from inference.synthesis.house.palettes import mixed
from inference.synthesis.house.tailor import Tailor


def _bottoms(tailor: Tailor, person: Person, rng: np.random.Generator, color: str, low: float) -> None:
    if person.feminine and rng.random() < 0.5:
        pleated_skirt(tailor, color, rng, low + 0.025)
        bare_legs(tailor, person, rng)
    elif rng.random() < (0.7 if person.kind == "child" else 0.4):
        trousers(tailor, person, rng, color, 0.34, 0.014, hem=True)
    else:
        trousers(tailor, person, rng, color, hem=bool(rng.random() < 0.5))


def hoodie(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A hooded sweater with a pouch."""
    main, second, accent, light = person.scheme
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    for name, value in (
        ("hoodie", main),
        ("ribbing", mixed(main, "303040", 0.25)),
        ("print", light),
        ("cord", light),
        ("hoodie lining", mixed(main, "202030", 0.5)),
    ):
        shop.entry(name, "clothes", value)
    low, top = body.hip + 0.0, body.torso.y[-1] - 0.006
    bands = [(low + 0.032, "hoodie hem", "ribbing"), (top, "hoodie", "hoodie")]
    tailor.shell(low, top, bands, (0.022, 0.018), collar.round_neck(0.02), "hoodie lining")
    collar.hood(tailor, "hoodie", "hoodie lining")
    y = body.waistline
    low_edge = np.stack([np.linspace(-0.078, 0.078, 9) * t, np.full(9, y - 0.085 * t)], 1)
    high_edge = np.stack([np.linspace(-0.050, 0.050, 9) * t, np.full(9, y + 0.005 * t)], 1)
    tailor.patch(strip(low_edge, high_edge, 5), "pouch", "hoodie", 0.0245)
    for side, sign in SIDES:
        path = body.cloth.facing(
            sign * np.linspace(0.020, 0.026, 8) * t, np.linspace(body.pit - 0.035 * t, body.pit - 0.125 * t, 8), 0.0225
        )
        grid = tube(path, 0.0045, 0.0035, (0, 0, 1), 6)
        shop.add(grid, shop.label(f"{side} cord", "cord"), tailor.trunk, closed=True, caps=(True, True))
    if rng.random() < 0.6:
        tailor.patch(
            disc((0, body.shoulder - 0.105 * t), 0.030 * t, 0.028 * t, 3, 20), "print", "print", 0.0205, closed=True
        )
    bands3 = [(0.90, "cuff", "ribbing")]
    if rng.random() < 0.4:
        shop.entry("sleeve stripe", "clothes", accent)
        bands3 = [(0.46, "sleeve stripe", "sleeve stripe"), (0.54, "sleeve low", "hoodie"), (0.90, "cuff", "ribbing")]
    long_sleeves(tailor, "hoodie", bands3, 1.2)
    _bottoms(tailor, person, rng, second, low)
    shoes(tailor, "sneaker", rng, accent, light)
    if person.kind == "child" or rng.random() < 0.3:
        bags.backpack(tailor, accent, light)


def casual(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A T-shirt, striped or printed, or a shirt with a collar."""
    main, second, accent, light = person.scheme
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    shop.entry("shirt", "clothes", light if rng.random() < 0.5 else main)
    shop.entry("shirt trim", "clothes", accent)
    low, top = body.waistline - 0.065 * t, body.torso.y[-1] - 0.008
    kind = str(rng.choice(["stripes", "print", "buttons"]))
    if kind == "stripes":
        edges = np.linspace(low, body.shoulder - 0.02, 8)
        bands = [
            (float(y), f"shirt stripe {k}" if k % 2 else "shirt", "shirt trim" if k % 2 else "shirt")
            for k, y in enumerate(edges[1:])
        ]
        bands.append((top, "shirt top", "shirt"))
    else:
        bands = [(top, "shirt", "shirt")]
    tailor.shell(
        low,
        top,
        bands,
        (0.014, 0.009),
        collar.vee(0.03, 25) if kind == "buttons" else collar.round_neck(0.035),
        "shirt",
    )
    if kind == "buttons":
        shop.entry("button", "clothes", mixed(accent, "ffffff", 0.5))
        collar.shirt_collar(tailor, "shirt collar", "shirt trim")
        placket(tailor, "button", low, body.pit - 0.02, 5, 0.0135)
        pocket(tailor, "breast pocket", "shirt", 0.055 * t, body.shoulder - 0.07 * t, 0.024 * t, 0.040 * t, 0.013)
    elif kind == "print":
        shop.entry("print", "clothes", second)
        tailor.patch(
            disc((0, body.shoulder - 0.10 * t), 0.042 * t, 0.038 * t, 3, 5), "print", "print", 0.0125, closed=True
        )
    if rng.random() < 0.7:
        short_sleeves(tailor, "shirt", "shirt trim", wide=0.95)
    else:
        long_sleeves(tailor, "shirt", [(0.92, "cuff", "shirt trim")])
    _bottoms(tailor, person, rng, second, low)
    shoes(tailor, "sneaker", rng, main, light)
    if rng.random() < 0.5:
        bags.backpack(tailor, accent, mixed(accent, "ffffff", 0.4))
    elif rng.random() < 0.6:
        collar.scarf_around(
            tailor, _entry(tailor, "scarf", mixed(accent, "ffffff", 0.15)), _entry(tailor, "scarf stripe", light)
        )
    if person.style.back != "spiky" and person.style.tied in ("", "side") and rng.random() < 0.5:
        hats.cap(tailor, main, accent)


def _entry(tailor: Tailor, name: str, color: str) -> str:
    tailor.shop.entry(name, "clothes", color)
    return name


def sport(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A track suit, or a shirt with a number and shorts."""
    main, second, accent, light = person.scheme
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    for name, value in (
        ("jersey", main),
        ("jersey stripe", accent),
        ("number", light),
        ("jersey lining", mixed(main, "202030", 0.5)),
    ):
        shop.entry(name, "clothes", value)
    low, top = body.waistline - 0.07 * t, body.torso.y[-1] - 0.008
    if rng.random() < 0.5:
        bands = [
            (low + 0.03, "jersey hem", "jersey stripe"),
            (body.shoulder - 0.09 * t, "jersey", "jersey"),
            (body.shoulder - 0.06 * t, "chest stripe", "jersey stripe"),
            (top, "jersey top", "jersey"),
        ]
        tailor.shell(low, top, bands, (0.017, 0.012), None, "jersey lining")
        collar.stand_collar(tailor, "jersey collar", "jersey stripe", 0.040)
        shop.entry("zip", "clothes", "c8ccd4")
        y = np.linspace(low, body.pit - 0.005, 12)
        tailor.patch(strip(np.stack([0 * y - 0.004, y], 1), np.stack([0 * y + 0.004, y], 1), 2), "zip", "zip", 0.0175)
        long_sleeves(
            tailor,
            "jersey",
            [(0.30, "sleeve stripe", "jersey stripe"), (0.38, "sleeve low", "jersey"), (0.90, "cuff", "jersey stripe")],
            1.08,
        )
        trousers(tailor, person, rng, second, wide=0.014, hem=True, stripe="jersey stripe")
    else:
        bands = [(low + 0.018, "jersey hem", "jersey stripe"), (top, "jersey", "jersey")]
        tailor.shell(low, top, bands, (0.015, 0.010), collar.vee(0.045, 30), "jersey lining")
        middle = body.shoulder - 0.12 * t
        for k, x in enumerate((-0.018, 0.018)):
            flat = strip(
                np.array([(x * t - 0.010 * t, middle - 0.03 * t), (x * t + 0.010 * t, middle - 0.03 * t)]),
                np.array([(x * t - 0.010 * t, middle + 0.03 * t), (x * t + 0.010 * t, middle + 0.03 * t)]),
                4,
            )
            tailor.patch(flat, f"digit {k + 1}", "number", 0.0145)
        short_sleeves(tailor, "jersey", "jersey stripe", "number" if rng.random() < 0.5 else "")
        trousers(tailor, person, rng, second, 0.28, 0.016, hem=True, stripe="jersey stripe")
    shoes(tailor, "sneaker", rng, main, light)
    if rng.random() < 0.7:
        hats.sweatband(tailor, accent if accent != "ffffff" else second)


def dress(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """A dress with a round collar and a sash."""
    main, _second, accent, light = person.scheme
    body, shop, t = tailor.body, tailor.shop, tailor.body.thick
    for name, value in (("dress", main), ("collar", light), ("sash", accent), ("button", light)):
        shop.entry(name, "clothes", value)
    top = body.torso.y[-1] - 0.006
    tailor.shell(body.waistline - 0.01, top, [(top, "dress", "dress")], (0.007, 0.007), collar.vee(0.02, 20))
    collar.shirt_collar(tailor, "collar", "collar", 2)
    for k, y in enumerate(np.linspace(body.pit - 0.05 * t, body.waistline + 0.04, 3)):
        tailor.button(0, float(y), f"button {k + 1}", "button", 0.008 * t, 0.0105)
    if rng.random() < 0.6:
        short_sleeves(tailor, "dress", "collar", wide=1.12)
    else:
        long_sleeves(tailor, "dress", [(0.90, "cuff", "collar")], 1.05)
    shop.entry("skirt", "clothes", main)
    shop.entry("skirt stripe", "clothes", light)
    shop.entry("skirt lining", "clothes", mixed(main, "202030", 0.45))
    long = bool(person.kind == "woman" or rng.random() < 0.4)
    stripes: list[tuple[float, float]] = [[(0.88, 0.94)], [(0.93, 1.0)], []][rng.integers(3)]
    wears_hat = person.style.tied not in ("buns", "twin") and bool(rng.random() < 0.4)
    apron = "" if wears_hat or rng.random() < 0.35 else "apron"
    if apron:
        _apron_bib(tailor)
    length, flare = (0.33, 0.16) if long else (0.22, 0.12)
    waves = int(rng.choice([9, 11, 13]))
    skirt.straight(tailor, length * body.height, flare, waves=waves, stripes=stripes, apron=apron)
    skirt.band(tailor, "sash", "sash", body.waistline, 0.05 * t, 0.012)
    back = body.cloth.facing(0, body.waistline, 0.03, behind=True)
    tailor.bow("sash bow", "sash", back, 0.085 * t, tailor.trunk, 1.5, (0, 0, -1))
    bare_legs(tailor, person, rng)
    shoes(tailor, "loafer", rng)
    if wears_hat:
        hats.brimmed_hat(tailor, "f0dca0", accent, pointed=False)


def _apron_bib(tailor: Tailor) -> None:
    body, t = tailor.body, tailor.body.thick
    tailor.shop.entry("apron", "clothes", "fbfaf6")
    across = np.linspace(-0.075, 0.075, 11) * t
    low, high = body.waistline - 0.012, body.waistline + 0.10 * t
    lower, upper = np.stack([across, np.full(11, low)], 1), np.stack([across * 0.7, np.full(11, high)], 1)
    tailor.patch(strip(lower, upper, 5), "apron bib", "apron", 0.0165)
    tailor.stroke([(-0.045 * t, high - 0.012), (0.045 * t, high - 0.012)], 0.018)
