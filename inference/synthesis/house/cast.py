"""Who a seed is: build, face, haircut, outfit and colours."""

from dataclasses import dataclass

import numpy as np

from inference.synthesis.house import palettes
from inference.synthesis.house.body import Body
from inference.synthesis.house.face import Features
from inference.synthesis.house.hair import Style

KINDS = ("girl", "boy", "woman", "man", "child")


@dataclass(frozen=True)
class Person:
    """Everything that is decided before anything is built."""

    kind: str  # one of KINDS
    body: Body
    features: Features
    style: Style
    outfit: str
    scheme: tuple[str, ...]  # main, second, accent, light
    hair: str
    iris: tuple[str, str]
    skin: str

    @property
    def feminine(self) -> bool:
        return self.kind in ("girl", "woman") or (self.kind == "child" and self.style.tied != "")


_OUTFITS = {
    "girl": ("sailor", "blazer", "cardigan", "hoodie", "sport", "dress", "fantasy"),
    "boy": ("gakuran", "blazer", "hoodie", "sport", "fantasy", "casual"),
    "woman": ("office", "dress", "fantasy", "casual", "cardigan"),
    "man": ("office", "fantasy", "casual", "hoodie"),
    "child": ("hoodie", "dress", "casual", "sailor", "sport"),
}
_SCHEMES = {
    "sailor": palettes.SCHOOL, "blazer": palettes.SCHOOL, "gakuran": palettes.SCHOOL, "cardigan": palettes.SCHOOL,
    "hoodie": palettes.CASUAL, "casual": palettes.CASUAL, "dress": palettes.CASUAL, "office": palettes.OFFICE,
    "fantasy": palettes.FANTASY, "sport": palettes.SPORT,
}  # fmt: skip


def cast(seed: int) -> Person:
    """The person of a seed; the first kinds follow one another, so that any run of seeds is a mixed crowd."""
    rng = np.random.Generator(np.random.PCG64(seed))
    kind = ("girl", "boy", "girl", "woman", "girl", "man", "child", "girl")[seed % 8]
    outfits = _OUTFITS[kind]
    outfit = outfits[(seed // 8 + seed) % len(outfits)]
    girlish = kind in ("girl", "woman") or (kind == "child" and (outfit in ("dress", "sailor") or rng.random() < 0.4))
    schemes = _SCHEMES[outfit]
    return Person(
        kind=kind,
        body=_body(kind, rng),
        features=_features(kind, girlish, rng),
        style=_style(girlish, rng),
        outfit=outfit,
        scheme=schemes[(3 * seed + seed // 8) % len(schemes)],
        hair=palettes.HAIR[seed * 5 % len(palettes.HAIR)],
        iris=palettes.EYES[(seed * 3 + seed // 8) % len(palettes.EYES)],
        skin=palettes.SKINS[palettes.pick(rng, palettes.SKINS, palettes.SKIN_WEIGHTS)],
    )


def _body(kind: str, rng: np.random.Generator) -> Body:
    height, heads, shoulders, hips, waist, limbs, bust, jaw = {
        "girl": (1.58, 5.5, 0.112, 0.122, 0.083, 0.98, 0.012, 1.0),
        "boy": (1.66, 5.8, 0.132, 0.116, 0.095, 1.0, 0.0, 1.05),
        "woman": (1.67, 6.1, 0.122, 0.130, 0.086, 1.0, 0.020, 0.98),
        "man": (1.80, 6.5, 0.160, 0.126, 0.108, 1.06, 0.004, 1.14),
        "child": (1.26, 4.5, 0.092, 0.096, 0.080, 1.02, 0.0, 1.04),
    }[kind]
    scale = 1 + rng.uniform(-0.035, 0.035)
    wide = scale * (1 + rng.uniform(-0.03, 0.03))
    return Body(
        height * scale, heads, shoulders * wide, hips * wide, waist * wide, limbs, bust * rng.uniform(0.7, 1.3), jaw
    )


def _features(kind: str, girlish: bool, rng: np.random.Generator) -> Features:
    tall, lash = (0.225, 0.030) if girlish else (0.165, 0.021)
    tall *= {"child": 1.05, "woman": 0.88, "man": 0.78}.get(kind, 1.0) * rng.uniform(0.93, 1.06)
    half = 0.118 if girlish or kind == "child" else 0.108
    return Features(
        eye=(half, tall),
        eye_at=(0.202, 0.265),
        slant=float(rng.choice([0.05, 0.025, 0.0, -0.02])),
        lash=lash,
        brow=0.012 if girlish else 0.020,
        brow_ink=bool(rng.random() < 0.3),
        mouth=0.060 if girlish else 0.070,
        mouth_open=float(rng.choice([0.0, 0.0, 0.045, 0.07])),
        blush=str(rng.choice(["none", "patch", "strokes"], p=[0.3, 0.5, 0.2]))
        if girlish or kind == "child"
        else "none",
    )


def _style(girlish: bool, rng: np.random.Generator) -> Style:
    fringe = str(rng.choice(["leaf", "straight", "swept", "parted", "spiky"], p=[0.35, 0.2, 0.2, 0.15, 0.1]))
    if not girlish:
        back = str(rng.choice(["short", "spiky"]))
        fringe = str(rng.choice(["spiky", "swept", "leaf", "parted"], p=[0.4, 0.25, 0.25, 0.1]))
        return Style(fringe, float(rng.choice([0.22, 0.30])), back, ahoge=bool(rng.random() < 0.2))
    tied = str(rng.choice(["", "twin", "pony", "side", "buns", "braids"], p=[0.42, 0.2, 0.13, 0.07, 0.08, 0.1]))
    if tied in ("", "side"):
        back = str(rng.choice(["long", "bob", "short"], p=[0.5, 0.35, 0.15])) if not tied else "bob"
    else:
        back = "long" if tied == "buns" and rng.random() < 0.5 else "nape"
    sides = float(rng.choice([-0.25, -0.05, 0.1]))
    return Style(fringe, sides, back, float(rng.uniform(-1.9, -1.0)), tied, bool(rng.random() < 0.25))
