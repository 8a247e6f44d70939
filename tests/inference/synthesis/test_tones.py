"""Tones of a sheet, and characters in other colours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.synthesis.figure import Figure, Region, Skeleton
from inference.synthesis.tones import APART, Color, color_word, entries_of, recolored, to_lab, to_rgb
from inference.types import CATEGORIES, RGBA, ColorEntry

LINES = {(0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255), (0, 255, 0, 255), (255, 255, 255, 255)}
RGB = st.tuples(*[st.integers(0, 255)] * 3)
WARDROBE = [
    Color("skin", "skin", (246, 190, 153)),
    Color("skin shade", "skin", (225, 160, 130)),
    Color("hair brown", "hair", (98, 66, 50)),
    Color("shirt white", "clothes", (240, 240, 240)),
    Color("trousers blue", "clothes", (70, 100, 150)),
    Color("jacket blue", "clothes", (72, 100, 150)),
    Color("boot black", "shoes", (30, 30, 34)),
]


def tones(entry: ColorEntry) -> list[RGBA]:
    found = [entry.normal, entry.highlight, entry.shadow, entry.second_shadow]
    return [tone for tone in found if tone is not None]


def dressed(colors: list[Color]) -> Figure:
    nothing = np.zeros((0, 4, 4), np.float32)
    skeleton = Skeleton((), np.zeros(0, np.int32), nothing, nothing, {})
    entries = entries_of(colors)
    flat, whole = np.zeros((0, 3), np.float32), np.zeros((0, 4), np.int32)
    regions = tuple(Region(entry.name, entry.key) for entry in entries[1:])
    return Figure("test", "", flat, flat, whole[:, :3], whole, flat, skeleton, regions, whole[:, 0], entries)


def hue(color: RGBA) -> float:
    lab = to_lab(color)
    return float(np.degrees(np.arctan2(lab[2], lab[1])) % 360)


@given(st.lists(st.builds(Color, st.just("x"), st.sampled_from(CATEGORIES), RGB), max_size=12))
@settings(deadline=None, max_examples=40)
def test_no_two_tones_of_a_sheet_are_one_colour_and_none_is_a_line(colors: list[Color]) -> None:
    found = [tone for entry in entries_of(colors) for tone in tones(entry)]
    assert len(found) == len(set(found)) == 1 + 4 * len(colors)
    assert not LINES & set(found)
    assert found[0] == (255, 255, 255, 0)  # the background
    assert all(tone[3] == 255 for tone in found[1:])


@given(st.builds(Color, st.just("x"), st.sampled_from(CATEGORIES), RGB))
@settings(deadline=None, max_examples=100)
def test_shadows_are_darker_and_highlights_lighter(color: Color) -> None:
    entry = entries_of([color])[1]
    normal, highlight, shadow, second = (to_lab(tone)[0] for tone in tones(entry))
    assert highlight > normal + 0.01
    assert normal > shadow + 0.02
    assert shadow > second + 0.01


def test_shadows_of_skin_lean_to_red_and_those_of_cloth_to_violet() -> None:
    skin, cloth = entries_of([Color("skin", "skin", (246, 200, 160)), Color("shirt", "clothes", (90, 150, 90))])[1:]
    assert skin.shadow is not None
    assert cloth.shadow is not None
    assert 25 < hue(skin.shadow) < hue(skin.normal)
    assert to_lab(cloth.shadow)[2] < to_lab(cloth.normal)[2]  # less yellow, more blue


@given(RGB)
@settings(deadline=None, max_examples=100)
def test_a_colour_survives_the_way_to_oklab_and_back(rgb: tuple[int, int, int]) -> None:
    assert max(abs(a - b) for a, b in zip(to_rgb(to_lab(rgb)), rgb, strict=True)) <= 1


@pytest.mark.parametrize(
    ("rgb", "word"),
    [((20, 20, 22), "black"), ((250, 250, 250), "white"), ((200, 30, 50), "red"), ((115, 80, 52), "brown")],
)
def test_colours_are_called_what_people_call_them(rgb: tuple[int, int, int], word: str) -> None:
    assert color_word(rgb) == word


@pytest.mark.parametrize("seed", range(8))
def test_a_recoloured_character_keeps_its_keys_and_its_entries_can_be_told_apart(seed: int) -> None:
    figure = dressed(WARDROBE)
    other = recolored(figure, np.random.default_rng(seed))
    assert other.regions == figure.regions
    assert [(e.key, e.category) for e in other.entries] == [(e.key, e.category) for e in figure.entries]
    labs = np.array([to_lab(entry.normal) for entry in other.entries[1:]])
    apart = np.linalg.norm(labs[:, None] - labs[None], axis=2) + np.eye(len(labs))
    assert apart.min() > APART - 0.01
    found = [tone for entry in other.entries for tone in tones(entry)]
    assert len(found) == len(set(found))


def test_recolouring_is_repeatable_and_changes_the_clothes() -> None:
    figure = dressed(WARDROBE)
    first, again, other = (recolored(figure, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.entries == again.entries
    assert first.entries != other.entries
    assert first.entries[5].normal != figure.entries[5].normal


@pytest.mark.parametrize("seed", range(20))
def test_skin_stays_skin(seed: int) -> None:
    skin = recolored(dressed(WARDROBE), np.random.default_rng(seed)).entries[1]
    red, green, blue, _ = skin.normal
    assert red > green > blue
    assert 30 < hue(skin.normal) < 80


@pytest.mark.parametrize("seed", range(8))
def test_mouths_stay_red_and_the_white_of_the_eye_white(seed: int) -> None:
    face = [Color("mouth", "mouth", (190, 70, 70)), Color("eye white", "eyes", (238, 238, 240)), *WARDROBE]
    mouth, white = recolored(dressed(face), np.random.default_rng(seed)).entries[1:3]
    assert np.linalg.norm(to_lab(mouth.normal) - to_lab(face[0].rgb)) < 0.06
    assert np.linalg.norm(to_lab(white.normal) - to_lab(face[1].rgb)) < 0.06


def test_a_name_follows_its_colour() -> None:
    entries = recolored(dressed([*WARDROBE, WARDROBE[4]]), np.random.default_rng(3)).entries
    assert len({entry.name for entry in entries}) == len(entries)
    trousers = next(entry for entry in entries if entry.name.startswith("trousers"))
    assert trousers.name == f"trousers {color_word(trousers.normal)}"
    assert entries[8].name.removesuffix(" 2") == f"trousers {color_word(entries[8].normal)}"
    assert entries[1].name == "skin"
