"""A set on disk in PaintBucket-Character's layout: ``CHARACTER/CLIP/{line,gt,...}``, ``CHARACTER/ref``, a colorbook.

A clip is written beside its place and moved there when it is whole: a set that was interrupted is continued, and the
same seed always gives the same set.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.errors import BadFile
from inference.formats.character import REFERENCES, write_colorbook, write_frame
from inference.synthesis.cels import BentPlan, Plan, bend_clip, bend_sheet, plan_from_json
from inference.synthesis.characters import Characters
from inference.synthesis.clip import Drawn, draw_clip, draw_sheet
from inference.synthesis.plans import PACES, ClipPlan, Hand, generator, plan_clip
from inference.synthesis.workers import in_order

PLAN = "plan.json"  # in a clip's folder: its plan, and how many segments hold more than one label


def plan_set(
    characters: Characters,
    names: Sequence[str],
    clips: int,
    seed: int,
    frames: int = 10,
    side: int | None = None,
    hand: Hand | None = None,
    gaps: int = 0,
    overshoot: float = 0.0,
    green: bool = False,
) -> list[ClipPlan]:
    """``clips`` clips of every character in its own colours, slow, middle and fast in equal parts; the rest is as
    ``plan_clip`` has it."""
    plans = []
    for name in names:
        motions = characters.motions(name)
        first = int(generator(seed, name).integers(len(PACES)))  # with one clip each, not all are slow
        for number in range(clips):
            random = generator(seed, name, number)
            pace = PACES[(first + number) % len(PACES)]
            plans.append(
                plan_clip(
                    random, name, motions, pace=pace, palette=0, side=side, frames=frames, hand=hand, gaps=gaps,
                    overshoot=overshoot, green=green,
                )
            )  # fmt: skip
    return plans


def write_set(
    characters: Characters, plans: Sequence[Plan], out: Path, workers: int = 1
) -> Iterator[tuple[Plan, Path]]:
    """Write what is missing of a set; yields every clip's folder once it is there. Raises BadFile."""
    times: Counter[str] = Counter()
    places = []
    for plan in plans:
        places.append(out / folder_of(plan.character) / f"{times[plan.character]:04d}")
        times[plan.character] += 1
    for plan, place in zip(plans, places, strict=True):
        _remove_remains(place)
        if (place / PLAN).is_file() and read_plan(place)[0] != plan:
            raise BadFile(f"{place}: holds another clip (other options or seed). Give another --out.")
    work = [(characters, plan, place) for plan, place in zip(plans, places, strict=True)]
    for (_, plan, place), _ in zip(work, in_order(_write_clip, work, workers), strict=True):
        yield plan, place


def folder_of(character: str) -> str:
    """A character's folder."""
    return character.replace("/", "-")


def read_plan(place: Path) -> tuple[Plan, int]:
    """A written clip's plan, and how many of its segments hold more than one label. Raises BadFile."""
    path = place / PLAN
    try:
        values = json.loads(path.read_text())
        return plan_from_json(values["plan"], str(path)), int(values["mixed"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadFile(f"{path}: is no plan of a clip ({error}). Remove {place} and make the set again.") from error


def _write_clip(characters: Characters, plan: Plan, place: Path) -> None:
    if (place / PLAN).is_file():
        return
    part = place.with_name(f".{place.name}-{os.getpid()}")
    try:
        shutil.rmtree(part, ignore_errors=True)
        _write_sheet(characters, plan, place.parent)
        clip = bend_clip(plan) if isinstance(plan, BentPlan) else draw_clip(characters, plan)
        for frame in clip.frames:
            write_frame(part, frame)
        (part / PLAN).write_text(json.dumps({"mixed": clip.mixed, "plan": plan.to_json()}, indent=1))
        shutil.rmtree(place, ignore_errors=True)
        part.rename(place)
    except OSError as error:
        raise BadFile(f"{place}: cannot be written ({error.strerror}). Give another --out or make room.") from error


def _remove_remains(place: Path) -> None:
    """What a run that was killed had begun to write."""
    for name in (place.name, REFERENCES):
        for part in place.parent.glob(f".{name}-*"):
            shutil.rmtree(part, ignore_errors=True)


def _write_sheet(characters: Characters, plan: Plan, folder: Path) -> None:
    """The character's design sheet, by whoever comes first."""
    if (folder / REFERENCES).is_dir():
        return
    part = folder / f".{REFERENCES}-{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    sheet = _sheet(characters, plan)
    for frame in sheet.frames:
        write_frame(part, frame)
    write_colorbook(folder, [entry for entry in sheet.entries if entry.category != "background"])
    if not sheet.frames:
        return
    try:
        part.rename(folder / REFERENCES)
    except OSError:  # another worker was first, with the same bytes
        shutil.rmtree(part, ignore_errors=True)


def _sheet(characters: Characters, plan: Plan) -> Drawn:
    return bend_sheet(plan) if isinstance(plan, BentPlan) else draw_sheet(characters, plan.character, plan.palette)
