"""What the paper's two networks learn from, and that they learn it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from inference.benchmark.dataset import find_clips
from inference.benchmark.matchers import Choice, matcher_for
from inference.cli import main
from inference.errors import BadFile
from inference.formats import write_png
from inference.matching.inclusion.config import CONSECUTIVE, KEYFRAME, without
from inference.matching.inclusion.files import read_consecutive, read_keyframe
from inference.matching.inclusion.views import Perspective, portrait
from inference.segments import segment
from inference.training.course import train
from inference.training.inclusion.augment import merged, whole, window
from inference.training.inclusion.examples import Example, consecutive_example, keyframe_example
from inference.training.inclusion.gallery import Gallery, Known
from inference.training.inclusion.lessons import ConsecutiveLesson, KeyframeLesson
from inference.types import CATEGORIES, LineArt, Plane
from inference.warping import Warp, warp_drawing

SKETCH = np.array(
    [(0, 0, 0, 255), (0, 0, 0, 0), (90, 60, 30, 255), (250, 220, 200, 255), (20, 90, 200, 255), (200, 40, 90, 255),
     (230, 190, 170, 255)], np.uint8,
)  # fmt: skip
MINIATURE = Path(__file__).resolve().parents[3] / "fixtures" / "paintbucket_miniature"
SMALL = replace(CONSECUTIVE["tiny"], crop=64, merging=0.0)
SMALL_KEYFRAME = replace(KEYFRAME["tiny"], crop=64, merging=0.0)


@pytest.fixture(scope="module")
def nuri() -> Gallery:
    """The miniature's clip of five drawings: labels, annotations, a sheet."""
    return Gallery(find_clips([MINIATURE]))


@pytest.fixture(scope="module")
def pair(nuri: Gallery) -> tuple[Known, Known]:
    return nuri.read((0, 1)), nuri.read((0, 0))


def tokens_of(example: Example) -> tuple[int, int]:
    return len(example.pair.target.areas.box), len(example.pair.reference.areas.box)


# Windows


def test_the_whole_drawing_is_a_window_as_it_is(pair: tuple[Known, Known]) -> None:
    seen = whole(pair[0], handed=False)
    np.testing.assert_array_equal(seen.labels, pair[0].labels)
    np.testing.assert_array_equal(seen.planes, pair[0].planes)


def test_a_window_keeps_lines_and_labels_together(pair: tuple[Known, Known]) -> None:
    for seed in range(6):
        seen = window(pair[0], np.random.default_rng(seed), handed=False)
        assert ((seen.planes != Plane.PAPER) <= (seen.labels == 0)).all()
        assert 480 * 640 / 960 - 1 <= len(seen.labels) <= 480
        inside = seen.labels > 0
        assert set(np.unique(seen.labels)) <= set(np.unique(pair[0].labels))
        assert cv2.countNonZero(inside.astype(np.uint8)) > 0


def test_windows_are_shifted_and_turned(pair: tuple[Known, Known]) -> None:
    one, again, other = (window(pair[0], np.random.default_rng(seed), handed=False) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.labels, again.labels)
    assert one.labels.shape != other.labels.shape or (one.labels != other.labels).any()


# Merging


def test_a_fifth_of_the_labels_is_merged_with_one_beside_it() -> None:
    count = 3000
    ring = np.stack([np.arange(count), (np.arange(count) + 1) % count], axis=1).astype(np.int32)
    root = merged(ring, count, 0.2, np.random.default_rng(0))
    gone = 1 - len(np.unique(root)) / count
    assert 0.16 < gone < 0.2  # two that choose each other are one merger
    distance = np.abs(root - np.arange(count))
    assert np.minimum(distance, count - distance).max() < 12  # chains are short, and along the ring
    assert (root[root] == root).all()


def test_labels_far_apart_are_never_merged() -> None:
    root = merged(np.array([[0, 1], [2, 3]], np.int32), 5, 1.0, np.random.default_rng(0))
    assert root.tolist() == [0, 0, 2, 2, 4]
    assert merged(np.zeros((0, 2), np.int32), 3, 1.0, np.random.default_rng(0)).tolist() == [0, 1, 2]


# Examples


def test_every_segment_lies_in_the_label_of_its_own_colour(pair: tuple[Known, Known]) -> None:
    target, reference = pair
    example = consecutive_example(target, reference, SMALL, np.random.default_rng(0), warp_drawing)
    segments, labels = tokens_of(example)
    truth = example.truth.numpy()
    assert truth.shape == (segments,)
    assert truth.min() >= 0
    assert truth.max() <= labels
    assert len(np.unique(truth)) > 3
    for token in np.unique(truth[truth < labels]):  # and only those
        assert len(np.unique(example.category.numpy()[truth == token])) == 1


def test_a_drawing_beside_itself_has_nothing_new(pair: tuple[Known, Known]) -> None:
    target = pair[0]
    seen = consecutive_example(target, target, SMALL, np.random.default_rng(1), warp_drawing)
    assert (seen.truth < tokens_of(seen)[1]).float().mean() > 0.5  # both windows show most of her


