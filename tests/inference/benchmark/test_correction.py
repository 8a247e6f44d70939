"""One correction in a shot, and what it does to the others."""

import json
from pathlib import Path

import numpy as np
import pytest

from inference.benchmark.colors import unpack
from inference.benchmark.correction import correct_each
from inference.benchmark.dataset import Clip, find_clips
from inference.benchmark.shot import Effect, Place, Shot, Start, Which
from inference.cli import main
from inference.formats import write_png
from tests.inference.benchmark.strips import SEA, SKY, SUN, NearestAlong, cells

# The last cell is the sun in the first drawing and the sea from then on. It grows, so the third one is the largest.
LAST = (9, 12, 14)


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    """Three drawings of four cells."""
    for number, last in enumerate(LAST):
        line = cells((9, 9, 9, last))
        painted = line.copy()
        for start, stop, color in ((0, 9, SKY), (10, 19, SUN), (20, 29, SKY), (30, 30 + last, SEA if number else SUN)):
            painted[:, start:stop] = unpack(color)
        for folder, picture in (("line", line), ("gt", painted)):
            (tmp_path / "strip" / folder).mkdir(parents=True, exist_ok=True)
            (tmp_path / "strip" / folder / f"{number:04}.png").write_bytes(write_png(picture))
    return find_clips([tmp_path / "strip"])[0]


# What one correction of the sea does: its repeat, the same part of the next drawing, becomes right.
CARRIED = Effect("strip", segments=11, wrong=1, repeats=1, repaired=1, counterparts=1, followed=1, better=1, worse=0)


def effect(clip: Clip, which: Which) -> Effect:
    [found], _ = correct_each([clip], lambda clip: NearestAlong(), "first", which, lambda name: None)
    return found


def test_what_is_wrong_is_the_sea_in_both_drawings_after_the_painted_one(clip: Clip) -> None:
    shot = Shot(clip, NearestAlong(), "first")
    wrong = shot.wrong(shot.coloured({}))
    assert [np.flatnonzero(mask).tolist() for mask in wrong] == [[], [4], [4]]
    assert shot.mistake(wrong, "first") == Place(1, 4)
    assert shot.mistake(wrong, "largest") == Place(2, 4)


def test_a_correction_is_carried_to_its_repeat_in_the_next_drawing(clip: Clip) -> None:
    assert effect(clip, "first") == CARRIED


def test_a_correction_reaches_its_repeat_in_the_drawing_before(clip: Clip) -> None:
    assert effect(clip, "largest") == CARRIED


def test_what_a_correction_spoils_is_counted(clip: Clip) -> None:
    shot = Shot(clip, NearestAlong(), "first")
    before = shot.coloured({})
    place = Place(2, 4)
    spoilt = shot.coloured({2: shot.mask(place)})
    spoilt[1].entry[1] = spoilt[1].entry[2]
    found = shot.effect(place, before, spoilt)
    assert (found.better, found.worse) == (1, 1)


@pytest.mark.parametrize(("start", "said"), [("sheet", "no ref/ with painted views"), ("first", "nothing is wrong")])
def test_a_clip_that_cannot_be_measured_is_named(clip: Clip, start: Start, said: str) -> None:
    if start == "first":
        for files in clip.drawings[1:]:
            files.line.unlink()
            files.gt.unlink() if files.gt else None
        clip = find_clips([clip.folder])[0]
    effects, [note] = correct_each([clip], lambda clip: NearestAlong(), start, "first", lambda name: None)
    assert not effects
    assert said in note


def test_the_command_prints_a_line_per_clip_and_writes_the_numbers(
    pair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "effects.json"
    assert main(["benchmark", "correction", str(pair), "--matcher", "flow", "--json", str(out)]) == 0
    [written] = json.loads(out.read_text())
    row = next(line.split() for line in capsys.readouterr().out.splitlines() if line.split()[:1] == ["nuri"])
    assert row == [str(value) for value in written.values()]
    assert written["wrong"] > 0
