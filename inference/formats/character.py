"""A character's folder as in PaintBucket-Character: ``gt line label seg json_color json_index line_anno shadow``, the
same under ``ref``, and ``colorbook.yml``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from inference.errors import BadFile
from inference.formats import colorbook, paintbucket, png
from inference.formats.image import read_bytes, read_image
from inference.types import RGBA, ColorEntry, Int32Array, Painting, Tone, UInt8Array

COLORBOOK = "colorbook.yml"
REFERENCES = "ref"
_PICTURE, _TABLE = ".png", ".json"
Read = TypeVar("Read")


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame's files; what the dataset leaves out is None."""

    stem: str  # "0001"
    line: UInt8Array  # (H, W, 4)
    gt: UInt8Array | None = None  # (H, W, 4)
    seg: Int32Array | None = None  # (H, W), 0 = line, the background is a segment like others
    label: Int32Array | None = None  # (H, W), 0 = line, -1 = background; one label is one region of the character
    colors: dict[int, RGBA] | None = None  # by segment
    index: dict[int, tuple[int, int]] | None = None  # by segment: area in px, label
    line_anno: UInt8Array | None = None  # (H, W, 4)
    shadow: UInt8Array | None = None  # (H, W), a Tone


def frame_stems(folder: Path) -> list[str]:
    """The frames of a character's (or its ``ref``) folder. Raises BadFile when it has no line drawings."""
    lines = folder / "line"
    files = lines.glob(f"*{_PICTURE}") if lines.is_dir() else ()
    stems = sorted(path.stem for path in files if not path.name.startswith("."))
    if not stems:
        raise BadFile(f"{folder}: no PNG drawings in {lines}. A character's folder has line/0000.png and so on.")
    return stems


def read_frame(folder: Path, stem: str) -> Frame:
    """Everything that the folder has of a frame. Raises BadFile: damaged files, pictures of several sizes."""
    frame = Frame(
        stem=stem,
        line=read_image(read_bytes(folder / "line" / f"{stem}{_PICTURE}"), f"line/{stem}{_PICTURE}"),
        gt=_read(folder, "gt", stem, _PICTURE, read_image),
        seg=_read(folder, "seg", stem, _PICTURE, paintbucket.read_map),
        label=_read(folder, "label", stem, _PICTURE, paintbucket.read_map),
        # The test part keeps the colours beside the segments.
        colors=_read(folder, "json_color", stem, _TABLE, paintbucket.read_colors)
        or _read(folder, "seg", stem, _TABLE, paintbucket.read_colors),
        index=_read(folder, "json_index", stem, _TABLE, paintbucket.read_index),
        line_anno=_read(folder, "line_anno", stem, _PICTURE, read_image),
        shadow=_read(folder, "shadow", stem, _PICTURE, paintbucket.read_shadow),
    )
    for kind in ("gt", "seg", "label", "line_anno", "shadow"):
        picture = getattr(frame, kind)
        if picture is not None and picture.shape[:2] != frame.line.shape[:2]:
            (height, width), (line_height, line_width) = picture.shape[:2], frame.line.shape[:2]
            raise BadFile(
                f"{kind}/{stem}{_PICTURE}: is {width}x{height}, its drawing {line_width}x{line_height}. "
                "All pictures of a frame must have one size."
            )
    return frame


def _read(folder: Path, kind: str, stem: str, suffix: str, read: Callable[[bytes, str], Read]) -> Read | None:
    path = folder / kind / f"{stem}{suffix}"
    return read(read_bytes(path), f"{kind}/{path.name}") if path.exists() else None


def read_colorbook(folder: Path) -> list[ColorEntry]:
    """The character's text-colour list. Raises BadFile when it is missing or damaged."""
    return colorbook.read(read_bytes(folder / COLORBOOK), COLORBOOK)