def test_merged_labels_have_one_token_and_one_colour(pair: tuple[Known, Known]) -> None:
    target, reference = pair
    plain, fused = (
        consecutive_example(target, reference, replace(SMALL, merging=share), np.random.default_rng(5), warp_drawing)
        for share in (0.0, 1.0)
    )
    assert tokens_of(fused)[1] < tokens_of(plain)[1]
    assert tokens_of(fused)[0] == tokens_of(plain)[0]
    colors = fused.pair.reference.color.flatten(1).T.unique(dim=0)
    assert 1 < len(colors) <= tokens_of(fused)[1]


def test_only_labels_of_one_category_are_merged_for_keyframes(pair: tuple[Known, Known]) -> None:
    config = replace(SMALL_KEYFRAME, merging=1.0)
    example = keyframe_example(*pair, config, np.random.default_rng(5))
    labels = tokens_of(example)[1]
    truth = example.truth
    known = (truth >= 0) & (truth < labels)
    assert known.any()
    assert (example.category[known] == example.pair.reference.category[truth[known]]).all()


def test_without_inclusion_labels_are_matched_with_labels(pair: tuple[Known, Known]) -> None:
    example = consecutive_example(
        *pair, without(replace(SMALL, merging=0.2), ["inclusion"]), np.random.default_rng(0), warp_drawing
    )
    truth = example.truth[example.truth < tokens_of(example)[1]]
    assert len(truth.unique()) == len(truth)  # one to one


def test_annotated_parts_are_seen_and_can_be_left_out(pair: tuple[Known, Known]) -> None:
    seen = keyframe_example(*pair, SMALL_KEYFRAME, np.random.default_rng(0)).pair
    assert seen.target.parts.amax(dim=(1, 2)).sum() >= 2  # hair and skin, at least
    assert seen.reference.parts.max() == 0
    blind = keyframe_example(*pair, without(SMALL_KEYFRAME, ["annotations"]), np.random.default_rng(0)).pair
    assert blind.target.parts.max() == 0
    hair = pair[0].category == CATEGORIES.index("hair")
    assert hair.any()


def test_a_colour_that_the_reference_lacks_belongs_in_the_dustbin(pair: tuple[Known, Known]) -> None:
    target, reference = pair
    some = np.unique(target.part[target.part >= 0])[:2]
    poorer = replace(reference, part=np.where(np.isin(reference.part, some), -1, reference.part))
    for dustbin in (True, False):
        config = replace(SMALL, dustbin=dustbin)
        example = consecutive_example(target, poorer, config, np.random.default_rng(2), warp_drawing)
        absent = len(example.pair.reference.areas.box) if dustbin else -1
        assert (example.truth == absent).any()


def test_flow_carries_colours_between_the_windows(pair: tuple[Known, Known]) -> None:
    asked: list[tuple[int, int]] = []

    def warper(target: LineArt, reference: LineArt) -> Warp:
        asked.append((target.size[0], reference.size[0]))
        return warp_drawing(target, reference)

    large = replace(SMALL, crop=480)  # no smaller than the window: every pixel is seen
    example = consecutive_example(*pair, large, np.random.default_rng(0), warper)
    assert len(asked) == 1
    there = {tuple(c) for c in example.pair.reference.color.flatten(1).T.tolist()}
    here = {tuple(c) for c in example.pair.target.color.flatten(1).T.tolist()}
    assert len(here) > 3
    assert len(here - there) <= 1  # what comes from beyond the reference
    consecutive_example(*pair, without(SMALL, ["flow"]), np.random.default_rng(0), warper)
    assert len(asked) == 1


# Learning


