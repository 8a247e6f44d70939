from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from inference.errors import BadFile
from inference.lineart import line_art_from_rgba
from inference.matching import features
from inference.matching.calibration import best_temperature, calibration_error, tempered
from inference.matching.describer import Describer, described
from inference.matching.features import GATE_FEATURES, PAIR_FEATURES, Question, Source, ask, meet
from inference.matching.looks import MEASURES, looks
from inference.matching.scorer import SegmentScorer, read_weights, shapes
from inference.segments import segment, segments_from_labels
from inference.types import FloatArray, Kind, LineArt, Matches, Painting, Reference, Segments
from inference.warping import warp_both_ways

COLORS = np.array([-1, 0, 2, 1, 3, 3, 1], np.int32)  # page, hair, face, two eyes, chin
KNOWN = np.array([[1, 0], [2, 0], [3, 0], [4, 0]])  # what the four colours are on a sheet


@pytest.fixture
def weights() -> dict[str, FloatArray]:
    """Of a scorer that has learnt nothing."""
    random = np.random.default_rng(0)
    made = {name: random.normal(0, 0.2, shape).astype(np.float32) for name, shape in shapes().items()}
    return made | {"temperature": np.ones((), np.float32), "pair.scale": np.ones(len(PAIR_FEATURES), np.float32)}


def question(target: LineArt, reference: LineArt, colors: np.ndarray = COLORS) -> Question:  # type: ignore[type-arg]
    here, there = segment(target), segment(reference)
    seen, other = looks(target, here), looks(reference, there)
    met = meet(target, here, reference, there, warp_both_ways)
    alike = unlearnt().likeness(described(target, here, seen), described(reference, there, other))
    sure = (colors >= 0).astype(np.float32)
    return ask(seen, [Source(other, met, alike, colors, sure, Kind.VIEW)], KNOWN)


def unlearnt() -> Describer:
    """One that has learnt nothing."""
    torch.manual_seed(0)
    return Describer().eval()


def painted(
    line_art: LineArt, segments: Segments | None = None, entry: tuple[int, ...] = (0, 1, 3, 2, 4, 4, 2)
) -> Reference:
    count = len(entry)
    painting = Painting(np.array(entry, np.uint16), np.zeros(count, np.uint8), np.ones(count, np.float32))
    return Reference(line_art, segments or segment(line_art), painting)


def test_a_segment_and_itself_differ_in_nothing_and_share_every_pixel(draw_face: Callable[..., LineArt]) -> None:
    asked = question(draw_face(), draw_face())
    assert asked.pairs.shape == (6, 1, 6, len(PAIR_FEATURES))
    assert asked.gate.shape == (6, 1, len(GATE_FEATURES))
    assert sorted(asked.segment[3, 0].tolist()) == [1, 2, 3, 4, 5, 6]
    itself = asked.pairs[np.arange(6), 0, (asked.segment[:, 0] == np.arange(1, 7)[:, None]).argmax(axis=1)]
    by_name = dict(zip(PAIR_FEATURES, itself.T, strict=True))
    for name in (*MEASURES, "larger", "place", "context coarse", "context fine", "context own"):
        np.testing.assert_array_equal(by_name[name], 0)
    np.testing.assert_allclose(by_name["share"], 1)
    np.testing.assert_allclose(by_name["distance"], 0, atol=0.01)
    np.testing.assert_array_equal(by_name["confidence"], 1)
    # Two eyes have one colour, and so have the hair and the chin.
    np.testing.assert_allclose(by_name["color segments"], np.log([1, 1, 2, 2, 2, 2]), atol=1e-6)
    assert asked.gate[0, 0, : len(Kind)].tolist() == [0, 0, 0, 1, 0]


def test_a_figure_looks_the_same_wherever_it_stands_and_however_large(draw_face: Callable[..., LineArt]) -> None:
    here = looks(draw_face(), segment(draw_face()))
    moved = looks(draw_face(12, -8), segment(draw_face(12, -8)))
    same = [MEASURES.index(name) for name in ("width", "height", "x", "y", "fill", "slant", "lean", "spread")]
    figure = np.arange(2, 7)
    inside = [k for k, name in enumerate(MEASURES) if not name.startswith("whole")]  # the chin's line lets the page in
    np.testing.assert_allclose(moved.measures[figure][:, inside], here.measures[figure][:, inside], atol=0.02)
    rgba = cv2.resize(draw_face().rgba, (640, 480), interpolation=cv2.INTER_NEAREST)
    large = line_art_from_rgba(rgba, "large.png")
    grown = looks(large, segment(large))
    np.testing.assert_allclose(grown.measures[figure][:, same], here.measures[figure][:, same], atol=0.3)
    assert abs(grown.measures[figure, 0] - here.measures[figure, 0]).max() < 0.3, "area over the figure's"


