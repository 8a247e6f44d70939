"""Lines part every label from every other, tones likewise, and nothing is dirt."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.formats.paintbucket import BACKGROUND
from inference.segments import segment
from inference.synthesis.buffers import Buffers, look
from inference.synthesis.camera import Camera, frame
from inference.synthesis.drawing import mixed_segments
from inference.synthesis.figure import INK
from inference.synthesis.lines import LineStyle, draw_lines, without_crumbs, without_specks
from inference.synthesis.pencils import line_art
from inference.synthesis.toon import ToonStyle, shade
from inference.synthesis.tracing import tidy, trace, without_slivers
from inference.types import Int32Array, LineArt, Plane, Tone, UInt8Array
from tests.inference.synthesis.figures import BLOUSE, CATCHLIGHT, HAIR, IRIS, SKIN, ball, figure_of, person, tile

PLAIN = LineStyle(width=1, variation=0, crumb=0, shortest=4)


def buffers_of(label: Int32Array, depth: float = 2.0) -> Buffers:
    """Flat areas that face the eye."""
    facing = np.zeros((*label.shape, 3), np.float32)
    facing[..., 2] = 1
    far = np.where(label == BACKGROUND, np.inf, depth).astype(np.float32)
    camera = Camera((0, 0, 2), (0, 0, 0), label.shape[1], label.shape[0])
    return Buffers(label, far, facing, facing, np.zeros_like(facing), camera, 1.7)


def areas(planes: UInt8Array) -> Int32Array:
    return np.asarray(cv2.connectedComponents((planes == 0).astype(np.uint8), connectivity=4)[1], np.int32)


@st.composite
def label_maps(draw: st.DrawFn) -> Int32Array:
    """Blots of -1..6 in all sizes down to single pixels."""
    rng = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    coarse = rng.integers(BACKGROUND, 7, (5, 6)).astype(np.int32).repeat(8, axis=0).repeat(8, axis=1)
    dots = rng.random(coarse.shape) < draw(st.sampled_from([0, 0.02, 0.3]))
    return np.where(dots, rng.integers(BACKGROUND, 7, coarse.shape), coarse).astype(np.int32)


@settings(max_examples=60, deadline=None)
@given(label_maps(), st.floats(1, 3), st.integers(0, 5), st.integers(0, 1 << 32))
def test_every_area_between_lines_lies_in_one_label_and_one_tone(
    label: Int32Array, width: float, crumb: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    depth = rng.uniform(1, 3, label.shape).astype(np.float32)
    planes = draw_lines(replace(buffers_of(label), depth=depth), LineStyle(width=width, crumb=crumb), rng)
    nothing = np.zeros(label.shape, np.uint8)
    assert mixed_segments(areas(planes), label, nothing) == 0
    tones = rng.integers(0, 4, (10, 12)).astype(np.uint8).repeat(4, axis=0).repeat(4, axis=1)
    tones = tidy(tones, label, planes, 6)
    traced, tones = without_slivers(trace(planes, label, tones, ToonStyle()), label, tones)
    assert mixed_segments(areas(traced), label, tones) == 0
    assert (traced[planes == Plane.MAIN] == Plane.MAIN).all(), "colour lines never lie on main lines"
    assert (planes[label == INK] == Plane.MAIN).all()


def test_a_line_is_drawn_around_a_catchlight_and_not_over_it() -> None:
    label = np.full((30, 30), SKIN, np.int32)
    label[14:16, 14] = CATCHLIGHT
    planes = draw_lines(buffers_of(label), LineStyle(width=3), np.random.default_rng(0))
    assert (planes[14:16, 14] == Plane.PAPER).all()
    assert (planes[13, 14], planes[14, 13]) == (Plane.MAIN, Plane.MAIN)


def test_of_two_areas_the_nearer_one_carries_the_line() -> None:
    label = np.full((30, 40), SKIN, np.int32)
    label[:, 20:] = HAIR
    depth = np.where(label == HAIR, 1.0, 1.5).astype(np.float32)
    planes = draw_lines(replace(buffers_of(label), depth=depth), PLAIN, np.random.default_rng(0))
    assert np.flatnonzero(planes.any(axis=0)).tolist() == [20]


def test_an_arm_before_a_body_of_the_same_colour_gets_a_line_and_a_slanted_face_none() -> None:
    label = np.full((40, 60), BLOUSE, np.int32)
    slanted = np.tile(np.linspace(1, 2.5, 60, dtype=np.float32), (40, 1))
    planes = draw_lines(replace(buffers_of(label), depth=slanted), PLAIN, np.random.default_rng(0))
    assert not planes.any()
    slanted[10:20, :] -= 0.2
    planes = draw_lines(replace(buffers_of(label), depth=slanted), PLAIN, np.random.default_rng(0))
    assert set(np.flatnonzero(planes.any(axis=1))) == {10, 19}, "on the nearer side"


@pytest.mark.parametrize(("crease", "drawn"), [(60.0, True), (None, False), (100.0, False)])
def test_an_edge_is_drawn_where_the_style_asks_for_it(crease: float | None, drawn: bool) -> None:
    buffers = buffers_of(np.full((40, 60), BLOUSE, np.int32))
    flat = buffers.flat.copy()
    flat[:, 30:] = (1, 0, 0)
    style = replace(PLAIN, crease=crease)
    planes = draw_lines(replace(buffers, flat=flat), style, np.random.default_rng(0))
    assert bool(planes.any()) is drawn


def test_dots_of_line_go_unless_they_part_something() -> None:
    label = np.full((20, 20), SKIN, np.int32)
    label[5, 5] = CATCHLIGHT
    planes = np.zeros((20, 20), np.uint8)
    planes[4:7, 4:7] = Plane.MAIN
    planes[5, 5] = Plane.PAPER
    planes[15, 15:17] = Plane.MAIN
    kept = without_specks(planes, label, least=9)
    assert kept[4:7, 4:7].sum() == 8
    assert not kept[15].any()


def test_crumbs_of_a_large_area_become_line_and_small_areas_stay() -> None:
    planes = np.zeros((20, 20), np.uint8)
    planes[8:11, 8:12] = Plane.MAIN
    planes[9, 9:11] = Plane.PAPER
    part = np.zeros((20, 20), np.int32)
    assert without_crumbs(planes, part, np.array([400], np.int32), 3)[9, 9] == Plane.MAIN
    part[9, 9:11] = 1
    assert without_crumbs(planes, part, np.array([398, 2], np.int32), 3)[9, 9] == Plane.PAPER


def lit_ball(style: ToonStyle) -> tuple[Buffers, UInt8Array, UInt8Array]:
    figure = figure_of([(HAIR, ball((0, 0, 0), (0.5, 0.5, 0.5)))])
    rng = np.random.default_rng(0)
    buffers = look(figure, figure.points, figure.normals, Camera((0, 0, 3), (0, 0, 0), 160, 160, 30))
    planes = draw_lines(buffers, LineStyle(), rng)
    tones = tidy(shade(figure, figure.points, buffers, style, rng), buffers.label, planes, style.smallest)
    return buffers, tones, trace(planes, buffers.label, tones, style)


def test_a_ball_is_bright_towards_the_light_and_dark_away_from_it() -> None:
    _, tones, _ = lit_ball(ToonStyle(light=(-1, 1, 1), second_shadow=-0.1, ring=False))
    assert tones[55, 55] == Tone.HIGHLIGHT
    assert tones[85, 75] == Tone.NORMAL
    assert tones[100, 100] == Tone.SHADOW
    assert tones[112, 112] == Tone.SECOND_SHADOW
    assert tones[2, 2] == Tone.NORMAL, "the background has no tone"


def test_tones_that_an_entry_lacks_are_not_painted() -> None:
    figure = figure_of([(BLOUSE, ball((0, 0, 0), (0.5, 0.5, 0.5)))])
    buffers = look(figure, figure.points, figure.normals, Camera((0, 0, 3), (0, 0, 0), 96, 96, 30))
    tones = shade(figure, figure.points, buffers, ToonStyle(), np.random.default_rng(0))
    assert set(np.unique(tones)) == {Tone.NORMAL, Tone.SHADOW}


def test_colour_lines_have_the_exact_pencils_of_the_studio() -> None:
    style = ToonStyle(light=(-1, 1, 1), second_shadow=-0.1, ring=False)
    buffers, tones, planes = lit_ball(style)
    line = line_art(planes)
    used = {tuple(color) for color in line.reshape(-1, 4).tolist()}
    assert used == {(255, 255, 255, 0), (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255), (173, 255, 47, 255)}
    assert (tones[planes == Plane.HIGHLIGHT] == Tone.HIGHLIGHT).all(), "red takes the bright side"
    assert (tones[planes == Plane.SHADOW] == Tone.SHADOW).all(), "blue takes the dark side"
    green = line_art(trace(np.zeros_like(planes), buffers.label, tones, replace(style, second_plane=Plane.OTHER)))
    assert (0, 255, 0, 255) in {tuple(color) for color in green.reshape(-1, 4).tolist()}


def test_what_stands_in_the_light_casts_a_shadow() -> None:
    figure = figure_of([(SKIN, tile((0, 0, 0), 1, 1)), (HAIR, tile((0, 0.1, 0.3), 0.3, 0.1))])
    buffers = look(figure, figure.points, figure.normals, Camera((0, 0, 3), (0, 0, 0), 160, 160, 30))
    for cast in (True, False):
        style = ToonStyle(light=(0, 1, 1), cast=cast, ring=False)
        tones = shade(figure, figure.points, buffers, style, np.random.default_rng(0))
        dark = (tones == Tone.SHADOW) & (buffers.label == SKIN)
        assert bool(dark.any()) is cast
        if cast:
            y, x = np.argwhere(dark).mean(axis=0)
            assert y == pytest.approx(80 + 0.2 * buffers.camera.focal / 3, abs=6), "as far below as it stands out"
            assert x == pytest.approx(80, abs=3)


def test_small_areas_of_a_tone_take_the_tone_around_them() -> None:
    label = np.full((30, 30), SKIN, np.int32)
    tones = np.zeros((30, 30), np.uint8)
    tones[10:13, 10:13] = Tone.HIGHLIGHT
    tones[20:30, 20:30] = Tone.SHADOW
    tidied = tidy(tones, label, np.zeros_like(tones), 40)
    assert not (tidied == Tone.HIGHLIGHT).any()
    assert (tidied == Tone.SHADOW).sum() == 100


def test_the_same_seed_draws_the_same_drawing() -> None:
    figure = person()
    camera = frame(figure.points, azimuth=20, width=320, height=320)

    def drawn(seed: int) -> bytes:
        rng = np.random.default_rng(seed)
        buffers = look(figure, figure.points, figure.normals, camera)
        planes = draw_lines(buffers, LineStyle(), rng)
        tones = shade(figure, figure.points, buffers, ToonStyle(), rng)
        return trace(planes, buffers.label, tones, ToonStyle()).tobytes()

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_a_drawing_has_no_single_dots_of_line_or_paper() -> None:
    figure = person()
    buffers = look(figure, figure.points, figure.normals, frame(figure.points, azimuth=40, width=320, height=320))
    planes = draw_lines(buffers, LineStyle(), np.random.default_rng(0))
    dots = cv2.connectedComponentsWithStats((planes > 0).astype(np.uint8), connectivity=8)[2][1:, cv2.CC_STAT_AREA]
    assert dots.min() > 5
    found = segment(LineArt("0000", line_art(planes), planes))
    own = np.array([buffers.label[found.labels == i][0] for i in range(1, found.count + 1)])
    assert (found.area[1:][(own != CATCHLIGHT) & (own != IRIS)] > 5).all()
    assert (own == CATCHLIGHT).any()
