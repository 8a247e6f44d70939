"""Clips and their sheets from disk, in the layout of PaintBucket-Character, ours and the original alike.

A *clip* is any folder with ``line/`` and ``gt/``; beside them ``seg/``, ``json_color/``, ``label/`` and
``line_anno/`` are used when there, and computed when not. Its *sheet* is a ``ref/`` folder in the clip's folder or its
parent, laid out like a clip, with ``colorbook.yml`` (or our ``sheet.json``) in it or beside it.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inference.benchmark.colors import BACKGROUND, NO_COLOR, ColorBook, Colors, pack
from inference.errors import BadFile
from inference.folder import PICTURES, open_folder
from inference.formats import read_bytes, read_image_file
from inference.formats.character import COLORBOOK, read_colorbook
from inference.formats.paintbucket import annotate, read_colors, read_map
from inference.lineart import line_art_from_rgba
from inference.segments import segment, segments_from_labels
from inference.sheet import dominant_colors
from inference.sheetfile import read_sheet
from inference.types import Int32Array, Kind, LineArt, Plane, Reference, Segments, Sheet

SHEET = "ref"


@dataclass(frozen=True)
class DrawingFiles:
    """The files of one drawing; those that are not there are None."""

    name: str  # the line file's stem
    line: Path
    gt: Path | None
    seg: Path | None
    json_color: Path | None
    label: Path | None
    line_anno: Path | None


@dataclass(frozen=True, eq=False)
class Clip:
    """A sequence of drawings with truth for some or all of them."""

    name: str
    folder: Path
    character: str  # clips of one character share it
    drawings: tuple[DrawingFiles, ...]  # in the order of their numbers
    views: tuple[DrawingFiles, ...]  # the sheet's painted views, by name; () = no sheet
    book: ColorBook


def find_clips(paths: Sequence[Path]) -> list[Clip]:
    """Every clip at or below the paths, in the order of their names. Raises BadFile when there is none."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            raise BadFile(f"{path}: is no folder. Give a folder with line/ and gt/, or one that holds such folders.")
        found.update((folder.resolve(), path) for folder in _clip_folders(path) if folder.resolve() not in found)
    if not found:
        shown = ", ".join(str(path) for path in paths)
        raise BadFile(f"{shown}: no clip found. A clip is a folder with line/ and gt/.")
    names = _names(found)
    return [_clip(folder, names[folder]) for folder in found]


def read_drawing(files: DrawingFiles, annotated: bool = False) -> tuple[LineArt, Segments]:
    """A drawing and its segments, from ``seg/`` when there. ``annotated``: with the fills of ``line_anno/`` when there.

    Raises BadFile, NotLineArt, NoSegments.
    """
    source = files.line_anno if annotated and files.line_anno else files.line
    line_art = line_art_from_rgba(read_image_file(source), source.name)
    if files.seg is None:
        return line_art, segment(line_art)
    labels = _read_labels(files.seg)
    _same_size(labels.shape, files.seg, line_art)
    return line_art, segments_from_labels(labels, line_art.planes)


def read_truth(files: DrawingFiles, segments: Segments) -> Colors:
    """The true colour of every segment: ``json_color/`` when there (and ``seg/``, which it numbers), else from ``gt/``.

    Raises BadFile when the files contradict each other or there is no truth.
    """
    if files.json_color is not None and files.seg is not None:
        return _read_colors(files.json_color, segments)
    if files.gt is None:
        raise BadFile(f"{files.line}: has no painted picture in gt/.")
    rgba = read_image_file(files.gt)
    if rgba.shape[:2] != segments.labels.shape:
        height, width = segments.labels.shape
        raise BadFile(f"{files.gt}: is {rgba.shape[1]}x{rgba.shape[0]}, its line drawing {width}x{height}.")
    return dominant_colors(segments, rgba).astype(np.int64)


def read_index_labels(files: DrawingFiles, segments: Segments, truth: Colors) -> Int32Array:
    """(N + 1,) which part of the character each segment is, 0 = background: the commonest value of ``label/`` in it
    when there, else one number per true colour of this drawing. Raises BadFile."""
    if files.label is None:
        foreground = np.unique(truth[truth > BACKGROUND])
        return np.where(truth > BACKGROUND, np.searchsorted(foreground, truth) + 1, 0).astype(np.int32)
    labels = _read_labels(files.label)
    if labels.shape != segments.labels.shape:
        raise BadFile(f"{files.label}: is not as large as its line drawing.")
    pairs, count = np.unique(segments.labels.astype(np.int64) << 32 | labels, return_counts=True)
    order = np.argsort(count, kind="stable")  # the largest is written last and stays
    commonest = np.zeros(segments.count + 1, np.int32)
    commonest[pairs[order] >> 32] = (pairs[order] & 0xFFFFFFFF).astype(np.int32)
    commonest[0] = 0
    return commonest


def annotated(files: DrawingFiles, line_art: LineArt, segments: Segments, truth: Colors, book: ColorBook) -> LineArt:
    """The drawing as keyframe artists hand it over, shading filled in; computed from the truth's tones when the data
    set has no ``line_anno/``. A drawing with trace lines says its shading itself and stays as it is, and without named
    tones on the sheet there is nothing to fill."""
    has_traces = (line_art.planes > Plane.MAIN).any()
    if files.line_anno is not None or has_traces:
        return line_art
    distinct, at = np.unique(truth, return_inverse=True)
    categories, tones = zip(*(book.part(int(color)) for color in distinct), strict=True)
    category = [categories[index] for index in at]
    rgba = annotate(line_art.planes, segments.labels, np.array(tones, np.uint8)[at], category)
    return replace(line_art, rgba=rgba, annotations=line_art_from_rgba(rgba, line_art.name).annotations)


