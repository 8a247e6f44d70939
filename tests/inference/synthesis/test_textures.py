"""Cutting a model's surfaces into index labels."""

from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray

from inference.synthesis.glb import Model, read_glb
from inference.synthesis.textures import CUT_OUT, Surfaces, surfaces
from tests.inference.synthesis.glbs import Toy, box, joined, palette

RED, BLUE = (0.2, 0.5), (0.8, 0.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toy.glb"


def cut(toy: Toy, path: Path) -> tuple[Model, Surfaces]:
    model = read_glb(toy.save(path))
    return model, surfaces(model)


def boxes(*places: tuple[float, float, tuple[float, float]]) -> dict[str, NDArray[Any]]:
    """Boxes at (x, y)."""
    return joined(*(box((x - 0.3, y, -0.3), (x + 0.3, y + 0.6, 0.3), uv) for x, y, uv in places))


def spread_over(uv: tuple[float, float], other: tuple[float, float]) -> dict[str, NDArray[Any]]:
    """A box whose every side reaches from one place of the texture to another."""
    body = box((-0.5, 0, -0.5), (0.5, 1, 0.5), uv)
    body["TEXCOORD_0"][2::4] = body["TEXCOORD_0"][3::4] = other
    return body


def test_a_shaded_palette_is_two_flat_colours(path: Path) -> None:
    _, found = cut(Toy(hat=False), path)
    assert len(found.patches) == 2
    assert not found.textures
    lower, upper = found.patches[found.face_label[0] - 1], found.patches[found.face_label[-1] - 1]
    assert lower.color[0] > 150 > lower.color[2]
    assert upper.color[2] > 150 > upper.color[0]


def test_the_same_colour_on_another_node_is_another_part(path: Path) -> None:
    model, found = cut(Toy(), path)
    assert [patch.node for patch in found.patches].count("Hat") == 1
    hat = {int(label) for label in found.face_label[model.node == model.nodes.index("Hat")]}
    body = {int(label) for label in found.face_label[model.node == model.nodes.index("Body")]}
    assert not hat & body


def test_boots_that_do_not_touch_are_left_and_right(path: Path) -> None:
    _, found = cut(Toy(boxes((0.6, 0, RED), (-0.6, 0, RED), (0, 1, BLUE)), hat=False), path)
    assert sorted((patch.side, patch.color[0] > 100) for patch in found.patches) == [
        ("left", True),
        ("middle", False),
        ("right", True),
    ]


def test_studs_of_one_colour_are_one_part(path: Path) -> None:
    studs = [box((x, 2, 0), (x + 0.01, 2.01, 0.01), BLUE) for x in (-0.4, -0.2, 0.2, 0.4)]
    _, found = cut(Toy(joined(box((-1, 0, -1), (1, 1, 1), RED), *studs), hat=False), path)
    assert len(found.patches) == 2


def test_a_side_of_two_colours_looks_its_parts_up_in_the_texture(path: Path) -> None:
    model, found = cut(Toy(joined(spread_over(RED, BLUE), boxes((0, 1, RED), (0, 2, BLUE))), hat=False), path)
    assert (found.face_label[:12] == -1).all()
    assert (found.face_label[12:] > 0).all()
    texture = found.textures[0]
    at = {uv: texture[int(uv[1] * 32), int(uv[0] * 64)] for uv in (RED, BLUE)}
    assert found.patches[at[RED] - 1].color[0] > 150
    assert found.patches[at[BLUE] - 1].color[2] > 150
    assert len(model.faces) == len(found.face_label)


def test_a_colour_that_only_shows_in_sides_of_two_colours_has_its_part_too(path: Path) -> None:
    _, found = cut(Toy(spread_over((0.1, 0.5), (0.6, 0.5)), hat=False), path)
    texture = found.textures[0]
    assert texture[16, 6] > 0
    assert texture[16, 40] > 0
    assert texture[16, 6] != texture[16, 40]


def test_a_speck_in_the_texture_is_no_part(path: Path) -> None:
    speck = palette()
    speck[14:17, 11:14] = (255, 255, 255, 255)  # 9 texels
    _, found = cut(Toy(spread_over((0.1, 0.3), (0.4, 0.7)), speck, hat=False), path)
    assert len(found.patches) == 1


def test_transparent_texels_are_cut_out(path: Path) -> None:
    holes = palette()
    holes[:, 32:, 3] = 100
    _, found = cut(Toy(spread_over(RED, BLUE), holes, hat=False), path)
    assert found.textures[0][16, 50] == CUT_OUT
    assert found.textures[0][16, 10] == 1
    assert len(found.patches) == 1
