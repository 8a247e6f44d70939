"""What each of MakeHuman's garments is made of: the islands of its texture, by size, as parts that people name.

``{side}`` becomes left or right by where the island lies. The sheet entry of a part is its region's last word, where
``_ENTRIES`` has no other.
"""

from collections.abc import Mapping

from inference.synthesis.makehuman.pieces import Part

_LEG, _SLEEVE, _FRONT = "{side} trouser leg", "{side} sleeve", "{side} front"

_SHIRT = {"shirt": (0, 1), _LEG: (2, 3), _SLEEVE: (4, 5)}
_SWEATER = {_LEG: (0, 1), "shirt": (2, 5), _SLEEVE: (3, 4)}
_LOAFERS = {"{side} shoe": (0, 1, 6, 7), "{side} sock": (2, 3), "{side} sole": (4, 5)}
OUTFITS: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "female_casualsuit01": _SHIRT,
    "female_casualsuit02": {"shirt": (0, 1), "{side} shorts": (2, 3, 4, 5), "button": (6,), _SLEEVE: (7, 8)},
    "female_elegantsuit01": {
        "blouse back": (0,), "skirt": (1,), "{side} blouse front": (2, 3), "{side} blouse sleeve": (4, 5, 6, 7),
        "collar": (8, 9),
    },
    "female_sportsuit01": {_LEG: (0, 1), "shirt": (2, 3), _SLEEVE: (4, 5)},
    "male_casualsuit01": {_LEG: (0, 2), "shirt": (1,), _SLEEVE: (3, 4), "collar": (5,)},
    "male_casualsuit02": _SWEATER,
    "male_casualsuit03": {_LEG: (0, 1), _SLEEVE: (2, 3, 5, 6), "back": (4,), _FRONT: (7, 8), "collar": (9, 10)},
    "male_casualsuit04": {_LEG: (0, 1), "shirt": (2, 3), _SLEEVE: (4, 5)},
    "male_casualsuit05": {
        _LEG: (0, 1), "{side} jacket sleeve": (2, 3), "jacket back": (4,), "{side} jacket front": (5, 6),
        "{side} lapel": (7, 8), "{side} shirt front": (9, 10), "jacket lining": (11,), "shirt collar": (14,),
        "upper {side} pocket": (12, 13), "lower {side} pocket": (15, 16),
        "upper {side} flap": (18, 20), "lower {side} flap": (17, 19),
    },
    "male_casualsuit06": {"shirt": (0, 1), _LEG: (2, 3), _SLEEVE: (4, 5)},
    "male_elegantsuit01": {
        "jacket": (0,), "{side} jacket front": (1, 2), _LEG: (3, 4), "{side} jacket sleeve": (5, 7, 8, 9),
        "shirt": (6,), "collar": (10,), "{side} cuff": (11, 12, 13, 14), "button": (15, 16),
        "{side} sleeve button": tuple(range(17, 23)),
    },
    "male_worksuit01": {
        "shirt": (0,), "overalls front": (1,), "overalls back": (2,), "{side} buckle": (3, 4), "{side} strap": (5, 6),
        "rivet": (7, 8, 9, 10),
    },
    "shoes01": _LOAFERS,
    "shoes02": _LOAFERS,
    "shoes03": {
        "{side} shoe": (0, 1), "{side} sole": (2, 3, 6, 7, 16, 17, 18, 19), "{side} sock": (4, 5),
        "{side} laces": tuple(range(8, 16)),
    },
    "fedora01": {"hat": (0,)},
}  # fmt: skip

SHELLS = frozenset({"afro01"})  # hair that is worn without its tufts
_ENTRIES = {
    "leg": ("trousers", "clothes"),
    "sleeve": ("shirt", "clothes"),
    "front": ("shirt", "clothes"),
    "back": ("shirt", "clothes"),
    "shoe": ("shoes", "shoes"),
    "sole": ("soles", "shoes"),
    "laces": ("laces", "shoes"),
    "sock": ("socks", "socks"),
    "hat": ("hat", "hat"),
}


def parts_of(garment: str, islands: int) -> tuple[str, ...]:
    """The region of each island, ``{side}`` still in it; islands without a name belong to the largest one's."""
    names = {island: region for region, rows in OUTFITS[garment].items() for island in rows}
    return tuple(names.get(island, names[0]) for island in range(islands))


def part(region: str) -> Part:
    """The part of a region, its side filled in."""
    words = region.split()
    for garment in ("jacket", "overalls", "blouse"):  # all of it has one colour
        if garment in words and words[-1] != "lining":
            return Part(region, garment)
    if words[-1] == "lining":
        return Part(region, "jacket lining")
    name, category = _ENTRIES.get(words[-1], (words[-1], "clothes"))
    return Part(region, name, category)
