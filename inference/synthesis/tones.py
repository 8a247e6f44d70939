"""A flat colour -> the sheet's tones of it; a character in other colours. Reckoned in OKLab (Ottosson 2020)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.synthesis.figure import Figure
from inference.types import RGBA, ColorEntry

RGB = tuple[int, int, int]
Lab = NDArray[np.float64]
BACKGROUND = ColorEntry(1, "background", "background", (255, 255, 255, 0))
APART = 0.035  # in OKLab: entries closer than this cannot be told from each other on the sheet
_LINES = {(0, 0, 0), (255, 0, 0), (0, 0, 255), (0, 255, 0), (255, 255, 255)}  # line colours and paper
_EYE_WHITE = 0.85  # lightness from which an eye's colour is its white
_COOL, _WARM = np.radians(285.0), np.radians(25.0)  # hues that shadows lean to: violet, and red on skin
# Lightness kept and how far the hue leans, of highlight, shadow and second shadow.
_SHADOWS = ((0.84, 0.12), (0.69, 0.22))
_WORDS = {
    "black": "22242a", "dark grey": "50545a", "grey": "84888c", "light grey": "b4b8bc", "white": "f0f0f0",
    "red": "c8283c", "dark red": "702030 a04858", "pink": "e898a8", "peach": "f4bc98", "orange": "d8803c",
    "brown": "90583c 6c5038",
    "dark brown": "4c3828", "tan": "c8a47c b8a070", "khaki": "8c7c50", "yellow": "d8bc30", "olive": "5c5838",
    "green": "309858", "dark green": "1c6450", "light green": "98c098", "teal": "2888a0", "light blue": "8cb8d8",
    "blue": "4878b0", "navy": "2c3c5c", "purple": "744890",
}  # fmt: skip


@dataclass(frozen=True)
class Color:
    """A flat colour with what it is."""

    name: str
    category: str  # one of inference.types.CATEGORIES
    rgb: RGB


def to_lab(rgb: Sequence[int]) -> Lab:
    """OKLab (L in [0, 1], a, b) of an sRGB colour."""
    srgb = np.asarray(rgb, np.float64)[:3] / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(_TO_OK @ np.cbrt(_TO_LMS @ linear))


def to_rgb(lab: Lab) -> RGB:
    """The nearest sRGB colour; what lies outside sRGB loses chroma, not lightness."""
    lab = np.array([np.clip(lab[0], 0.0, 1.0), lab[1], lab[2]])
    for chroma in np.linspace(1, 0, 21):
        linear = _FROM_LMS @ (_FROM_OK @ (lab * (1, chroma, chroma))) ** 3
        if linear.min() > -1e-3 and linear.max() < 1.001:
            break
    linear = np.clip(linear, 0, 1)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(v) for v in np.clip(np.rint(srgb * 255), 0, 255))
    return red, green, blue


_TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_OK = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
_FROM_LMS, _FROM_OK = np.linalg.inv(_TO_LMS), np.linalg.inv(_TO_OK)
_NAMED_AFTER = re.compile(rf" ({'|'.join(sorted(_WORDS, key=len, reverse=True))})( \d+)?$")
_WORD_LABS = [(to_lab(tuple(bytes.fromhex(code))), word) for word, codes in _WORDS.items() for code in codes.split()]


def color_word(rgb: Sequence[int]) -> str:
    """What a person would call a colour: "dark brown"."""
    lab = to_lab(rgb)
    # Hue and chroma name a colour more than lightness does: a dark grey is no brown.
    return min((float(np.linalg.norm((anchor - lab) * (1, 2, 2))), word) for anchor, word in _WORD_LABS)[1]


def entries_of(colors: Iterable[Color]) -> tuple[ColorEntry, ...]:
    """A sheet's entries, keys 2, 3, ... behind the background's 1; no name and no exact colour is there twice."""
    taken: set[RGB] = set(_LINES)
    seen: Counter[str] = Counter()
    entries = [BACKGROUND]
    for key, color in enumerate(colors, 2):
        seen[color.name] += 1
        name = color.name if seen[color.name] == 1 else f"{color.name} {seen[color.name]}"
        entries.append(_entry(key, replace(color, name=name), taken))
    return tuple(entries)


def _entry(key: int, color: Color, taken: set[RGB]) -> ColorEntry:
    normal, highlight, shadow, second = (_free(rgb, taken) for rgb in _tones(color))
    return ColorEntry(key, color.name, color.category, normal, highlight, shadow, second)


def _tones(color: Color) -> tuple[RGB, RGB, RGB, RGB]:
    """Normal, highlight, shadow, second shadow."""
    # A shadow of black and a highlight of white must still be seen.
    normal = to_lab(color.rgb)
    normal[0] = np.clip(normal[0], 0.24, 0.955)
    highlight = normal + np.array([0.035 + 0.3 * max(0.93 - normal[0], 0) * normal[0], 0, 0])
    hue = _WARM if color.category == "skin" else _COOL
    first, second = (_shaded(normal, kept, lean, hue) for kept, lean in _SHADOWS)
    return to_rgb(normal), to_rgb(highlight), to_rgb(first), to_rgb(second)


def _shaded(lab: Lab, kept: float, lean: float, hue: float) -> Lab:
    chroma = max(float(np.hypot(lab[1], lab[2])), 0.03)  # even grey has a cool shadow
    aim = chroma * np.array([np.cos(hue), np.sin(hue)])
    return np.array([lab[0] * kept, *((1 - lean) * lab[1:] + lean * aim)])


def _free(rgb: RGB, taken: set[RGB]) -> RGBA:
    """The colour, or its nearest neighbour that no other tone has; it is taken from then on."""
    for reach in range(256):
        steps = range(-reach, reach + 1)
        near = [(rgb[0] + r, rgb[1] + g, rgb[2] + b) for b in steps for g in steps for r in steps]
        free = [c for c in near if c not in taken and min(c) >= 0 and max(c) <= 255]
        if free:
            best = min(free, key=lambda c: sum((x - y) ** 2 for x, y in zip(c, rgb, strict=True)))
            taken.add(best)
            return (*best, 255)
    raise ValueError("every colour is taken")


def recolored(figure: Figure, rng: np.random.Generator) -> Figure:
    """The same character in other colours that go together; keys, names of parts and labels stay.

    Skin and hair move as families within what skin and (drawn) hair can be, mouths and the whites of eyes hardly at
    all; the rest takes hues of one scheme.
    """
    old = [entry for entry in figure.entries if entry.category != "background"]
    labs = np.array([to_lab(entry.normal) for entry in old]).reshape(-1, 3)
    new = labs.copy()
    for category, draw in (("skin", _some_skin), ("hair", _some_hair)):
        of = [i for i, entry in enumerate(old) if entry.category == category]
        if of:
            new[of] = draw(rng) + (labs[of] - labs[of[0]]) * (1.0, 0.5, 0.5)
    scheme = rng.uniform(0, 2 * np.pi) + np.array([[0, 0.5, 0.9], [0, np.pi, 0.4], [0, 2.1, 4.2]][rng.integers(3)])
    for i, entry in enumerate(old):
        if entry.category == "mouth" or (entry.category == "eyes" and labs[i, 0] > _EYE_WHITE):
            new[i] = labs[i] + rng.normal(0, 0.01, 3)
        elif entry.category not in ("skin", "hair"):
            new[i] = _some_cloth(labs[i], scheme, rng)
    colors = [_renamed(entry, to_rgb(lab)) for entry, lab in zip(old, _told_apart(new), strict=True)]
    fresh = {entry.key: tones for entry, tones in zip(old, entries_of(colors)[1:], strict=True)}
    entries = (replace(fresh[e.key], key=e.key) if e.key in fresh else e for e in figure.entries)
    return replace(figure, entries=tuple(entries))


def _renamed(entry: ColorEntry, rgb: RGB) -> Color:
    return Color(_NAMED_AFTER.sub(f" {color_word(rgb)}", entry.name), entry.category, rgb)


def _polar(lightness: float, chroma: float, degrees: float) -> Lab:
    hue = np.radians(degrees)
    return np.array([lightness, chroma * np.cos(hue), chroma * np.sin(hue)])


def _some_skin(rng: np.random.Generator) -> Lab:
    lightness = rng.choice([rng.uniform(0.82, 0.92), rng.uniform(0.5, 0.82)], p=[0.7, 0.3])
    return _polar(lightness, rng.uniform(0.04, 0.075), rng.uniform(45, 70))


def _some_hair(rng: np.random.Generator) -> Lab:
    if rng.random() < 0.5:  # as people have it: black to blond and grey
        lightness = rng.uniform(0.25, 0.85)
        return _polar(lightness, rng.uniform(0.01, 0.03 + 0.1 * lightness), rng.uniform(40, 90))
    return _polar(rng.uniform(0.35, 0.85), rng.uniform(0.06, 0.15), rng.uniform(0, 360))


def _some_cloth(lab: Lab, scheme: NDArray[np.float64], rng: np.random.Generator) -> Lab:
    chroma = float(np.hypot(lab[1], lab[2]))
    if chroma < 0.03 and rng.random() < 0.5:  # white cuffs stay white: not everything is dyed
        return np.asarray(lab * (1, 1, 1) + (rng.normal(0, 0.05), 0, 0))
    lightness = float(np.clip(lab[0] + rng.normal(0, 0.12), 0.26, 0.94))
    hue = float(np.degrees(rng.choice(scheme) + rng.normal(0, 0.12)))
    return _polar(lightness, float(np.clip(chroma + rng.normal(0.03, 0.03), 0.02, 0.17)), hue)


def _told_apart(labs: Lab) -> Lab:
    """The colours, those too near to an earlier one made lighter or darker until they are not."""
    steps = sorted(np.arange(-0.6, 0.61, 0.02).tolist(), key=abs)
    done: list[Lab] = []
    for lab in labs:
        tries = [np.clip(lab + np.array([step, 0, 0]), (0.25, -1, -1), (0.955, 1, 1)) for step in steps]
        reach = [min((float(np.linalg.norm(t - d)) for d in done), default=1.0) for t in tries]
        done.append(next((t for t, r in zip(tries, reach, strict=True) if r >= APART), tries[int(np.argmax(reach))]))
    return np.array(done).reshape(-1, 3)
