"""Outfits: which clothes go together, in the colours of one scheme."""

from collections.abc import Callable

import numpy as np

from inference.synthesis.house import everyday, fantasy, uniforms
from inference.synthesis.house.cast import Person
from inference.synthesis.house.tailor import Tailor

_OUTFITS: dict[str, Callable[[Tailor, Person, np.random.Generator], None]] = {
    "sailor": uniforms.sailor,
    "blazer": uniforms.blazer,
    "cardigan": uniforms.cardigan,
    "gakuran": uniforms.gakuran,
    "office": uniforms.office,
    "hoodie": everyday.hoodie,
    "casual": everyday.casual,
    "sport": everyday.sport,
    "dress": everyday.dress,
    "fantasy": fantasy.fantasy,
}


def dress_up(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """Put the person's outfit on."""
    _OUTFITS[person.outfit](tailor, person, rng)