class ByHeart:
    """The same pair of drawings at every step."""

    def __init__(self, lesson: KeyframeLesson | ConsecutiveLesson) -> None:
        self._lesson = lesson
        self._batch = lesson.batch(0)[:1]
        self.pace, self.fixed, self.begin = lesson.pace, lesson.fixed, lesson.begin

    def batch(self, step: int) -> list[Example]:
        return self._batch

    def loss(self, batch: list[Example], weights: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
        return self._lesson.loss(batch, weights)


@pytest.fixture
def faces(tmp_path: Path, draw_face: Callable[..., LineArt]) -> Gallery:
    """A clip of two drawings with six segments each, in six colours."""
    for number in range(2):
        line_art = draw_face(5 * number, number)
        for kind, rgba in (("line", line_art.rgba), ("gt", SKETCH[segment(line_art).labels])):
            path = tmp_path / "face" / kind / f"{number:04d}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(write_png(rgba))
    return Gallery(find_clips([tmp_path / "face"]))


@pytest.mark.parametrize("task", ["keyframe", "consecutive"])
def test_one_pair_is_learnt_by_heart(task: str, faces: Gallery, tmp_path: Path) -> None:
    lesson: KeyframeLesson | ConsecutiveLesson
    if task == "keyframe":
        lesson = KeyframeLesson(faces, replace(SMALL_KEYFRAME, crop=48, perspective="", parsing=1.0), 0)
    else:
        lesson = ConsecutiveLesson(faces, replace(SMALL, crop=48), 0)
    heart = ByHeart(lesson)
    assert len(heart.batch(0)[0].truth) > 3
    train(heart, 80 if task == "keyframe" else 50, 0, tmp_path / "heart.safetensors", resume=False)
    lines = [json.loads(line) for line in (tmp_path / "heart.jsonl").read_text().splitlines()]
    assert lines[-1]["right"] == 1.0
    assert lines[0]["right"] < 0.9
    assert lines[-1]["loss"] < lines[0]["loss"] / 3
    if task == "keyframe":  # the background and all else: the clip has no sheet
        assert lines[-1]["parsed"] == 1.0


def test_without_the_parsing_loss_nothing_is_parsed(nuri: Gallery) -> None:
    gradients = {}
    for config in (SMALL_KEYFRAME, without(SMALL_KEYFRAME, ["parsing-loss"])):
        lesson = KeyframeLesson(nuri, config, 0)
        weights = {name: weight.requires_grad_() for name, weight in lesson.begin().items()}
        batch = lesson.batch(0)
        loss, told = lesson.loss(batch, weights)
        gradients[config.parsing] = float(loss.detach()), told["right"]
    assert gradients[0.1][1] == gradients[0.0][1]  # the same weights, the same answers
    assert gradients[0.1][0] > gradients[0.0][0]


def test_perspectives_are_learnt_from_near_and_distant_drawings(nuri: Gallery) -> None:
    lesson = KeyframeLesson(nuri, SMALL_KEYFRAME, 0)
    weights = {name: weight.requires_grad_() for name, weight in lesson.begin().items()}
    batch = next(made for step in range(20) if (made := lesson.batch(step))[0].portraits is not None)
    loss, told = lesson.loss(batch, weights)
    assert 0 < told["perspective"] < 2
    loss.backward()  # type: ignore[no-untyped-call]
    assert weights["perspective.mlp.0.weight"].grad is not None


def test_perspectives_differ_before_anything_is_learnt(nuri: Gallery) -> None:
    """Where all pictures look alike the triplet loss has no gradient to begin with."""
    torch.manual_seed(0)
    see = Perspective("cnn")
    planes = [nuri.read(place).planes for place in nuri.strips[nuri.characters[0]][0]]
    with torch.no_grad():
        seen = see(torch.stack([portrait(one, see.side) for one in planes]))
    alike = (seen @ seen.T)[~torch.eye(len(planes), dtype=torch.bool)]
    assert alike.mean() < 0.99


def test_steps_are_the_same_for_the_same_seed(nuri: Gallery) -> None:
    one, again, other = (ConsecutiveLesson(nuri, SMALL, seed).batch(3) for seed in (4, 4, 5))
    torch.testing.assert_close(one[1].pair.target.color, again[1].pair.target.color)
    assert one[1].truth.tolist() == again[1].truth.tolist()
    assert one[1].truth.tolist() != other[1].truth.tolist()


def test_encoders_want_their_weights(nuri: Gallery) -> None:
    with pytest.raises(BadFile, match=r"--clip FILE or TAG, or train --without clip"):
        ConsecutiveLesson(nuri, CONSECUTIVE["paper"], 0)
    with pytest.raises(BadFile, match="--clip FILE or TAG"):
        KeyframeLesson(nuri, replace(SMALL_KEYFRAME, text="ViT-B-32"), 0)


@pytest.mark.parametrize(("task", "part"), [("keyframe", "input-pyramid"), ("consecutive", "alignment")])
def test_from_a_set_to_a_matcher(task: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "net.safetensors"
    common = ["train", task, "--data", str(MINIATURE), "--config", "tiny", "--without", part, "--out", str(out)]
    assert main([*common, "--steps", "2", "--device", "cpu"]) == 0
    assert f"tiny-{part}: 2 steps" in capsys.readouterr().out
    net = read_keyframe(out) if task == "keyframe" else read_consecutive(out)
    assert net.config.name == f"tiny-{part}"
    assert main([*common, "--resume", "--steps", "3"]) == 2  # another number of steps
    assert main([*common, "--resume"]) == 0  # nothing is left to do
    measure = ["benchmark", task, str(MINIATURE), "--matcher", f"paper-{task}", "--limit", "1", "--no-clicks"]
    assert main([*measure, "--weights", str(out), "--json", str(tmp_path / "run.json")]) == 0
    assert f"paper-{task}" in (tmp_path / "run.json").read_text()


@pytest.mark.parametrize("name", ["paper-keyframe", "paper-consecutive"])
def test_the_papers_matchers_say_how_their_weights_are_made(name: str) -> None:
    with pytest.raises(BadFile, match=f"needs --weights FILE.*train {name.removeprefix('paper-')}"):
        matcher_for(Choice(name))
