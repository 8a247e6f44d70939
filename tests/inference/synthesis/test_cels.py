"""Painted drawings become sets of bent copies, with their truth."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.benchmark.dataset import find_clips, read_views
from inference.cli import main
from inference.errors import BadFile
from inference.formats import read_image_file, write_png
from inference.formats.character import Frame, read_colorbook, read_frame
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.synthesis.cels import bend_clip, plan_bent
from inference.synthesis.characters import Characters
from inference.synthesis.dataset import read_plan, write_set
from inference.synthesis.plans import PACES

REPOSITORY = Path(__file__).resolve().parents[3]
NURI = REPOSITORY / "fixtures" / "paintbucket_miniature" / "nuri"
HOUSE = Characters(Path("no packs here"))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A clip as a studio has it: two drawings, painted, and nothing else."""
    clip = tmp_path / "cut12"
    for kind in ("line", "gt"):
        (clip / kind).mkdir(parents=True)
        for stem in ("0000", "0001"):
            shutil.copy(NURI / kind / f"{stem}.png", clip / kind)
    return clip


def pairs(frame: Frame) -> set[tuple[int, tuple[int, int, int, int]]]:
    """Each segment's label and colour."""
    assert frame.index is not None
    assert frame.colors is not None
    return {(label, frame.colors[number]) for number, (_, label) in frame.index.items()}


def check_truth(frame: Frame) -> None:
    """What a drawing's lines enclose is what its truth speaks of, in one colour."""
    assert frame.seg is not None
    assert frame.gt is not None
    assert frame.colors is not None
    np.testing.assert_array_equal(segment(line_art_from_rgba(frame.line, frame.stem)).labels, frame.seg)
    seen = np.unique(np.concatenate([frame.seg[..., None], frame.gt], axis=2)[frame.seg > 0], axis=0)
    assert len(seen) == len(frame.colors), "one colour each"


def test_the_shell_bends_a_painted_clip_into_a_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["synthesize", "--bend", str(NURI), "--clips", "3", "--frames", "2", "--workers", "1", "--out"]
    assert main([*words, str(tmp_path / "a")]) == 0
    card = (tmp_path / "a" / "card.md").read_text()
    assert "3 bent clips" in card
    assert "segments of two labels: 0 in bent clips" in card
    clips = find_clips([tmp_path / "a"])
    assert len(clips) == 3
    assert len(read_views(clips[0], None)) == len(read_views(find_clips([NURI])[0], None))
    assert {read_plan(clip.folder)[0].pace for clip in clips} == set(PACES)
    for clip in clips:
        first, copy = (read_frame(clip.folder, stem) for stem in ("0000", "0001"))
        check_truth(copy)
        assert pairs(copy) <= pairs(first)
        assert len(pairs(copy)) > 0.9 * len(pairs(first))
        assert (copy.line != first.line).any()
    assert main([*words, str(tmp_path / "b")]) == 0
    assert (tmp_path / "b" / "card.md").read_bytes().replace(b"# b", b"# a") == card.encode()


def test_a_clip_that_is_only_painted_gets_its_truth_and_its_colours(bare: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    plans = plan_bent([bare], 2, seed=1, frames=3)
    assert [plan.drawing for plan in plans] == ["0000", "0001"]
    places = [place for _, place in write_set(HOUSE, plans, out)]
    frames = [read_frame(place, f"{number:04d}") for place in places for number in range(3)]
    for frame in frames:
        check_truth(frame)
    label_of = {color: label for frame in frames for label, color in pairs(frame)}
    assert set().union(*(pairs(frame) for frame in frames)) == {(label, color) for color, label in label_of.items()}
    assert not (out / "cut12-bent" / "ref").exists(), "no sheet is made up"
    listed = {entry.normal for entry in read_colorbook(out / "cut12-bent")}
    assert listed == {color for color in label_of if color[3]}


def test_soft_lines_come_out_exact(bare: Path) -> None:
    path = bare / "line" / "0000.png"
    line = read_image_file(path)
    line[line[..., 3] == 0] = 255
    path.write_bytes(write_png(cv2.GaussianBlur(line, (3, 3), 0.6)))
    (plan,) = plan_bent([bare], 1, seed=1, frames=2)
    for frame in bend_clip(plan).frames:
        check_truth(frame)
        assert len(np.unique(frame.line.reshape(-1, 4), axis=0)) <= 3, "black, and colour lines where ink was coloured"


def test_the_same_seed_bends_the_same_and_another_one_otherwise(bare: Path) -> None:
    one, again, other = (bend_clip(plan_bent([bare], 1, seed, frames=2)[0]).frames[1].line for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes() != other.tobytes()


def test_lines_of_one_pixel_stay_whole(bare: Path) -> None:
    """A stroke that ends in the open is no border: nothing would close it again."""
    page = np.full((200, 200, 4), (255, 255, 255, 0), np.uint8)
    cv2.line(page, (40, 60), (160, 140), (0, 0, 0, 255), 1)
    painted = page.copy()
    for stem in ("0000", "0001"):
        (bare / "line" / f"{stem}.png").write_bytes(write_png(page))
        (bare / "gt" / f"{stem}.png").write_bytes(write_png(painted))
    for seed in range(5):
        copy = bend_clip(plan_bent([bare], 1, seed, frames=2)[0]).frames[1]
        strokes, _ = cv2.connectedComponents((copy.line[..., 3] > 0).astype(np.uint8), connectivity=8)
        assert strokes == 2, "the paper and one stroke"


def test_folders_without_a_painted_drawing_are_refused(bare: Path) -> None:
    for path in (bare / "gt").iterdir():
        path.unlink()
    with pytest.raises(BadFile, match="no painted drawing in gt/"):
        plan_bent([bare], 1, 0)


def test_two_characters_of_one_name_are_refused(bare: Path, tmp_path: Path) -> None:
    shutil.copytree(NURI, tmp_path / "a" / "nuri")
    shutil.copytree(NURI, tmp_path / "b" / "nuri")
    with pytest.raises(BadFile, match="nuri-bent"):
        plan_bent([tmp_path], 1, 0)


def test_a_source_that_is_gone_is_named(bare: Path) -> None:
    (plan,) = plan_bent([bare], 1, 3, frames=2)
    shutil.rmtree(bare)
    with pytest.raises(BadFile, match="cut12"):
        bend_clip(plan)


def test_real_cels_are_bent_with_their_truth(hand_drawn: Path) -> None:
    (plan,) = plan_bent([hand_drawn / "laughing_girl"], 1, 0, frames=2)
    drawn = bend_clip(plan)
    assert drawn.mixed == 0
    for frame in drawn.frames:
        check_truth(frame)
    assert pairs(drawn.frames[1]) <= pairs(drawn.frames[0])
