"""The people: who has which build, hair, clothes and colours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inference.synthesis.makehuman.shape import Shape
from inference.synthesis.makehuman.trims import Trim


@dataclass(frozen=True)
class Person:
    """A recipe."""

    shape: Shape
    hair: str
    outfit: str
    shoes: str
    brows: str
    lashes: str
    colors: Mapping[str, str]  # sheet entry -> rrggbb; what is missing has its colour from COMMON
    trims: tuple[Trim, ...] = ()
    hat: str = ""
    mirrored: bool = False  # the hair's parting

    def rgb(self, entry: str) -> tuple[int, int, int]:
        """The colour of a sheet entry."""
        red, green, blue = bytes.fromhex(self.colors.get(entry) or COMMON[entry])
        return red, green, blue


COMMON = {
    "eye white": "fdfdfa", "pupil": "2a2630", "catchlight": "ffffff", "mouth": "b5524e", "soles": "e9e2d6",
    "socks": "f4f2ee", "hat": "6b4f3a", "button": "e8d9b0", "laces": "f3efe6", "rivet": "d8b25a", "buckle": "d8b25a",
}  # fmt: skip

_CUFFS = Trim("sleeve", 0.88, 1.0, "cuff", "out")
_SLEEVE_HEMS = Trim("sleeve", 0.82, 1.0, "sleeve hem", "out", "trim")
_STRIPE = Trim("shirt", 0.56, 0.68, "stripe")
_HEM = Trim("shirt", 0.0, 0.07, "hem")


_GIRL = Shape(height=1.58, shoulders=-0.32, eyes=(1.7, 2.5), waist=0.86, hips=1.08, bust=0.4, limbs=0.86, neck=0.78)
_WOMAN = Shape(1.68, head=1.18, shoulders=-0.25, waist=0.84, hips=1.1, bust=0.5, limbs=0.88, neck=0.78, legs=1.08)
_BOY = Shape(1.66, head=1.25, limbs=0.88, eyes=(1.55, 2.0), waist=0.92, hips=0.94)
_MAN = Shape(1.8, head=1.12, shoulders=0.22, limbs=1.0, neck=1.0, eyes=(1.4, 1.6), jaw=0.9, nose=0.8)
_CHILD = Shape(
    1.2, head=1.55, legs=0.92, shoulders=-0.3, limbs=0.92, neck=0.72, eyes=(1.65, 2.4), nose=0.55, waist=1.02
)

PEOPLE: Mapping[str, Person] = {
    "Aoi": Person(
        replace(_GIRL, mouth=0.11), "bob02", "female_casualsuit02", "shoes03", "eyebrow005", "eyelashes02",
        {"hair": "3d5a80", "skin": "fbdcc6", "iris": "3c8dbc", "shirt": "f6c445", "shorts": "4f6fa8",
         "shoes": "e4572e", "stripe": "fff6dc", "trim": "fff6dc"},
        trims=(_STRIPE, _SLEEVE_HEMS),
    ),
    "Mei": Person(
        _GIRL, "long01", "female_elegantsuit01", "shoes01", "eyebrow007", "eyelashes03",
        {"lips": "e58a86", "hair": "5b3a5e", "skin": "fde3d0", "iris": "8e5bb0", "blouse": "f7f3f0", "collar": "b5305c",
         "skirt": "3b3561", "shoes": "5a3a2e", "socks": "2f2b45", "cuff": "b5305c", "skirt stripe": "e8dff0"},
        trims=(_CUFFS, Trim("skirt", 0.07, 0.13, "skirt stripe")),
    ),
    "Rin": Person(
        replace(_GIRL, height=1.62, legs=1.08, bust=0.3), "ponytail01", "female_sportsuit01", "shoes02", "eyebrow006",
        "eyelashes04",
        {"lips": "c96a58", "hair": "c8553d", "skin": "f3c9a5", "iris": "4f9d69", "shirt": "e8f1f2",
         "trousers": "1f6f78", "shoes": "f2f2f2", "waistband": "f2b134", "trouser hem": "f2b134", "trim": "f2b134"},
        trims=(Trim("trouser leg", 0.955, 1.0, "waistband", category="belt"),
            Trim("trouser leg", 0.0, 0.05, "trouser hem"), _SLEEVE_HEMS),
    ),
    "Yuki": Person(
        _WOMAN, "braid01", "female_casualsuit01", "shoes01", "eyebrow001", "eyelashes03",
        {"hair": "d9c9a3", "skin": "fdebdc", "iris": "5aa9c4", "shirt": "7fb7be", "trousers": "4a5173",
         "shoes": "8c5a3c", "stripes": "fdf6ec"},
        trims=tuple(Trim("shirt", low, low + 0.07, f"stripe {row}", entry="stripes") for row, low in enumerate((0.16,
            0.33, 0.5), 1)),
    ),
    "Hana": Person(
        replace(_CHILD, height=1.24, mouth=0.2), "bob01", "male_casualsuit04", "shoes03", "eyebrow001", "eyelashes01",
        {"hair": "7a4a2b", "skin": "fcdcc4", "iris": "a86b32", "shirt": "f08ba0", "trousers": "6a7fb5",
         "shoes": "f4d35e", "stripe": "fff1e6", "trim": "fff1e6"},
        trims=(Trim("shirt", 0.12, 0.2, "stripe"), _SLEEVE_HEMS),
    ),
    "Kenta": Person(
        replace(_CHILD, height=1.15, eyes=(1.6, 2.1), mouth=0.17), "short02", "male_worksuit01", "shoes02",
        "eyebrow001", "eyelashes01",
        {"hair": "2f2a33", "skin": "f0c39b", "iris": "5c4033", "shirt": "f2e8cf", "overalls": "3f7cac",
         "strap": "3f7cac",
         "shoes": "bc4749", "turn-ups": "a9cbe3"},
        trims=(Trim("overalls front", 0.0, 0.045, "turn-up front", entry="turn-ups"),
            Trim("overalls back", 0.0, 0.045, "turn-up back", entry="turn-ups")),
    ),
    "Ren": Person(
        _BOY, "short03", "male_casualsuit05", "shoes03", "eyebrow002", "eyelashes01",
        {"hair": "8d99ae", "skin": "fadcc4", "iris": "c0392b", "jacket": "5f6b3a", "jacket lining": "3f4727",
         "shirt": "e9e4d4", "collar": "e9e4d4", "lapel": "77844a", "pocket": "6d7944", "flap": "77844a",
         "trousers": "3a3f52", "shoes": "7b4b32", "cuff": "77844a"},
        trims=(_CUFFS,),
    ),
    "Sora": Person(
        replace(_BOY, height=1.72, legs=1.1, mouth=0.08), "short01", "male_casualsuit02", "shoes02",
        "eyebrow010", "eyelashes01",
        {"hair": "e0a030", "skin": "f7d2b0", "iris": "3f88c5", "shirt": "d94f4f", "trousers": "e6dcc8",
         "shoes": "3d405b", "stripe": "f5e9da", "cuff": "8f2d38", "hem": "8f2d38"},
        trims=(_STRIPE, _CUFFS, _HEM),
    ),
    "Daichi": Person(
        _MAN, "short04", "male_elegantsuit01", "shoes01", "eyebrow011", "eyelashes01",
        {"hair": "33272a", "skin": "e9b98f", "iris": "4b3b2a", "jacket": "3c4a66", "trousers": "333f57",
         "shirt": "f6f4ef",
         "cuff": "f6f4ef", "tie": "9e2a2b", "shoes": "2b2320", "collar": "f6f4ef"},
        trims=(Trim("shirt", 0.4, 0.62, "tie", "across"),),
    ),
    "Taro": Person(
        replace(_MAN, height=1.7, head=1.16, belly=0.9, waist=1.2, hips=1.08, limbs=1.1, legs=0.97, jaw=1.0), "afro01",
        "male_casualsuit03", "shoes03", "eyebrow012", "eyelashes01",
        {"hair": "4a3526", "skin": "c68d5f", "iris": "3b2a1e", "shirt": "79a86b", "collar": "6a975d",
         "trousers": "54483c",
         "shoes": "d9d2c3", "cuff": "6a975d"},
        trims=(_CUFFS,),
    ),
    "Noa": Person(
        replace(_GIRL, height=1.54, head=1.32, bust=0.2, legs=1.02), "bob02", "male_casualsuit06", "shoes03",
        "eyebrow003", "eyelashes02",
        {"hair": "b3cde0", "skin": "fde6d8", "iris": "6c5b9e", "shirt": "564787", "trousers": "9aa0c3",
         "shoes": "f2c14e", "stripe": "b9a5e0", "hat band": "c8553d"},
        hat="fedora01", mirrored=True,
        trims=(_STRIPE, Trim("hat", 0.2, 0.38, "hat band", category="hat")),
    ),
    "Umi": Person(
        replace(_WOMAN, height=1.74, hips=1.04, bust=0.3), "short03", "male_casualsuit01", "shoes02", "eyebrow008",
        "eyelashes04",
        {"lips": "a85a4a", "hair": "2a6f6b", "skin": "d9a378", "iris": "d4a017", "shirt": "f4a259", "collar": "d98a45",
         "trousers": "5b7065",
         "shoes": "f3ede2", "cuff": "d98a45"}, mirrored=True,
        trims=(_CUFFS,),
    ),
}  # fmt: skip
