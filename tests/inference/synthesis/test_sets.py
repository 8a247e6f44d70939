"""Sets on disk: planned, written, continued, measured, described, and made again from a recipe."""

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from inference.benchmark.dataset import find_clips, read_drawing, read_truth, read_views
from inference.cli import main
from inference.errors import BadFile, ShiageError
from inference.formats.character import Frame
from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.characters import SPLITS, Characters, split_of
from inference.synthesis.clip import VIEWS, draw_clip, draw_sheet
from inference.synthesis.dataset import plan_set, write_set
from inference.synthesis.measure import measure, size_histogram
from inference.synthesis.plans import PACES, ClipPlan, generator, plan_clip
from inference.synthesis.recipe import RECIPES, Step, digest, read_recipe, write_recipe
from inference.synthesis.stream import stream
from inference.synthesis.workers import in_order

HOUSE = Characters(Path("no packs here"))
SMALL = {"frames": 2, "side": 256}


def _plans(clips: int = 1, seed: int = 3) -> list[ClipPlan]:
    return plan_set(HOUSE, ["house/3"], clips, seed, **SMALL)


def _bytes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("set")
    assert len(list(write_set(HOUSE, _plans(), out))) == 1
    return out


def test_the_same_seed_plans_the_same_clips_and_another_one_others() -> None:
    assert _plans(3) == _plans(3)
    assert _plans(3, seed=3) != _plans(3, seed=4)


def test_slow_middle_and_fast_come_in_equal_parts() -> None:
    assert sorted(plan.pace for plan in _plans(6)) == sorted([*PACES, *PACES])


def test_a_character_added_to_a_set_leaves_the_others_as_they_were() -> None:
    alone = plan_set(HOUSE, ["house/3"], 2, 1, **SMALL)
    together = plan_set(HOUSE, ["house/4", "house/3"], 2, 1, **SMALL)
    assert together[2:] == alone


def test_a_plan_survives_being_written_down() -> None:
    (plan,) = _plans()
    assert ClipPlan.from_json(plan.to_json(), "here") == plan
    with pytest.raises(BadFile, match=r"here: .*zoom"):
        ClipPlan.from_json({name: value for name, value in plan.to_json().items() if name != "zoom"}, "here")


def test_plans_from_before_there_was_overshoot_mean_what_they_meant() -> None:
    steps = json.loads((RECIPES / "test.json").read_text())["clips"]
    for step in steps:
        plan = ClipPlan.from_json(step["plan"], "here")
        assert json.loads(json.dumps(plan.to_json())) == step["plan"]
        assert (plan.overshoot, plan.green) == (0, False)


def test_overshoot_and_green_notes_leave_all_else_of_a_plan_as_it_was() -> None:
    plain = _plans(20)
    with_both = plan_set(HOUSE, ["house/3"], 20, 3, **SMALL, overshoot=6, green=True)
    assert [replace(plan, overshoot=0.0, green=False) for plan in with_both] == plain
    by_hand = [plan for plan in with_both if plan.hand == "drawn"]
    assert 0 < sum(plan.overshoot > 0 for plan in by_hand) < len(by_hand)
    assert 0 < sum(plan.green for plan in by_hand) < len(by_hand)
    assert all(plan.overshoot == 0 and not plan.green for plan in with_both if plan.hand == "clean")
    (one, *_) = (plan for plan in by_hand if plan.overshoot)
    assert ClipPlan.from_json(json.loads(json.dumps(one.to_json())), "here") == one


def test_nobody_is_trained_on_who_is_tested_on() -> None:
    names = [set(HOUSE.names(part)) for part in SPLITS]
    assert not names[0] & names[1]
    assert not names[0] & names[2]
    assert not names[1] & names[2]
    assert split_of("house/3") == "test"
    assert split_of("house/99999") == "train"


def test_a_written_clip_is_what_the_benchmark_reads(written: Path) -> None:
    (clip,) = find_clips([written])
    assert len(clip.drawings) == SMALL["frames"]
    line_art, segments = read_drawing(clip.drawings[0])
    assert line_art.size == (256, 256)
    truth = read_truth(clip.drawings[0], segments)
    assert (truth[1:] >= 0).all()
    assert len(read_views(clip, None)) == len(VIEWS)


def test_a_set_that_was_interrupted_is_continued_to_the_same_bytes(written: Path, tmp_path: Path) -> None:
    (clip,) = [place for _, place in write_set(HOUSE, _plans(), tmp_path)]
    before = _bytes(tmp_path)
    assert before == _bytes(written)
    (clip / "plan.json").unlink()  # as if the worker had died in the middle
    assert [place for _, place in write_set(HOUSE, _plans(), tmp_path)] == [clip]
    assert _bytes(tmp_path) == before


def test_another_set_in_the_same_place_is_refused(written: Path) -> None:
    with pytest.raises(BadFile, match="another clip"):
        list(write_set(HOUSE, _plans(seed=9), written))


