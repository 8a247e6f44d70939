import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.benchmark.dataset import find_clips
from inference.cli import main
from inference.errors import BadFile
from inference.formats import write_png
from inference.matching.describer import Describer, read_describer
from inference.matching.scorer import SegmentScorer, read_weights
from inference.segments import segment
from inference.training import course
from inference.training.course import train, write_weights
from inference.training.describer import Describing, read_people, recognized
from inference.training.examples import Painted, example, made
from inference.training.material import Material, materials
from inference.training.scorer import Scoring, by_character
from inference.training.validation import questions, validate
from inference.types import Kind, LineArt, UInt8Array

PALETTE = np.array(
    [(0, 0, 0, 255), (0, 0, 0, 0), (90, 60, 30, 255), (250, 220, 200, 255), (20, 90, 200, 255), (20, 90, 200, 255),
     (230, 190, 170, 255)], np.uint8,
)  # fmt: skip


def write_clip(folder: Path, drawings: list[LineArt]) -> None:
    for number, line_art in enumerate(drawings):
        pixels: dict[str, UInt8Array] = {"line": line_art.rgba, "gt": PALETTE[segment(line_art).labels]}
        for kind, rgba in pixels.items():
            (folder / kind).mkdir(parents=True, exist_ok=True)
            (folder / kind / f"{number:04d}.png").write_bytes(write_png(rgba))


@pytest.fixture
def clips(tmp_path: Path, draw_face: Callable[..., LineArt]) -> Path:
    """Two characters with a clip of four drawings each."""
    for name, step in (("ame", 4), ("yuki", -3)):
        write_clip(tmp_path / "set" / name / "walk", [draw_face(k * step, k) for k in range(4)])
    return tmp_path / "set"


@pytest.fixture
def measured(clips: Path, tmp_path: Path) -> list[Material]:
    return measure(clips, tmp_path / "cache")


def measure(clips: Path, cache: Path) -> list[Material]:
    torch.manual_seed(0)
    return list(materials(find_clips([clips]), cache, 3, 0, Describer().eval()))


def test_what_is_measured_once_is_kept(clips: Path, measured: list[Material], tmp_path: Path) -> None:
    kept = sorted((tmp_path / "cache").iterdir())
    assert len(kept) == 4  # what is measured of two clips, and what the describer says
    again = measure(clips, tmp_path / "cache")
    for one, other in zip(measured, again, strict=True):
        assert one.meetings.keys() == other.meetings.keys()
        np.testing.assert_array_equal(one.looks[2].measures, other.looks[2].measures)
        np.testing.assert_array_equal(one.meetings[3, 1].there[0], other.meetings[3, 1].there[0])
        assert one.meetings[3, 1].whole_agreement == other.meetings[3, 1].whole_agreement
    for path in kept[:2]:
        path.write_bytes(path.read_bytes()[:500])
    assert len(measure(clips, tmp_path / "cache")) == 2


def test_a_colour_that_no_reference_shows_is_none_of_them(measured: list[Material]) -> None:
    material = measured[0]
    color = material.truth[0].copy()
    face = color[3]
    color[color == face] = color[0] = -1
    reference = Painted(0, color, np.ones(len(color), np.float32), Kind.KEYFRAME)
    asked = made(material, 2, material.truth[2], [reference], "first")
    assert asked.colors == 4
    assert (asked.truth == asked.colors).tolist() == (material.truth[2][1:] == face).tolist()


def test_questions_are_the_same_for_the_same_seed(measured: list[Material]) -> None:
    characters = by_character(measured)
    for seed in range(40):  # every task comes up
        one, other = (example(np.random.default_rng(seed), characters) for _ in range(2))
        np.testing.assert_array_equal(one.question.pairs, other.question.pairs)
        np.testing.assert_array_equal(one.truth, other.truth)
        assert np.isfinite(one.question.pairs).all()
        assert one.truth.max() <= one.colors


def test_one_clip_is_learnt_by_heart(measured: list[Material], tmp_path: Path) -> None:
    weights = train(Scoring(measured[:1], 0), 50, 0, tmp_path / "heart.safetensors", resume=False)
    validated = validate(questions(measured[:1]), weights)
    assert set(validated.accuracy) == {"neighbour", "first"}
    assert set(validated.accuracy.values()) == {1.0}


