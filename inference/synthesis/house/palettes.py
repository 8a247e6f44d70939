"""Colours that go together: hair as anime has it, skins, and the schemes of outfits."""

import numpy as np

HAIR = (
    "4cc3b8",
    "f2c55c",
    "3a3550",
    "8a5a3a",
    "f08fb0",
    "6f8fe0",
    "b04a3e",
    "c9a0e0",
    "e9e4ee",
    "e88a4a",
    "5a9e6a",
    "d8b48a",
    "46506e",
    "9a4a68",
)
EYES = (
    ("4f9ae0", "244f9c"),
    ("ef9a36", "a84a1e"),
    ("5cb86a", "226a4e"),
    ("a06ad8", "56309a"),
    ("d8566a", "8a2440"),
    ("c89058", "6e3f22"),
    ("4cc3c8", "1e7088"),
    ("8c94a8", "4a5068"),
)
SKINS = ("ffe6d3", "ffe0c8", "f7d2b4", "e8b890", "c58c62")
SKIN_WEIGHTS = (0.4, 0.25, 0.15, 0.1, 0.1)
# Main, second, accent, light: cloth of one outfit.
SCHOOL = (
    ("35497f", "3d5796", "ff6f66", "fff6e4"),
    ("5a2f3f", "7a3f4e", "f2c75c", "fbf3ea"),
    ("2f5a50", "3c7264", "f5a04c", "f6f6ee"),
    ("44424e", "6a6a7c", "d8505a", "ffffff"),
    ("6a4a34", "a07048", "3e8a7a", "fff4dc"),
    ("303a5c", "8a94b4", "7ec8e8", "f4f7fb"),
    ("8a3a4a", "42415a", "e8b45a", "fdf0f0"),
)
CASUAL = (
    ("f2b84a", "4a6a9c", "e8604c", "fbf4e6"),
    ("7ab8a0", "54566a", "f0c860", "f4f4f0"),
    ("e88a9c", "6a5a8c", "fae08a", "fff6f6"),
    ("5a8ad0", "3a3f54", "f29a4a", "f0f4fa"),
    ("b06ac0", "3f4a6a", "8ae0c8", "f7f0fa"),
    ("d86a4a", "7a6a54", "4a9aa0", "faf0e2"),
    ("58a868", "8a6a4a", "f4d45a", "f6f6ea"),
)
OFFICE = (
    ("3c4258", "4a5270", "b8484e", "f4f4f8"),
    ("6a5a52", "54463f", "4a8a8c", "faf4ea"),
    ("5a6a7c", "3e4a5a", "e0a050", "ffffff"),
    ("7a4a5c", "4a3e4e", "e8c8a0", "fdf4f2"),
)
FANTASY = (
    ("4a6ab0", "e8e0d0", "e8b84a", "fff8e8"),
    ("8a3f52", "3f3a4e", "d8a850", "f0e6da"),
    ("3f7a5c", "6e5238", "d8c05a", "f2ecd8"),
    ("6a4a94", "2f2c44", "e89ac0", "ece6f4"),
    ("c8603e", "5a4236", "5ac0b8", "fbeedc"),
)
SPORT = (
    ("e8504a", "34405c", "ffffff", "fdfdfd"),
    ("3a7ad0", "2c3550", "f8d04a", "fafcff"),
    ("3fa078", "38423f", "f0f0f0", "fbfff8"),
    ("f2903a", "4a3f5c", "ffffff", "fff8f0"),
)
LEATHER = ("7a4632", "4a3028", "3a3440", "a86a3c", "8a3f34")


def pick(rng: np.random.Generator, choices: tuple[object, ...], weights: tuple[float, ...] | None = None) -> int:
    """An index into choices."""
    return int(rng.choice(len(choices), p=weights))


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two, as six hexadecimal digits."""
    a, b = np.array([list(bytes.fromhex(c)) for c in (first, second)], float)
    return bytes(np.rint(a * (1 - share) + b * share).astype(np.uint8)).hex()
