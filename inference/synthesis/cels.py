"""Painted drawings that are there already as training data: clips of bent copies of them, with their whole truth."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from inference.benchmark.colors import ColorBook
from inference.benchmark.dataset import Clip, DrawingFiles, find_clips, read_drawing, read_truth
from inference.errors import BadFile
from inference.synthesis.bending import Bend, bent_frame
from inference.synthesis.clip import Drawn
from inference.synthesis.painted import painted_frame
from inference.synthesis.plans import PACES, ClipPlan, Pace, generator
from inference.types import ColorEntry, Sheet

# How far the copies of a clip stray.
_BENDS: dict[Pace, Bend] = {
    "slow": Bend(2.0, 0.02, 0.015, 0.01),
    "middle": Bend(),
    "fast": Bend(8.0, 0.08, 0.06, 0.03),
}


@dataclass(frozen=True)
class BentPlan:
    """A clip of a painted drawing and bent copies of it."""

    character: str  # what it is called in the set: "nuri-bent"
    source: str  # the folder of the clip that has the drawing
    drawing: str  # its stem
    pace: Pace
    frames: int  # the drawing itself is the first
    seed: int
    hand: ClassVar[str] = "bent"

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


Plan = ClipPlan | BentPlan


def plan_from_json(values: dict[str, Any], where: str) -> Plan:
    """The inverse of either plan's ``to_json``. Raises BadFile for missing or unknown values."""
    if "source" not in values:
        return ClipPlan.from_json(values, where)
    if set(values) != {field.name for field in fields(BentPlan)}:
        raise BadFile(f"{where}: is no plan of a bent clip. Remove it and make the set again.")
    return BentPlan(**values)


def plan_bent(paths: Sequence[Path], clips: int, seed: int, frames: int = 10) -> list[BentPlan]:
    """``clips`` clips of every character with painted drawings at or below ``paths``, drawing after drawing, slow,
    middle and fast in equal parts. Raises BadFile when there is none."""
    painted: dict[str, list[tuple[Clip, DrawingFiles]]] = {}
    for clip in find_clips(paths):
        painted.setdefault(clip.character, []).extend((clip, files) for files in clip.drawings if files.gt)
    names = {character: f"{Path(character).name}-bent" for character, drawings in painted.items() if drawings}
    if not names:
        shown = ", ".join(str(path) for path in paths)
        raise BadFile(f"{shown}: no painted drawing in gt/ to bend. Paint at least one.")
    if doubled := [name for name, times in Counter(names.values()).items() if times > 1]:
        raise BadFile(f"{doubled[0]}: two characters to bend would be called so. Rename the folder of one.")
    plans = []
    for character, name in names.items():
        first = int(generator(seed, name).integers(len(PACES)))
        for number in range(clips):
            clip, files = painted[character][number % len(painted[character])]
            own = int(generator(seed, name, number).integers(1 << 31))
            pace = PACES[(first + number) % len(PACES)]
            plans.append(BentPlan(name, str(clip.folder), files.name, pace, frames, own))
    return plans


def bend_clip(plan: BentPlan) -> Drawn:
    """The drawing and its copies, in the order they are made. Raises BadFile when it cannot be read any more."""
    clip, entries = _source(plan.source)
    files = next((files for files in clip.drawings if files.name == plan.drawing and files.gt), None)
    if files is None:
        raise BadFile(f"{plan.source}: the painted drawing {plan.drawing} is gone. Bring it back or make another set.")
    frame = painted_frame(files, ColorBook(Sheet(entries)))
    random = generator(plan.seed, "bent")
    copies = [bent_frame(frame, _BENDS[plan.pace], random, f"{number:04d}") for number in range(1, plan.frames)]
    frames = (replace(frame, stem="0000"), *(copy.frame for copy in copies))
    return Drawn(frames, entries, sum(copy.mixed for copy in copies))


def bend_sheet(plan: BentPlan) -> Drawn:
    """The views of the character's sheet as they are; none where it has no sheet."""
    clip, entries = _source(plan.source)
    book = ColorBook(Sheet(entries))
    views = [replace(painted_frame(files, book), stem=f"{at:04d}") for at, files in enumerate(clip.views)]
    return Drawn(tuple(views), entries, 0)


@lru_cache(maxsize=8)
def _source(folder: str) -> tuple[Clip, tuple[ColorEntry, ...]]:
    """A clip, and the text-colour list of its sheet; without one, of all colours in its painted drawings."""
    clip = find_clips([Path(folder)])[0]
    if not clip.views:
        for files in clip.drawings:
            if files.gt:
                clip.book.painting(read_truth(files, read_drawing(files)[1]))
    return clip, clip.book.sheet.entries
