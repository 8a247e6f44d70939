"""A seed -> a person, built and dressed."""

import numpy as np

from inference.synthesis.figure import Figure
from inference.synthesis.house.accessories import hair_bows, hair_clips
from inference.synthesis.house.assembly import assemble
from inference.synthesis.house.cast import Person, cast
from inference.synthesis.house.face import build_face
from inference.synthesis.house.hair import build_hair
from inference.synthesis.house.head import build_head
from inference.synthesis.house.locks import Hair
from inference.synthesis.house.outfits import dress_up
from inference.synthesis.house.palettes import mixed
from inference.synthesis.house.tailor import Tailor
from inference.synthesis.house.workshop import Workshop


def house_figure(seed: int) -> Figure:
    """The person of a seed, the same on every machine; in the rest pose, arms 43 degrees below the horizon."""
    person = cast(seed)
    rng = np.random.Generator(np.random.PCG64([seed, 1]))
    shop = Workshop()
    person.body.build_skeleton(shop)
    _enter_body_colors(shop, person)
    build_head(shop, person.body)
    build_face(shop, person.body, person.features)
    build_hair(Hair(shop, person.body), person.style, rng)
    tailor = Tailor(shop, person.body)
    dress_up(tailor, person, rng)
    _adorn(tailor, person, rng)
    return assemble(shop, f"house/{seed}")


def _adorn(tailor: Tailor, person: Person, rng: np.random.Generator) -> None:
    """Ribbons and clips in the hair."""
    if not person.feminine:
        return
    places = {"twin": [(106, 0.80), (-106, 0.80)], "pony": [(180, 0.93)], "side": [(84, 0.53)]}.get(person.style.tied)
    if places and rng.random() < 0.75:
        hair_bows(tailor, places, "hair tie", 0.20 if len(places) > 1 else 0.26)
    elif not places and rng.random() < 0.5:
        hair_clips(tailor, person.scheme[2], 1.0 if rng.random() < 0.5 else -1.0)


def _enter_body_colors(shop: Workshop, person: Person) -> None:
    """The lines of the sheet that everybody has."""
    dark, light = person.iris
    for name, category, color in (
        ("skin", "skin", person.skin),
        ("blush", "skin", mixed(person.skin, "ff7a70", 0.42)),
        ("hair", "hair", person.hair),
        ("inner hair", "hair", mixed(person.hair, "2a2a50", 0.45)),
        ("brow", "hair", mixed(person.hair, "3a2a30", 0.55)),
        ("hair tie", "hair", person.scheme[2]),
        ("eye white", "eyes", "fdfbf8"),
        ("iris", "eyes", dark),
        ("dark iris", "eyes", light),
        ("pupil", "eyes", mixed(light, "100818", 0.72)),
        ("glint", "eyes", "ffffff"),
        ("mouth", "mouth", "a23a46"),
        ("tongue", "mouth", "f2877f"),
        ("teeth", "mouth", "fffdfa"),
    ):
        shop.entry(name, category, color)