def test_the_describer_learns_one_clip_by_heart(clips: Path, tmp_path: Path) -> None:
    people = read_people(find_clips([clips / "ame"]), lambda name: None)
    out = tmp_path / "heart.safetensors"
    write_weights(out, train(Describing(people, 0), 40, 0, out, resume=False))
    found = recognized(people, read_describer(out))
    assert set(found) == {"neighbour", "first"}
    assert set(found.values()) == {1.0}
    started = tmp_path / "started.safetensors"
    write_weights(started, train(Describing(people, 1, read_describer(out)), 1, 1, started, resume=False))
    assert set(recognized(people, read_describer(started)).values()) == {1.0}


def test_a_stopped_training_ends_as_if_it_had_not_been(
    measured: list[Material], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "_SAVE_EVERY", 3)
    through = train(Scoring(measured, 7), 6, 7, tmp_path / "through.safetensors", resume=False)

    def stop(step: int, loss: float) -> None:
        if step == 5:
            raise KeyboardInterrupt

    out = tmp_path / "stopped.safetensors"
    with pytest.raises(KeyboardInterrupt):
        train(Scoring(measured, 7), 6, 7, out, resume=False, tell=stop)
    resumed = train(Scoring(measured, 7), 6, 7, out, resume=True)
    assert all(torch.equal(through[name], resumed[name]) for name in through)
    steps = [json.loads(line)["step"] for line in out.with_suffix(".jsonl").read_text().splitlines()]
    assert steps == [1, 2, 3, 4, 5, 6]
    with pytest.raises(BadFile, match="--seed 7 for 6 steps"):
        train(Scoring(measured, 7), 9, 7, out, resume=True)


def test_processes_that_read_ahead_change_nothing(measured: list[Material], tmp_path: Path) -> None:
    alone = train(Scoring(measured, 7), 5, 7, tmp_path / "alone.safetensors", resume=False)
    helped = train(Scoring(measured, 7), 5, 7, tmp_path / "helped.safetensors", resume=False, workers=2)
    assert all(torch.equal(alone[name], helped[name]) for name in alone)


def test_a_training_that_was_stopped_on_a_card_goes_on_without_one(measured: list[Material], tmp_path: Path) -> None:
    out = tmp_path / "card.safetensors"
    train(Scoring(measured, 7), 4, 7, out, resume=False)
    state = out.with_suffix(".state")
    with zipfile.ZipFile(state) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    with zipfile.ZipFile(state, "w") as written:
        for name, content in parts.items():
            # How torch writes down that a tensor lies on a card; the word's length goes before it.
            written.writestr(name, content.replace(b"\x03\0\0\0cpu", b"\x06\0\0\0cuda:0"))
    with pytest.raises(RuntimeError, match="CUDA"):
        torch.load(state, weights_only=True)
    weights = train(Scoring(measured, 7), 4, 7, out, resume=True)
    assert {weight.device.type for weight in weights.values()} == {"cpu"}


def test_what_is_known_of_held_out_drawings_is_logged_with_the_state(
    measured: list[Material], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "_SAVE_EVERY", 2)
    out = tmp_path / "examined.safetensors"
    train(Scoring(measured, 7), 5, 7, out, resume=False, examine=lambda average: {"first": float(len(average) > 0)})
    told = [json.loads(line).get("held out, first") for line in out.with_suffix(".jsonl").read_text().splitlines()]
    assert told == [None, 1.0, None, 1.0, 1.0]


def test_there_must_be_something_to_resume(measured: list[Material], tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"new\.state.*Train without --resume"):
        train(Scoring(measured, 7), 6, 7, tmp_path / "new.safetensors", resume=True)


def test_a_set_becomes_weights_that_the_matcher_reads(
    clips: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], draw_face: Callable[..., LineArt]
) -> None:
    out, cache = tmp_path / "scorer.safetensors", tmp_path / "cache"
    looks = tmp_path / "describer.safetensors"
    common = ["--data", str(clips), "--minutes", "0.01", "--out"]
    assert main(["train", "describer", *common, str(looks)]) == 0
    assert "held out, neighbour:" in capsys.readouterr().out
    asked = ["--describer", str(looks), "--cache", str(cache), "--compare", "1"]
    assert main(["train", "scorer", *common, str(out), *asked]) == 0
    told = capsys.readouterr().out
    assert "held out, neighbour:" in told
    assert "expected calibration error" in told
    for matcher in ("flow", "pairs", "scorer"):
        assert matcher in told
    assert SegmentScorer(read_weights(out), describer=read_describer(looks)).name == "scorer"


def test_characters_are_kept_apart(clips: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = ["--data", str(clips), "--validation", str(clips / "ame"), "--minutes", "0.01"]
    assert main(["train", "scorer", *both, "--out", str(tmp_path / "never.safetensors")]) == 2
    assert "its character is in the training set and in the validation set" in capsys.readouterr().err