def test_two_workers_draw_what_one_draws(written: Path) -> None:
    one, two = (
        [digest(sample.clip.frames) for sample in islice(stream(HOUSE, ["house/3"], 1, workers=n, **SMALL), 2)]
        for n in (1, 2)
    )
    assert one == two


def test_a_set_whose_maker_was_killed_is_continued_and_nobody_draws_on(written: Path, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from tests.inference.synthesis.test_sets import HOUSE, _plans\n"
        "from inference.synthesis.dataset import write_set\n"
        "if __name__ == '__main__': list(write_set(HOUSE, _plans(8), Path({!r}), workers=2))\n"
    ).format(str(tmp_path / "set"))
    script = tmp_path / "make.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(RECIPES.parents[2])}
    maker = subprocess.Popen([sys.executable, str(script)], env=environment, start_new_session=True)
    _until(lambda: any((tmp_path / "set").glob("*/0*")))
    maker.kill()
    maker.wait()
    _until(lambda: not _running(maker.pid))
    assert len(list(write_set(HOUSE, _plans(), tmp_path / "set"))) == 1
    assert (tmp_path / "set" / "house-3" / "0000").is_dir()
    once = _bytes(written / "house-3" / "0000")
    assert _bytes(tmp_path / "set" / "house-3" / "0000") == once
    # Of the clips that the continued set has: what was begun of the others is for whoever goes on with them.
    begun = [path for name in ("0000", "ref") for path in (tmp_path / "set").rglob(f".{name}-*")]
    assert not begun, "what was begun is gone"


