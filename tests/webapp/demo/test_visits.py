"""What a visitor of the demo may do, and that nothing of it stays."""

from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings

from inference.sheetfile import read_sheet
from webapp.demo.errors import TooMuch
from webapp.demo.models import Visit
from webapp.demo.services import LIFETIME, MAX_RUNS, visit_run, visit_with_files, visit_with_house_shot, visits_end
from webapp.demo.table import Table
from webapp.exchange.errors import BadUpload
from webapp.exchange.house import house_folder, house_load
from webapp.painting import tasks
from webapp.painting.final import final_painting
from webapp.painting.models import Correction, RunStatus
from webapp.painting.selectors import drawings_of
from webapp.productions.blobs import blob_path, blobs_of
from webapp.productions.models import Production, Shot

pytestmark = [pytest.mark.django_db(transaction=True)]

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
LINES = sorted((house_folder() / "shot" / "line").glob("*.png"))
PAINTED = house_folder() / "shot" / "gt" / "A0001.png"


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Path(settings.MEDIA_ROOT)


def colored(shot: Shot) -> Table:
    run = visit_run(shot=shot)
    tasks.prepare_shot(shot.pk)
    tasks.colorize_shot(str(run.pk))
    run.refresh_from_db()
    assert run.status == RunStatus.DONE, run.reason
    return Table(shot=shot.pk, run=str(run.pk))


def somewhere_painted(name: str) -> tuple[int, int]:
    """x, y in the first drawing where an entry's normal colour lies."""
    color = next(entry.normal for entry in read_sheet(house_folder() / "sheet.json").entries if entry.name == name)
    ys, xs = np.nonzero((np.asarray(Image.open(PAINTED).convert("RGBA")) == color).all(axis=2))
    return int(xs[len(xs) // 2]), int(ys[len(ys) // 2])


def test_the_frames_after_a_painted_one_get_its_colours() -> None:
    shot = visit_with_files(address=HERE, drawings=LINES[:3], painted=PAINTED)
    table = colored(shot)
    truth = np.asarray(Image.open(house_folder() / "shot" / "gt" / "A0003.png").convert("RGBA"))
    table = Table(shot=table.shot, place=2)
    picture = table.picture()
    assert picture is not None
    same = (np.asarray(picture.convert("RGBA")) == truth).all(axis=2).mean()
    assert same > 0.98  # of the pixels; the trial of the matcher gives 0.996 and more


def test_a_painted_frame_without_a_number_of_its_own_belongs_to_the_first_drawing(tmp_path: Path) -> None:
    painted = tmp_path / "my painted girl.png"
    painted.write_bytes(PAINTED.read_bytes())
    shot = visit_with_files(address=HERE, drawings=LINES[:2], painted=painted)
    tasks.prepare_shot(shot.pk)
    first, second = drawings_of(shot)
    assert final_painting(first).by_person[1:].mean() > 0.9
    assert not final_painting(second).by_person.any()


def test_the_house_example_is_coloured_from_its_sheet_and_a_click_on_a_region_paints_it() -> None:
    house_load(folder=house_folder())
    shot = visit_with_house_shot(address=HERE)
    table = colored(shot)
    skirt = next(entry for entry in table.entries() if entry.name == "skirt")
    assert f'data-entry="{skirt.key}" data-tone="0" aria-pressed="false"' in table.board()
    table = table.choose(skirt.key, 0)
    assert table.chosen == (skirt.key, 0)
    assert table.choose(skirt.key, 3) == table  # the sheet has no second shadow for it
    assert f'data-entry="{skirt.key}" data-tone="0" aria-pressed="true"' in table.board()
    assert "skirt" in table.in_hand()
    before = table.picture()
    strand = somewhere_painted("hair")
    table = table.paint(*strand)
    after = table.picture()
    assert before is not None
    assert after is not None
    assert before.getpixel(strand) != after.getpixel(strand)
    assert table.pick(*strand).chosen == (skirt.key, 0)
    undone = table.undo().picture()
    assert undone is not None
    assert undone.getpixel(strand) == before.getpixel(strand)


@pytest.mark.parametrize("cause", ["too_many", "too_large", "not_line_art"])
def test_what_is_beyond_the_limits_is_refused_and_leaves_nothing_behind(
    cause: str, tmp_path: Path, own_files: Path
) -> None:
    if cause == "too_many":
        drawings = [tmp_path / f"A{n:04}.png" for n in range(1, 26)]
        for path in drawings:
            path.write_bytes(LINES[0].read_bytes())
    elif cause == "too_large":
        wide = np.zeros((10, 2049, 4), np.uint8)
        Image.fromarray(wide).save(tmp_path / "A0001.png")
        drawings = [tmp_path / "A0001.png"]
    else:
        noise = np.random.default_rng(1).integers(0, 255, (90, 90, 3), np.uint8)
        Image.fromarray(noise).save(tmp_path / "A0002.png")
        drawings = [LINES[0], tmp_path / "A0002.png"]
    painted = tmp_path / "painted1.png"
    painted.write_bytes(drawings[0].read_bytes() if cause == "too_large" else PAINTED.read_bytes())
    with pytest.raises(BadUpload) as refused:
        visit_with_files(address=HERE, drawings=drawings, painted=painted)
    assert cause in {problem["code"] for problem in refused.value.details}
    assert not Production.objects.exists()
    assert not Visit.objects.exists()
    assert not [path for path in own_files.rglob("*") if path.is_file()]


def test_an_address_has_three_runs_at_a_time_and_another_address_its_own() -> None:
    house_load(folder=house_folder())
    for _ in range(MAX_RUNS):
        visit_run(shot=visit_with_house_shot(address=HERE))
    another = visit_with_house_shot(address=HERE)
    with pytest.raises(TooMuch, match="Wait"):
        visit_run(shot=another)
    assert visit_run(shot=visit_with_house_shot(address=ELSEWHERE)).status == RunStatus.QUEUED


def test_after_an_hour_rows_and_files_are_gone_and_the_house_keeps_its_own() -> None:
    house = house_load(folder=house_folder())
    theirs = visit_with_files(address=HERE, drawings=LINES[:2], painted=PAINTED)
    colored(theirs).choose(5, 17)
    young = visit_with_house_shot(address=HERE)
    old_blobs = blobs_of(theirs.production)
    Visit.objects.filter(production=theirs.production).update(created_at=Visit.objects.first().created_at - LIFETIME)  # type: ignore[union-attr]
    assert visits_end() == 1
    assert not Shot.objects.filter(pk=theirs.pk).exists()
    assert not Correction.objects.exists()
    assert Shot.objects.filter(pk=young.pk).exists()
    kept = blobs_of(house.production) | blobs_of(young.production)
    assert all(default_storage.exists(blob_path(digest)) for digest in kept)
    assert old_blobs - kept
    assert not any(default_storage.exists(blob_path(digest)) for digest in old_blobs - kept)
