"""The card of a set: what is in it, from whom, and what it looks like."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import BadFile
from inference.formats import write_png
from inference.formats.character import REFERENCES, Frame, frame_stems, read_frame
from inference.formats.palette import LINE_SWATCHES
from inference.synthesis.cels import Plan
from inference.synthesis.dataset import read_plan
from inference.synthesis.measure import BINS, TINY, Measured, measure, size_histogram
from inference.synthesis.plans import PACES
from inference.types import Plane, UInt8Array

CARD = "card.md"
SHEET_OF_CHARACTERS, ANIMATION = "characters.png", "clip.gif"
_THUMB = 240  # px
_COLUMNS = 8
_HANDS = {"clean": "clean", "drawn": "hand-drawn", "bent": "bent"}
_MAIN, *_TRACES = (LINE_SWATCHES[plane].color for plane in list(Plane)[1:])
_PENCILS = frozenset((_MAIN, *_TRACES))
_COLOR_LINES = dict(zip(("red", "blue", "green", "yellow-green"), _TRACES, strict=True))
_ASKED = ("no anti-aliasing", "labels", "colour lines", "annotations", "sheets")

# The paper's table 1: its own set, and what it compares with.
PAPER = (
    ("AnimeRun", "1,760 + 1,059", "20 + 10", "-", "237", "no", "no", "no", "no", "no"),
    ("AnT (private)", "9,900+ + 1,100+", "-", "-", "< 50", "no", "yes", "no", "no", "no"),
    ("PaintBucket-Character", "11,345 + 3,200", "180 + 170", "22", "169", "yes", "yes", "yes", "yes", "yes"),
)
# Percent of real drawings' segments in each class of BINS (``shiage benchmark sizes``).
REAL: Mapping[str, Sequence[float]] = {
    "PaintBucket sample": (38.3, 16.4, 8.4, 2.6, 1.1, 2.2, 3.6, 8.0, 5.8, 13.5),
    "laughing girl": (19.9, 9.2, 2.9, 2.6, 2.9, 8.7, 11.9, 15.2, 13.1, 13.5),
    "run cycle": (21.3, 5.2, 3.4, 3.4, 1.7, 2.9, 9.8, 14.4, 22.4, 15.5),
}


def write_card(out: Path, title: str, clips: Sequence[tuple[Plan, Path]], licences: Mapping[str, str]) -> Path:
    """Read a written set and describe it in ``card.md`` with its two pictures; ``licences`` by character.

    Raises BadFile when it cannot be written.
    """
    measured = [measure(list(read_clip(place))) for _, place in clips]
    first = dict(reversed([(plan.character, place) for plan, place in clips]))
    characters = sorted(first)
    path = out / CARD
    try:
        (out / SHEET_OF_CHARACTERS).write_bytes(write_png(contact_sheet([first[name] for name in characters])))
        write_animation(out / ANIMATION, clips[0][1])
        path.write_text("\n".join(_lines(title, clips, measured, characters, licences)) + "\n")
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror}). Make room and run it again.") from error
    return path


def read_clip(place: Path) -> Iterator[Frame]:
    """A written clip's frames, in order."""
    return (read_frame(place, stem) for stem in frame_stems(place))


def contact_sheet(places: Sequence[Path]) -> UInt8Array:
    """The front views of the characters of some clips side by side, on white; without a sheet their first drawings."""
    thumbs = [_thumb(next(read_clip(_shown(place))).gt) for place in places]
    thumbs += [np.full((_THUMB, _THUMB, 4), 255, np.uint8)] * (-len(thumbs) % _COLUMNS)
    rows = [np.hstack(thumbs[at : at + _COLUMNS]) for at in range(0, len(thumbs), _COLUMNS)]
    return np.vstack(rows)


def _shown(place: Path) -> Path:
    sheet = place.parent / REFERENCES
    return sheet if sheet.is_dir() else place


def write_animation(path: Path, place: Path) -> None:
    """A clip as it moves, ten drawings a second: the line drawing beside the painted one."""
    pictures = [
        Image.fromarray(np.hstack([_thumb(frame.line), _thumb(frame.gt)]), "RGBA").convert("RGB")
        for frame in read_clip(place)
    ]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=100, loop=0)


