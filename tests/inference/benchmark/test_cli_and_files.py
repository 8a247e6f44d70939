"""The commands, from drawings to tables and pages."""

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from inference.benchmark.compare import compare
from inference.benchmark.metrics import BySize, Scores
from inference.benchmark.results import ClipResult, DrawingResult, Run, read_run
from inference.benchmark.table import tables
from inference.cli import main
from inference.errors import BadFile
from inference.formats import read_image_file, write_png

FIELDS = [
    "task", "matcher", "frames", "segments", "acc", "acc_thres", "pix_acc", "pix_f_acc", "pix_b_miou",
    "clicks_to_perfect", "clicks_plain", "seconds_per_frame", "peak_mb", "clips",
]  # fmt: skip


@pytest.fixture
def measured(pair: Path, tmp_path: Path) -> Path:
    """A run of the flow vote over two drawings."""
    out = tmp_path / "flow.json"
    assert main(["benchmark", "consecutive", str(pair), "--matcher", "flow", "--json", str(out)]) == 0
    return out


def test_a_run_is_written_with_the_fields_that_everything_reads(measured: Path) -> None:
    data = json.loads(measured.read_text())
    assert list(data) == FIELDS
    assert (data["task"], data["matcher"], data["frames"]) == ("consecutive", "flow", 1)
    clip = data["clips"]["nuri"]
    assert clip["reference"] == "previous"
    drawing = clip["drawings"]["0001"]
    assert data["acc"] == pytest.approx(1 - len(drawing["wrong"]) / drawing["segments"], abs=1e-6)
    assert sum(clip["by_size"]["segments"]) == data["segments"] == drawing["segments"]
    assert sum(clip["by_size"]["right"]) == drawing["segments"] - len(drawing["wrong"])
    assert data["acc"] > 0.9
    assert data["seconds_per_frame"] > 0


