"""The card of a set: what is in it, from whom, and what it looks like."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from inference.formats import write_png
from inference.formats.character import REFERENCES, Frame, frame_stems, read_frame
from inference.synthesis.dataset import folder_of, read_plan
from inference.synthesis.measure import BINS, TINY, Measured, measure, size_histogram
from inference.synthesis.plans import HANDS, PACES, ClipPlan
from inference.types import UInt8Array

CARD = "card.md"
SHEET_OF_CHARACTERS, ANIMATION = "characters.png", "clip.gif"
_THUMB = 240  # px
_COLUMNS = 8

# The paper's table 1: its own set, and what it compares with.
PAPER = (
    ("AnimeRun", "1,760 + 1,059", "20 + 10", "237", "no", "no", "no", "no", "no"),
    ("AnT (private)", "9,900+ + 1,100+", "-", "< 50", "no", "yes", "no", "no", "no"),
    ("PaintBucket-Character", "11,345 + 3,200", "180 + 170", "169", "yes", "yes", "yes", "yes", "yes"),
)


def write_card(out: Path, title: str, clips: Sequence[tuple[ClipPlan, Path]], licences: Mapping[str, str]) -> Path:
    """Read a written set and describe it in ``card.md`` with its two pictures; ``licences`` by character."""
    measured = [measure(list(read_clip(place))) for _, place in clips]
    characters = sorted({plan.character for plan, _ in clips})
    (out / SHEET_OF_CHARACTERS).write_bytes(write_png(contact_sheet(out, characters)))
    write_animation(out / ANIMATION, clips[0][1])
    path = out / CARD
    path.write_text("\n".join(_lines(title, clips, measured, characters, licences)) + "\n")
    return path


def read_clip(place: Path) -> Iterator[Frame]:
    """A written clip's frames, in order."""
    return (read_frame(place, stem) for stem in frame_stems(place))


def contact_sheet(out: Path, characters: Sequence[str]) -> UInt8Array:
    """The front views of a set's characters side by side, on white."""
    thumbs = [_thumb(read_frame(out / folder_of(name) / REFERENCES, "0000").gt) for name in characters]
    thumbs += [np.full((_THUMB, _THUMB, 4), 255, np.uint8)] * (-len(thumbs) % _COLUMNS)
    rows = [np.hstack(thumbs[at : at + _COLUMNS]) for at in range(0, len(thumbs), _COLUMNS)]
    return np.vstack(rows)


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
    clips: Sequence[tuple[ClipPlan, Path]],
    measured: Sequence[Measured],
    characters: Sequence[str],
    licences: Mapping[str, str],
) -> Iterator[str]:
    sizes = [size for one in measured for size in one.sizes]
    yield f"# {title}\n"
    yield "Drawings with truth, rendered from characters by `shiage synthesize` in PaintBucket-Character's layout.\n"
    yield f"![the characters]({SHEET_OF_CHARACTERS})\n\n![a clip]({ANIMATION})\n"
    yield from _side_by_side(len(sizes), len(clips), float(np.mean([len(size) for size in sizes])))
    yield "\n## What is in it\n"
    yield f"- {len(characters)} characters, {len(clips)} clips, {len(sizes)} drawings, no anti-aliasing"
    yield f"- {np.median([len(size) for size in sizes]):.0f} segments in the median drawing"
    yield f"- {_share(np.concatenate(sizes) <= TINY)} of the segments are {TINY} px or smaller"
    mixed = {hand: sum(read_plan(place)[1] for plan, place in clips if plan.hand == hand) for hand in HANDS}
    yield f"- segments of two labels: {mixed['clean']} in clean clips, {mixed['drawn']} in hand-drawn ones (gaps)"
    for pace in PACES:
        steps = [one.motion for one, (plan, _) in zip(measured, clips, strict=True) if plan.pace == pace]
        if steps:
            moved = np.concatenate(steps)
            yield f"- {pace}: the median part moves {np.median(moved):.1%} of the figure's height between drawings"
    gone = np.concatenate([one.vanished for one in measured])
    yield f"- {np.mean(gone):.1%} of the parts are in only one of two neighbouring drawings"
    yield "\n## Sizes of segments\n\n| px | share |\n| --- | ---: |"
    edges = [*(f"{low}-{high - 1}" if high - low > 1 else f"{low}" for low, high in pairwise(BINS))]
    for name, share in zip([*edges, f"{BINS[-1]}-"], size_histogram(sizes), strict=True):
        yield f"| {name} | {share:.1%} |"
    yield "\n## Characters and licences\n\n| character | clips | licence |\n| --- | ---: | --- |"
    times = Counter(plan.character for plan, _ in clips)
    for name in characters:
        yield f"| {name} | {times[name]} | {licences[name]} |"


def _side_by_side(drawings: int, clips: int, segments: float) -> Iterator[str]:
    yield "| set | drawings | clips | segments | no anti-aliasing | labels | colour lines | annotations | sheets |"
    yield "| --- | --- | --- | ---: | --- | --- | --- | --- | --- |"
    for row in PAPER:
        yield "| " + " | ".join(row) + " |"
    yield f"| **this one** | {drawings:,} | {clips} | {segments:.0f} | yes | yes | yes | yes | yes |"


def _share(where: "np.typing.NDArray[np.bool_]") -> str:
    return f"{np.mean(where):.1%}"