def write_colorbook(folder: Path, entries: Sequence[ColorEntry]) -> None:
    """Write ``colorbook.yml``. Raises ValueError for two entries of one name and category."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / COLORBOOK).write_bytes(colorbook.write(list(entries)))


def write_frame(folder: Path, frame: Frame) -> None:
    """Write a frame's files; what is None is left out. Raises OSError."""
    files: dict[str, bytes] = {f"line/{frame.stem}{_PICTURE}": png.write(frame.line)}
    for kind, rgba in (("gt", frame.gt), ("line_anno", frame.line_anno)):
        if rgba is not None:
            files[f"{kind}/{frame.stem}{_PICTURE}"] = png.write(rgba)
    if frame.seg is not None:
        files[f"seg/{frame.stem}{_PICTURE}"] = paintbucket.write_map(frame.seg)
    if frame.label is not None:
        files[f"label/{frame.stem}{_PICTURE}"] = paintbucket.write_map(frame.label, background=True)
    if frame.shadow is not None:
        files[f"shadow/{frame.stem}{_PICTURE}"] = paintbucket.write_shadow(frame.shadow)
    if frame.colors is not None:
        files[f"json_color/{frame.stem}{_TABLE}"] = paintbucket.write_colors(frame.colors)
    if frame.index is not None:
        files[f"json_index/{frame.stem}{_TABLE}"] = paintbucket.write_index(frame.index)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def frame_of_painting(
    stem: str,
    line: UInt8Array,
    labels: Int32Array,
    planes: UInt8Array,
    painting: Painting,
    entries: Sequence[ColorEntry],
) -> Frame:
    """A painted drawing as the dataset would have it.

    ``line`` (H, W, 4), ``labels`` and ``planes`` (H, W). An entry and tone is the same label in every frame; what is
    unpainted or painted with transparent counts as background.
    """
    known = {entry.key: entry for entry in entries}
    count = len(painting.entry)
    colors = np.zeros((count, 4), np.uint8)
    category = [""] * count
    for segment in range(1, count):
        entry = known.get(int(painting.entry[segment]))
        if entry is not None:
            colors[segment] = entry.color(int(painting.tone[segment]))
            category[segment] = entry.category
    is_background = colors[:, 3] == 0
    colors[is_background] = 0
    label_of = (painting.entry.astype(np.int32) - 1) * len(Tone) + painting.tone + 1
    label_of[is_background] = paintbucket.BACKGROUND
    tone = np.where(is_background, np.uint8(Tone.NORMAL), painting.tone).astype(np.uint8)
    return frame_of_segments(stem, line, labels, planes, Truth(colors, label_of, tone, category), line)


@dataclass(frozen=True, eq=False)
class Truth:
    """What each of a drawing's N segments is; rows by segment, row 0 is the line."""

    colors: UInt8Array  # (N + 1, 4)
    label: Int32Array  # (N + 1,) BACKGROUND or a region
    tone: UInt8Array  # (N + 1,) a Tone
    category: Sequence[str]  # N + 1


def frame_of_segments(
    stem: str, line: UInt8Array, labels: Int32Array, planes: UInt8Array, truth: Truth, line_colors: UInt8Array
) -> Frame:
    """A drawing and its truth as the dataset would have them.

    ``line`` (H, W, 4); ``labels`` (H, W), the segments, and ``planes`` (H, W); ``line_colors`` (H, W, 4): what the
    lines look like in ``gt``.
    """
    area = np.bincount(labels.ravel(), minlength=len(truth.label))
    tone, label_of = truth.tone.copy(), truth.label.copy()
    tone[0], label_of[0] = Tone.NORMAL, 0
    gt = paintbucket.looked_up(truth.colors, labels)
    is_line = np.flatnonzero(labels == 0)
    gt.reshape(-1, 4)[is_line] = line_colors.reshape(-1, 4)[is_line]
    gt.reshape(-1, 4)[is_line, 3] = 255
    return Frame(
        stem=stem,
        line=line,
        gt=gt,
        seg=labels,
        label=label_of[labels].astype(np.int32),
        colors=dict(enumerate(map(_rgba, truth.colors[1:].tolist()), 1)),
        index=dict(enumerate(zip(area[1:].tolist(), label_of[1:].tolist(), strict=True), 1)),
        line_anno=paintbucket.annotate(planes, labels, tone, truth.category),
        shadow=tone[labels],
    )


def _rgba(color: list[int]) -> RGBA:
    red, green, blue, alpha = color
    return red, green, blue, alpha
