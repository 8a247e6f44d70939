"""Pieces that many outfits share: sleeves, skirts, trousers, socks and shoes."""

import numpy as np

from inference.synthesis.house import skirt
from inference.synthesis.house.accessories import belt
from inference.synthesis.house.body import SIDES
from inference.synthesis.house.cast import Person
from inference.synthesis.house.kit import strip
from inference.synthesis.house.limbs import build_arms, build_legs, build_pelvis, build_shoes
from inference.synthesis.house.palettes import LEATHER, mixed
from inference.synthesis.house.tailor import Band, Tailor


def short_sleeves(tailor: Tailor, entry: str, cuff: str, stripe: str = "", wide: float = 1.0, glove: str = "") -> None:
    """Sleeves to above the elbow, and bare arms."""
    radius = np.array([0.030, 0.046, 0.050, 0.048, 0.043, 0.040]) * tailor.body.thick * wide
    for side, _ in SIDES:
        bands: list[Band] = [(0.80, f"{side} sleeve", entry), (1.0, f"{side} cuff", cuff)]
        if stripe:
            bands[1:] = [
                (0.86, f"{side} cuff", cuff),
                (0.93, f"{side} cuff stripe", stripe),
                (1.0, f"{side} cuff rim", cuff),
            ]
        tailor.limb(tailor.arm_path(side, 0, 0.34), radius, bands, tailor.arm(side), step=0.09)
    build_arms(tailor, 0.26, glove)


def long_sleeves(
    tailor: Tailor,
    entry: str,
    bands: list[tuple[float, str, str]],
    wide: float = 1.0,
    end: float = 0.96,
    glove: str = "",
) -> None:
    """Sleeves to the wrist; bands beyond the first end at shares of the sleeve."""
    radius = np.array([0.031, 0.043, 0.042, 0.040, 0.039, 0.039, 0.038, 0.035, 0.029]) * tailor.body.thick * wide
    for side, _ in SIDES:
        named: list[Band] = [(bands[0][0] if bands else 1.0, f"{side} sleeve", entry)]
        stops = [stop for stop, _, _ in bands[1:]] + [1.0]
        named += (
            [(stop, f"{side} {region}", color) for (_, region, color), stop in zip(bands, stops, strict=True)]
            if bands
            else []
        )
        tailor.limb(tailor.arm_path(side, 0, end), radius, named, tailor.arm(side))
    build_arms(tailor, 0.84, glove)


def pleated_skirt(tailor: Tailor, color: str, rng: np.random.Generator, top: float | None = None) -> None:
    """A pleated skirt with its waistband."""
    shop, body = tailor.shop, tailor.body
    shop.entry("skirt", "clothes", color)
    shop.entry("skirt lining", "clothes", mixed(color, "202030", 0.45))
    stripes: list[tuple[float, float]] = [[], [(0.84, 0.91)], [(0.76, 0.80), (0.86, 0.90)]][rng.integers(3)]
    if stripes:
        shop.entry("skirt stripe", "clothes", "f9fbff")
    length = float(rng.uniform(0.17, 0.20)) * body.height
    skirt.pleated(tailor, length, 0.085, int(rng.choice([12, 14, 16])), stripes, top)
    skirt.band(tailor, "waistband", "skirt", body.waistline if top is None else top, 0.022, 0.010)


def bare_legs(
    tailor: Tailor, person: Person, rng: np.random.Generator, start: float = 0.10, cover: str = "shorts"
) -> None:
    """Legs under a skirt or shorts: socks of some length, or tights."""
    shop = tailor.shop
    main, _, accent, light = person.scheme
    if cover == "shorts":
        shop.entry("shorts", "clothes", "34323e")
        build_pelvis(tailor, "shorts", "shorts")
    kind = str(
        rng.choice(
            ["knee", "high", "ankle", "tights"], p=[0.35, 0.35, 0.15, 0.15] if person.feminine else [0.3, 0.0, 0.7, 0.0]
        )
    )
    top = {"knee": 0.60, "high": 0.37, "ankle": 0.86, "tights": start}[kind]
    color = str(rng.choice([light, "f3f4fa", "34323e", mixed(main, "2a2a3a", 0.3)]))
    shop.entry("sock", "socks", "3a3440" if kind == "tights" else color)
    bands: list[Band] = [(start, f"={cover}", cover)]
    if kind != "tights":
        bands.append((top, "leg", "skin"))
    if kind in ("knee", "high") and rng.random() < 0.6:
        shop.entry("sock stripe", "socks", accent)
        bands += [(top + 0.022, "sock top", "sock"), (top + 0.045, "sock stripe", "sock stripe")]
    elif kind != "tights":
        bands.append((top + 0.03, "sock top", "sock"))
    build_legs(tailor, [*bands, (1.0, "sock", "sock")])