def read_views(clip: Clip, count: int | None) -> list[Reference]:
    """The sheet's painted views: ``1`` = the front long shot, ``5`` = four long shots and the face, None = all."""
    views = []
    for files in clip.views:
        line_art, segments = read_drawing(files)
        painting = clip.book.painting(read_truth(files, segments))
        views.append(Reference(line_art, segments, painting, Kind.VIEW))
    return choose_views(views, count)


def choose_views(views: Sequence[Reference], count: int | None) -> list[Reference]:
    """The first ``count`` of the paper's order. A view whose name says face, or whose figure the picture's edge cuts
    off, is no long shot; a name that says front comes first."""
    if count is None:
        return list(views)
    close = [view for view in views if _is_close(view)]
    long = sorted((view for view in views if view not in close), key=lambda v: "front" not in v.line_art.name.lower())
    if count == 1:
        return (long + close)[:1]
    faces = sorted(close, key=lambda v: "face" not in v.line_art.name.lower())
    return [*long[: count - 1], *faces[:1], *long[count - 1 :], *faces[1:]][:count]


def _is_close(view: Reference) -> bool:
    planes = view.line_art.planes
    at_edge = planes[0].any() or planes[-1].any() or planes[:, 0].any() or planes[:, -1].any()
    return bool(at_edge) or "face" in view.line_art.name.lower()


def _clip_folders(path: Path) -> Iterator[Path]:
    for folder, inside, _ in os.walk(path):
        inside.sort()
        if {"line", "gt"} <= set(inside):
            yield Path(folder)
        inside[:] = [name for name in inside if name != SHEET and not name.startswith(".")]


def _names(found: dict[Path, Path]) -> dict[Path, str]:
    """Each clip's path from the folder that was asked for on; the whole path where two would be called the same."""
    short = {folder: folder.relative_to(path.resolve().parent).as_posix() for folder, path in found.items()}
    times = Counter(short.values())
    return {folder: name if times[name] == 1 else folder.as_posix() for folder, name in short.items()}


def _clip(folder: Path, name: str) -> Clip:
    drawings = open_folder(folder)
    owner = next((place for place in (folder, folder.parent) if (place / SHEET).is_dir()), None)
    files = [_files(folder, line, drawings.painted.get(line.stem)) for line in drawings.lines]
    if owner is None:
        return Clip(name, folder, name, tuple(files), (), ColorBook())
    return Clip(name, folder, owner.as_posix(), tuple(files), tuple(_views(owner / SHEET)), _book(owner))


def _files(folder: Path, line: Path, gt: Path | None) -> DrawingFiles:
    def beside(kind: str, suffix: str) -> Path | None:
        path = folder / kind / f"{line.stem}{suffix}"
        return path if path.is_file() else None

    return DrawingFiles(
        line.stem,
        line,
        gt,
        seg=beside("seg", ".png"),
        json_color=beside("json_color", ".json") or beside("seg", ".json"),  # the test part keeps it there
        label=beside("label", ".png"),
        line_anno=beside("line_anno", ".png"),
    )


def _views(sheet: Path) -> Iterator[DrawingFiles]:
    for folder in _clip_folders(sheet):
        painted = {path.stem: path for path in sorted((folder / "gt").iterdir()) if path.suffix.lower() in PICTURES}
        for line in sorted((folder / "line").iterdir()):
            if line.stem in painted and line.suffix.lower() in PICTURES:
                yield _files(folder, line, painted[line.stem])


def _book(owner: Path) -> ColorBook:
    for place in (owner / SHEET, owner):
        if (place / COLORBOOK).is_file():
            return ColorBook(Sheet(tuple(read_colorbook(place))))
        if (place / "sheet.json").is_file():
            return ColorBook(read_sheet(place / "sheet.json"))
    return ColorBook()


def _read_labels(path: Path) -> Int32Array:
    """(H, W) the values of a map; transparent counts as 0."""
    labels = np.maximum(read_map(read_bytes(path), str(path)), 0)
    if labels.max(initial=0) > labels.size:
        raise BadFile(f"{path}: has the label {labels.max()}, more than it has pixels. Is it a label picture?")
    return labels


def _read_colors(path: Path, segments: Segments) -> Colors:
    colors = np.full(segments.count + 1, NO_COLOR, np.int64)
    for label, rgba in read_colors(read_bytes(path), str(path)).items():
        if label > segments.count:
            raise BadFile(f"{path}: names segment {label}, its seg/ picture has {segments.count}.")
        colors[label] = pack(rgba)
    missing = np.flatnonzero((colors == NO_COLOR) & (segments.area > 0))
    if len(missing):
        raise BadFile(f"{path}: has no colour for segment {missing[0]} ({len(missing)} are missing).")
    return colors


def _same_size(shape: tuple[int, ...], path: Path, line_art: LineArt) -> None:
    width, height = line_art.size
    if shape != (height, width):
        raise BadFile(f"{path}: is {shape[1]}x{shape[0]}, its line drawing {width}x{height}.")


def tell_painted(clip: Clip) -> list[bool]:
    """Which drawings have a truth."""
    return [files.gt is not None for files in clip.drawings]