def _thumb(rgba: UInt8Array | None) -> UInt8Array:
    if rgba is None:
        raise ValueError("a written frame has a painted picture")
    on_white = np.where(rgba[..., 3:] > 0, rgba, np.uint8(255))
    return np.asarray(cv2.resize(on_white, (_THUMB, _THUMB), interpolation=cv2.INTER_AREA), np.uint8)


def _lines(
    title: str,
    clips: Sequence[tuple[Plan, Path]],
    measured: Sequence[Measured],
    characters: Sequence[str],
    licences: Mapping[str, str],
) -> Iterator[str]:
    plans = [plan for plan, _ in clips]
    yield f"# {title}\n"
    yield "Drawings with truth, made by `shiage synthesize` in PaintBucket-Character's layout.\n"
    yield f"![the characters]({SHEET_OF_CHARACTERS})\n\n![a clip]({ANIMATION})\n"
    yield from _side_by_side(clips, measured)
    yield "\n## What is in it\n"
    sizes = [size for one in measured for size in one.sizes]
    yield f"- {len(characters)} characters, {len(clips)} clips, {len(sizes)} drawings, as read from the files"
    hands = Counter(plan.hand for plan in plans)
    yield "- " + ", ".join(f"{hands[hand]} {word}" for hand, word in _HANDS.items() if hands[hand]) + " clips"
    yield f"- {np.median([len(size) for size in sizes]):.0f} segments in the median drawing"
    yield f"- {_share(np.concatenate(sizes) <= TINY)} of the segments are {TINY} px or smaller"
    mixed = {hand: sum(read_plan(place)[1] for plan, place in clips if plan.hand == hand) for hand in hands}
    yield "- segments of two labels: " + ", ".join(f"{mixed[hand]} in {_HANDS[hand]} clips" for hand in sorted(hands))
    inks = [one for clip in measured for one in clip.inks]
    drawn = (f"{name} {_share([color in ink for ink in inks])}" for name, color in _COLOR_LINES.items())
    yield f"- drawings with colour lines: {', '.join(drawn)}"
    for pace in PACES:
        steps = [one.motion for one, plan in zip(measured, plans, strict=True) if plan.pace == pace]
        if steps:
            moved = np.concatenate(steps)
            yield f"- {pace}: the median part moves {np.median(moved):.1%} of the figure's height between drawings"
    gone = np.concatenate([one.vanished for one in measured])
    yield f"- {np.mean(gone):.1%} of the parts are in only one of two neighbouring drawings"
    yield "\n## Sizes of segments\n\nPercent, beside real drawings.\n"
    yield f"| px | this one | {' | '.join(REAL)} |\n| --- | ---: |{' ---: |' * len(REAL)}"
    edges = [*(f"{low}-{high - 1}" if high - low > 1 else f"{low}" for low, high in pairwise(BINS)), f"{BINS[-1]}-"]
    for name, share, *real in zip(edges, size_histogram(sizes), *REAL.values(), strict=True):
        yield f"| {name} | {100 * share:.1f} | {' | '.join(map(str, real))} |"
    yield "\n## Characters and licences\n\n| character | clips | licence |\n| --- | ---: | --- |"
    times = Counter(plan.character for plan in plans)
    for name in characters:
        yield f"| {name} | {times[name]} | {licences[name]} |"


def _side_by_side(clips: Sequence[tuple[Plan, Path]], measured: Sequence[Measured]) -> Iterator[str]:
    columns = ("set", "drawings", "clips", "characters", "segments", *_ASKED)
    yield f"| {' | '.join(columns)} |"
    yield f"| {' | '.join('---:' if name in ('characters', 'segments') else '---' for name in columns)} |"
    for row in PAPER:
        yield "| " + " | ".join(row) + " |"
    inks = [one for clip in measured for one in clip.inks]
    sheets = {plan.character: (place.parent / REFERENCES).is_dir() for plan, place in clips}
    counts = [len(size) for clip in measured for size in clip.sizes]
    asked = (
        all(ink <= _PENCILS for ink in inks),
        all(clip.labels for clip in measured),
        any(ink - {_MAIN} for ink in inks),
        any(annotated for clip in measured for annotated in clip.annotated),
        all(sheets.values()),
    )
    numbers = f"{len(counts):,} | {len(clips)} | {len(sheets)} | {np.mean(counts):.0f}"
    yield f"| **this one** | {numbers} | {' | '.join('yes' if there else 'no' for there in asked)} |"


def _share(where: NDArray[np.bool_] | Sequence[bool]) -> str:
    return f"{np.mean(where):.1%}"