def trousers(
    tailor: Tailor,
    person: Person,
    rng: np.random.Generator,
    color: str,
    end: float = 0.985,
    wide: float = 0.008,
    hem: bool = False,
    stripe: str = "",
) -> None:
    """Trousers or shorts to a share of the leg, with a belt or a plain waistband."""
    shop, body = tailor.shop, tailor.body
    shop.entry("trousers", "clothes", color)
    build_pelvis(tailor, "trousers", "trousers", 0.006)
    widen = (0.007, wide * 0.8, wide, wide * 1.2, wide * 1.3) if end > 0.7 else (0.007, wide, wide * 1.6)
    bands: list[Band] = (
        [(end - 0.035, "=trousers", "trousers"), (end, "trouser hem", "trousers")]
        if hem
        else [(end, "=trousers", "trousers")]
    )
    build_legs(tailor, bands, widen, end, stripe)
    if end < 0.8:
        bare_legs(tailor, person, rng, end - 0.12, "trousers")
    else:
        shop.entry("sock", "socks", person.scheme[3])
        build_legs(tailor, [(0.6, "=trousers", "trousers"), (1.0, "sock", "sock")])
    fly, t = body.waistline, body.thick
    tailor.stroke([(0.004, fly - 0.02), (0.006, body.hip + 0.01), (0.0, body.hip - 0.02)], 0.010)
    for sign in (1, -1):
        x = np.array([0.045, 0.065, 0.088]) * t * sign
        tailor.stroke(np.stack([x, [body.hip + 0.055, body.hip + 0.030, body.hip + 0.014]], 1), 0.010)


def shoes(tailor: Tailor, kind: str, rng: np.random.Generator, color: str = "", detail: str = "f4f4f4") -> None:
    """Shoes with soles, straps or laces."""
    shop = tailor.shop
    leather = color or str(rng.choice(LEATHER))
    shop.entry("shoe", "shoes", leather)
    shop.entry("sole", "shoes", detail if kind == "sneaker" else mixed(leather, "201818", 0.6))
    trim = {"sneaker": "lace", "loafer": "shoe strap", "boot": "boot top", "pump": ""}[kind]
    if trim:
        shop.entry(trim, "shoes", detail if kind != "loafer" else mixed(leather, "201818", 0.25))
    build_shoes(tailor, kind, "shoe", "sole", trim)


def pocket(
    tailor: Tailor, name: str, entry: str, x: float, y: float, half: float, high: float, lift: float, flap: bool = False
) -> None:
    """A patch pocket; its flap is a region of its own."""
    across = np.linspace(x - half, x + half, 7)
    round_low = np.stack([across, y - high + 0.12 * high * np.abs(np.linspace(-1, 1, 7)) ** 3], 1)
    top = np.stack([across, np.full(7, y)], 1)
    tailor.patch(strip(round_low, top, 4), name, entry, lift)
    if flap:
        low = np.stack([across * 1.0, np.full(7, y - 0.3 * high)], 1)
        tailor.patch(strip(low, top + np.array([0, 0.02 * high]), 3), f"{name} flap", entry, lift + 0.003)


def placket(tailor: Tailor, entry: str, low: float, high: float, count: int, lift: float, x: float = 0.0) -> None:
    """A front's edge, with buttons."""
    tailor.stroke([(x + 0.012, low + 0.002), (x + 0.012, 0.5 * (low + high)), (x + 0.012, high)], lift)
    for k, y in enumerate(np.linspace(high - 0.02, low + 0.035, count)):
        tailor.button(x, float(y), f"button {k + 1}", entry, 0.0075 * tailor.body.thick, lift + 0.002)


def sash(tailor: Tailor, person: Person, y: float) -> None:
    """A plain belt in leather."""
    belt(tailor, mixed(person.scheme[1], "3a2418", 0.6), "f0cf6a", y)