def test_an_unpainted_segment_is_no_candidate(draw_face: Callable[..., LineArt]) -> None:
    colors = np.where(COLORS == 3, -1, COLORS).astype(np.int32)
    asked = question(draw_face(3, 2), draw_face(), colors)
    assert asked.valid.all()
    assert sorted(asked.segment[0, 0].tolist()) == [1, 2, 3, 6]


def test_every_colour_has_a_candidate_before_any_has_two(
    draw_face: Callable[..., LineArt], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "CANDIDATES", 5)
    asked = question(draw_face(3, 2), draw_face())
    assert asked.color.shape == (6, 1, 5)
    assert [sorted(set(row)) for row in asked.color[:, 0].tolist()] == [[0, 1, 2, 3]] * 6


def test_thousands_of_segments_are_compared_in_blocks_that_change_nothing(
    draw_face: Callable[..., LineArt], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = question(draw_face(3, 2), draw_face())
    monkeypatch.setattr(features, "BLOCK", 13)
    in_blocks = question(draw_face(3, 2), draw_face())
    np.testing.assert_array_equal(at_once.pairs, in_blocks.pairs)
    np.testing.assert_array_equal(at_once.segment, in_blocks.segment)


def matched(weights: dict[str, FloatArray], target: LineArt, segments: Segments, *references: Reference) -> Matches:
    return SegmentScorer(weights, describer=unlearnt()).match(target, segments, references)


def test_how_segments_are_numbered_does_not_matter(
    draw_face: Callable[..., LineArt], weights: dict[str, FloatArray]
) -> None:
    target, source = draw_face(5, 3), draw_face()
    plain = matched(weights, target, segment(target), painted(source))
    rename = np.array([0, 4, 1, 6, 2, 5, 3])
    here = segments_from_labels(rename.astype(np.int32)[segment(target).labels], target.planes)
    there = segments_from_labels(rename.astype(np.int32)[segment(source).labels], source.planes)
    entry = np.zeros(7, int)
    entry[rename] = (0, 1, 3, 2, 4, 4, 2)
    renamed = matched(weights, target, here, painted(source, there, tuple(entry.tolist())))
    np.testing.assert_allclose(renamed.probability[rename], plain.probability, atol=1e-5)
    np.testing.assert_allclose(renamed.novelty[rename], plain.novelty, atol=1e-5)


def test_the_order_of_references_does_not_matter(
    draw_face: Callable[..., LineArt], weights: dict[str, FloatArray]
) -> None:
    target, one, other = draw_face(5, 3), painted(draw_face()), painted(draw_face(9, 1), entry=(0, 1, 5, 2, 4, 0, 2))
    there = matched(weights, target, segment(target), one, other)
    back = matched(weights, target, segment(target), other, one)
    np.testing.assert_allclose(there.probability, back.probability, atol=1e-5)


def test_missing_weights_are_named_with_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"gone\.safetensors.*missing.*inference train scorer.*--out"):
        read_weights(tmp_path / "gone.safetensors")


def test_weights_of_another_make_are_refused(tmp_path: Path, weights: dict[str, FloatArray]) -> None:
    other, broken = tmp_path / "other.safetensors", tmp_path / "broken.safetensors"
    save_file(weights | {"gate.0.bias": np.zeros(3, np.float32)}, other)
    with pytest.raises(BadFile, match=r"other\.safetensors: gate\.0\.bias does not fit"):
        read_weights(other)
    broken.write_bytes(b"no weights at all")
    with pytest.raises(BadFile, match=r"broken\.safetensors: are no weights"):
        read_weights(broken)


def test_the_calibration_error_is_what_one_works_out_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.25], np.float32)
    right = np.array([True, True, True, False, False])
    # |3 - 3.8| in the upper bin, |0 - 0.25| in the lower one, of five.
    assert calibration_error(confidence, right) == pytest.approx((0.8 + 0.25) / 5)
    assert calibration_error(np.ones(3, np.float32), np.ones(3, bool)) == 0
    assert calibration_error(np.zeros(0, np.float32), np.zeros(0, bool)) == 0


def test_a_temperature_of_two_takes_square_roots_and_keeps_the_likeliest() -> None:
    probability = np.array([[0.64, 0.36, 0], [0, 0, 0]], np.float32)
    np.testing.assert_allclose(tempered(probability, 2), [[0.8 / 1.4, 0.6 / 1.4, 0], [0, 0, 0]], atol=1e-6)


def test_the_temperature_that_fits_makes_eight_of_ten_eight_of_ten() -> None:
    probability = np.tile(np.array([[0.98, 0.02]], np.float32), (10, 1))
    truth = np.array([0] * 8 + [1] * 2)
    temperature = best_temperature(probability, truth)
    assert tempered(probability, temperature)[0, 0] == pytest.approx(0.8, abs=0.02)