def test_the_same_command_measures_the_same_again(pair: Path, measured: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    main(["benchmark", "consecutive", str(pair), "--matcher", "flow", "--json", str(again)])
    data = [json.loads(path.read_text()) for path in (measured, again)]
    for run in data:
        del run["seconds_per_frame"], run["peak_mb"]
        for clip in run["clips"].values():
            del clip["seconds_per_frame"]
            for drawing in clip["drawings"].values():
                del drawing["seconds"]
    assert data[0] == data[1]


def test_keyframes_are_coloured_from_the_sheet(pair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "key.json"
    arguments = ["benchmark", "keyframe", str(pair), "--references", "5", "--matcher", "flow", "--limit", "1"]
    assert main([*arguments, "--no-clicks", "--json", str(out)]) == 0
    data = json.loads(out.read_text())
    assert (data["task"], data["frames"], data["clicks_to_perfect"]) == ("keyframe", 1, None)
    assert data["clips"]["nuri"]["reference"] == "5 views"
    shutil.rmtree(pair / "ref")
    assert main(arguments) == 2
    assert "no ref/ with painted views" in capsys.readouterr().err


def test_generated_pictures_are_scored_from_a_folder(pair: Path, tmp_path: Path) -> None:
    (tmp_path / "made" / "nuri").mkdir(parents=True)
    for name in ("0000", "0001"):
        picture = read_image_file(pair / "gt" / f"{name}.png")
        picture[picture[..., 3] == 0] = 255
        (tmp_path / "made" / "nuri" / f"{name}.png").write_bytes(write_png(picture))
    out = tmp_path / "made.json"
    arguments = ["benchmark", "consecutive", str(pair), "--matcher", "generated", "--json", str(out)]
    assert main([*arguments, "--generated", str(tmp_path / "made")]) == 0
    data = json.loads(out.read_text())
    assert data["pix_b_miou"] > 0.999
    assert data["acc"] > 0.95
    wrong = set(data["clips"]["nuri"]["drawings"]["0001"]["wrong"].values())
    assert wrong <= {"#ffffff00"}, "the truth is mapped to itself, but for white paint, which looks like paper"
    assert main(arguments) == 2


def test_a_report_needs_nothing_but_itself(measured: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert main(["benchmark", "report", str(measured), "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("data:image/png;base64,") == 2, "truth and result of the only drawing"
    assert "http" not in text
    assert "$" not in text
    for said in ("Accuracy by size", "should be", "became", "0001", "Acc-Thres"):
        assert said in text


def test_a_report_of_drawings_that_are_gone_is_refused(pair: Path, measured: Path, tmp_path: Path) -> None:
    for kind in ("line", "gt"):
        (pair / kind / "0001.png").unlink()
    with pytest.raises(SystemExit, match="2"):
        raise SystemExit(main(["benchmark", "report", str(measured), "-o", str(tmp_path / "report.html")]))
    assert not (tmp_path / "report.html").exists()


def scores(acc: float) -> Scores:
    return Scores(acc, acc, acc, math.nan, 1.0)


def run_of(accuracies: dict[str, list[float]], matcher: str = "a") -> Run:
    sizes = BySize(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
    clips = []
    for name, values in accuracies.items():
        drawings = tuple(
            DrawingResult(f"{n:04d}", 100, scores(acc), {}, 0.1, round(100 - 100 * acc), round(100 - 100 * acc))
            for n, acc in enumerate(values)
        )
        clips.append(ClipResult(name, f"/{name}", name, "previous", drawings, sizes))
    return Run("consecutive", matcher, tuple(clips), 1.0)


def test_clips_are_averaged_before_characters() -> None:
    run = run_of({"long": [0.5] * 9, "short": [1.0]})
    assert run.scores.acc == pytest.approx(0.75), "a long clip counts no more than a short one"
    both = Run("consecutive", "a", tuple(ClipResult(**{**vars(c), "character": "x"}) for c in run.clips), 1.0)
    assert both.scores.acc == pytest.approx(0.75)
    assert math.isnan(run.scores.pix_f_acc)


def test_an_improvement_of_every_drawing_is_no_noise() -> None:
    before = run_of({"walk": [0.80, 0.82, 0.85, 0.78, 0.81, 0.9]})
    after = run_of({"walk": [0.85, 0.86, 0.91, 0.82, 0.86, 0.94]})
    found = compare(before, after).clips["walk"]["acc"]
    assert found.value == pytest.approx(0.28 / 6)
    assert 0.04 <= found.low <= found.value <= found.high <= 0.06
    assert found.verdict == "better"
    assert compare(after, before).clips["walk"]["acc"].verdict == "worse"


def test_ups_and_downs_are_noise() -> None:
    before = run_of({"walk": [0.80, 0.82, 0.85, 0.78, 0.81, 0.9]})
    after = run_of({"walk": [0.90, 0.72, 0.95, 0.70, 0.90, 0.83]})
    found = compare(before, after).total["acc"]
    assert found.low < 0 < found.high
    assert found.verdict == ""


def test_two_drawings_are_too_few_for_an_interval() -> None:
    found = compare(run_of({"walk": [0.5, 0.6]}), run_of({"walk": [0.9, 0.9]})).clips["walk"]["acc"]
    assert found.value == pytest.approx(0.35)
    assert math.isnan(found.low)
    assert found.verdict == ""


def test_only_drawings_of_both_runs_are_compared() -> None:
    found = compare(run_of({"walk": [0.5] * 4, "run": [0.5] * 3}), run_of({"walk": [0.6] * 3}))
    assert list(found.clips) == ["walk"]
    assert found.unpaired == ("run 0000", "run 0001", "run 0002", "walk 0003")
    assert found.total["acc"].value == pytest.approx(0.1)
    assert found.clips["walk"]["clicks"].value == pytest.approx(-0.1)
    with pytest.raises(BadFile, match="no drawing in common"):
        compare(run_of({"walk": [0.5]}), run_of({"jump": [0.5]}))


def test_the_compare_command_calls_fewer_clicks_better(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from inference.benchmark.results import write_run

    write_run(tmp_path / "a.json", run_of({"walk": [0.5, 0.55, 0.52, 0.5]}))
    write_run(tmp_path / "b.json", run_of({"walk": [0.7, 0.73, 0.75, 0.7]}, "b"))
    assert main(["benchmark", "compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 0
    printed = capsys.readouterr().out
    assert "a -> b" in printed
    assert printed.count("better") >= 4
    assert "worse" not in printed


def test_tables_have_the_papers_figures_and_ours_in_rows_of_their_own() -> None:
    text = tables([run_of({"walk": [0.5, 0.7]}, "pairs")])
    assert text.count("### Table") == 4
    assert (
        "| the paper | the paper | PaintBucket-Character, 3D rendered test set "
        "| 82.66 | 87.26 | 99.05 | 97.24 | 99.48 |" in text
    )
    assert "| the paper (1-shot) | the paper | PaintBucket-Character, keyframe test set | - | 63.46 |" in text
    ours = "| pairs (reference: previous) | Shiage | walk (2 drawings, 200 segments) |"
    assert text.count(f"{ours} 60.00 | 60.00 | 60.00 | - | 100.00 |") == 2, "in tables 3 and 5"
    assert text.count("| not measured | Shiage |") == 2, "no keyframe run was given"


def no_run(path: Path) -> None:
    path.write_text('{"task": "consecutive"}')


def no_json(path: Path) -> None:
    path.write_text("<html>")


def no_file(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [no_run, no_json, no_file])
def test_a_file_that_is_no_run_is_named(measured: Path, spoil: Callable[[Path], None]) -> None:
    spoil(measured)
    with pytest.raises(BadFile, match=r"flow\.json"):
        read_run(measured)


def test_real_drawings_are_scored_on_bent_copies_and_say_so(hand_drawn: Path, tmp_path: Path) -> None:
    arguments = ["benchmark", "rewarp", str(hand_drawn / "laughing_girl"), "-o", str(tmp_path), "--count", "1"]
    assert main(arguments) == 0
    out = tmp_path / "run.json"
    clip = str(tmp_path / "laughing_girl-rewarped")
    options = ["--matcher", "flow", "--no-clicks", "--json", str(out)]
    assert main(["benchmark", "consecutive", clip, *options]) == 0
    data = json.loads(out.read_text())
    assert list(data["clips"]) == ["laughing_girl-rewarped"]
    assert data["acc_thres"] > 0.5
    assert main(["benchmark", "consecutive", str(hand_drawn / "laughing_girl"), *options]) == 2, "one truth, no pair"