def _until(is_so: Callable[[], bool], seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def _running(session: int) -> list[int]:
    """Processes of a session that are more than a record of their end."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, of = stat.read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                found.append(int(stat.parent.name))
    return found


def test_a_process_that_is_killed_is_told_of_in_a_sentence() -> None:
    with pytest.raises(ShiageError, match="fewer workers"):
        list(in_order(os._exit, [(9,)], 2))


def test_a_stream_goes_on_where_it_stopped() -> None:
    whole = [sample.plan for sample in islice(stream(HOUSE, ["house/3"], 1, **SMALL), 2)]
    rest = next(stream(HOUSE, ["house/3"], 1, start=1, **SMALL))
    assert rest.plan == whole[1]


def test_every_segment_of_a_clean_clip_lies_in_one_label() -> None:
    (plan,) = _plans()
    assert draw_clip(HOUSE, replace(plan, hand="clean", side=400)).mixed == 0


def test_a_sheet_shows_the_character_from_all_sides_without_shading() -> None:
    sheet = draw_sheet(HOUSE, "house/3")
    assert len(sheet.frames) == len(VIEWS)
    normal = {entry.normal for entry in sheet.entries}
    for frame in sheet.frames:
        assert frame.colors is not None
        assert set(frame.colors.values()) <= normal | {(0, 0, 0, 0), (255, 255, 255, 0)}


def test_other_colours_leave_the_lines_as_they_are() -> None:
    (plan,) = _plans()
    own, other = (draw_clip(HOUSE, replace(plan, palette=palette)).frames[0] for palette in (0, 5))
    assert np.array_equal(own.line, other.line)
    assert own.label is not None
    assert np.array_equal(own.label, other.label)
    assert own.colors != other.colors


def test_a_recipe_notices_a_single_other_pixel(tmp_path: Path) -> None:
    (plan,) = _plans()
    frames = draw_clip(HOUSE, plan).frames
    write_recipe(tmp_path / "r.json", "a test", [Step(plan, digest(frames))])
    (step,) = read_recipe(tmp_path / "r.json")
    assert step.plan == plan
    assert digest(draw_clip(HOUSE, step.plan).frames) == step.sha256
    gt = frames[0].gt
    assert gt is not None
    changed = gt.copy()
    changed[0, 0, 0] ^= 1
    assert digest([replace(frames[0], gt=changed), *frames[1:]]) != step.sha256


def test_the_shell_makes_a_set_with_its_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--characters", "house/3", "--clips", "1", "--frames", "2", "--side", "256", "--workers", "1"]
    recipe = tmp_path / "recipe.json"
    assert main(["synthesize", *words, "--out", str(tmp_path / "a"), "--write-recipe", str(recipe)]) == 0
    card = (tmp_path / "a" / "card.md").read_text()
    assert "1 characters, 1 clips, 2 drawings" in card
    assert "house/3" in card
    assert main(["synthesize", "--recipe", str(recipe), "--out", str(tmp_path / "b"), "--workers", "1"]) == 0
    assert "1 of 1 clips have the recipe's checksums" in capsys.readouterr().out


def test_a_character_nobody_knows_is_named_in_the_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synthesize", "--characters", "kaykit/Nobody", "--out", str(tmp_path)]) == 2
    assert "kaykit/Nobody" in capsys.readouterr().err


def test_packs_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    away = str(tmp_path / "away")
    assert main(["synthesize", "--characters", "train", "--data", away, "--out", str(tmp_path)]) == 2
    assert f"{away}: no packs of characters" in capsys.readouterr().err


def test_a_set_without_packs_says_that_it_has_only_the_houses_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHIAGE_DATA", str(tmp_path / "away"))
    assert main(["synthesize", "--list"]) == 0
    told = capsys.readouterr()
    assert f"no packs of characters at {tmp_path / 'away'}" in told.err
    assert {line.partition("/")[0] for line in told.out.splitlines()} == {"house"}


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("not a folder")
    words = ["synthesize", "--characters", "house/3", "--clips", "1", "--frames", "1", "--side", "64", "--workers", "1"]
    assert main([*words, "--out", str(tmp_path / "file")]) == 2
    assert re.search(r"file\S* cannot be written \(.*Give another --out", capsys.readouterr().err)


def test_a_disk_that_is_full_is_named(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.write_bytes

    def fills(path: Path, data: bytes) -> int:
        if path.suffix == ".json":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", fills)
    with pytest.raises(BadFile, match=r"No space left on device.*make room"):
        list(write_set(HOUSE, _plans(), tmp_path))
    monkeypatch.undo()
    assert len(list(write_set(HOUSE, _plans(), tmp_path))) == 1, "the same command goes on"
    assert _bytes(tmp_path) == _bytes(written), "and leaves nothing of what was begun"


def test_figures_of_a_set_are_measured_by_hand_worked_values() -> None:
    one = _frame([[1, 1, 0, 2], [1, 1, 0, 2]], [[5, 5, 0, BACKGROUND], [5, 5, 0, BACKGROUND]])
    moved = _frame([[1, 0, 2, 2], [1, 0, 2, 2]], [[BACKGROUND, 0, 5, 5], [BACKGROUND, 0, 5, 6]])
    result = measure([one, moved])
    assert [sizes.tolist() for sizes in result.sizes] == [[4, 2], [2, 4]]
    # Label 5 went from x 0.5, y 0.5 to x 7/3, y 1/3; the figure is 2 px high.
    assert result.motion[0] == pytest.approx(np.hypot(7 / 3 - 0.5, 1 / 3 - 0.5) / 2)
    assert result.vanished[0] == pytest.approx(1 / 2)


def test_size_classes_begin_where_they_say() -> None:
    shares = size_histogram([np.array([1, 2, 3, 4, 5, 10, 11, 7000], np.int32)])
    assert shares.tolist() == [1 / 8, 1 / 8, 2 / 8, 2 / 8, 1 / 8, 0, 0, 0, 0, 1 / 8]


def test_plans_stay_within_what_a_camera_can_show() -> None:
    motions = [("walk", 1.0)]
    plans = [plan_clip(generator(0, "x", number), "house/3", motions) for number in range(200)]
    assert {plan.framing for plan in plans} == {"long", "face", "close"}
    assert all(-20 <= plan.elevation <= 35 and 0.7 < plan.zoom < 1.2 for plan in plans)
    fast = [abs(plan.orbit) for plan in plans if plan.pace == "fast" and plan.framing == "long"]
    slow = [abs(plan.orbit) for plan in plans if plan.pace == "slow" and plan.framing == "long"]
    assert min(fast) > max(slow)


def _frame(seg: Sequence[Sequence[int]], label: Sequence[Sequence[int]]) -> Frame:
    line = np.zeros((len(seg), len(seg[0]), 4), np.uint8)
    return Frame("0000", line, seg=np.array(seg, np.int32), label=np.array(label, np.int32))


def test_the_fixed_test_set_is_of_characters_never_trained_on_in_three_equal_paces() -> None:
    plans = [step.plan for step in read_recipe(RECIPES / "test.json")]
    assert {split_of(plan.character) for plan in plans} == {"test"}
    assert len({plan.character for plan in plans}) == 21
    assert [sum(plan.pace == pace for plan in plans) for pace in PACES] == [21, 21, 21]
    assert all(plan.palette == 0 and plan.gaps == 0 for plan in plans)


def test_a_label_is_the_same_part_in_every_drawing_of_a_clip() -> None:
    (plan,) = plan_set(HOUSE, ["house/3"], 1, 5, frames=4, side=320)
    drawn = draw_clip(HOUSE, replace(plan, shaded=False, hand="clean", crumbs=False, framing="long"))
    figure = HOUSE.figure("house/3")
    color_of = {entry.key: entry.normal for entry in figure.entries}
    seen = set()
    for frame in drawn.frames:
        assert frame.colors is not None
        assert frame.index is not None
        for segment, (_, label) in frame.index.items():
            if label > 0:
                assert frame.colors[segment] == color_of[figure.regions[label - 1].entry]
                seen.add(label)
    assert len(seen) > 30
