"""Painted drawings of characters, read from sets on disk when they are asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.colors import pack
from inference.benchmark.dataset import Clip, DrawingFiles, read_drawing, read_index_labels, read_truth
from inference.errors import BadFile
from inference.formats.paintbucket import annotate
from inference.lineart import line_art_from_rgba
from inference.types import CATEGORIES, Int32Array, LineArt, Segments, UInt8Array

_KEPT = 96  # drawings in memory: some 10 MB each at 1024x1024


@dataclass(frozen=True, eq=False)
class Known:
    """A drawing and everything that is known of its N segments."""

    planes: UInt8Array  # (H, W)
    handed: (
        UInt8Array  # (H, W) planes as keyframe artists hand the drawing over: without trace lines where it has fills
    )
    annotations: UInt8Array  # (H, W)
    labels: Int32Array  # (H, W)
    beside: Int32Array  # (E, 2) segments that lie side by side
    entry: NDArray[np.int64]  # (N + 1,) a number for each sheet entry, the same over a character's drawings; -1 = none
    part: NDArray[np.int64]  # (N + 1,) a number for each index label and colour, the same over a clip; -1 = none
    category: Int32Array  # (N + 1,) row of CATEGORIES; -1 = none


Place = tuple[int, int]  # clip, drawing


class Gallery:
    """The painted drawings of clips, by character."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        """Raises BadFile when no clip has a painted drawing."""
        self._clips = clips
        self.strips: dict[str, list[list[Place]]] = defaultdict(list)  # each clip's painted drawings, in order
        for number, clip in enumerate(clips):
            painted = [(number, k) for k, files in enumerate(clip.drawings) if files.gt is not None]
            if painted:
                self.strips[clip.character].append(painted)
        if not self.strips:
            raise BadFile("no clip of the training set has a painted drawing: there is nothing to learn from.")
        self.characters = sorted(self.strips)
        self.read = lru_cache(maxsize=_KEPT)(self._read)

    def _read(self, place: Place) -> Known:
        """Raises BadFile, NotLineArt, NoSegments."""
        clip = self._clips[place[0]]
        return _known(clip, clip.drawings[place[1]])


def _known(clip: Clip, files: DrawingFiles) -> Known:
    line_art, segments = read_drawing(files)
    truth = read_truth(files, segments)
    painting = clip.book.painting(truth)
    entries = {entry.key: entry for entry in clip.book.sheet.entries}
    keys = np.unique(painting.entry)
    found = [entries.get(int(key)) for key in keys]
    kinds = np.array([-1 if one is None else CATEGORIES.index(one.category) for one in found], np.int64)
    normal = np.array([-1 if one is None else pack(one.normal) for one in found], np.int64)
    at = np.searchsorted(keys, painting.entry)
    entry = np.where(kinds < 0, -1, (kinds << 32) + normal)[at]
    part = (read_index_labels(files, segments, truth).astype(np.int64) << 32) + truth
    known = (painting.entry > 0) & (segments.area > 0)
    handed = _handed(files, line_art, segments, kinds[at], painting.tone)
    return Known(
        planes=line_art.planes,
        handed=handed.planes,
        annotations=np.zeros_like(line_art.planes) if handed.annotations is None else handed.annotations,
        labels=segments.labels,
        beside=segments.neighbours.pairs,
        entry=np.where(known, entry, -1),
        part=np.where(known, part, -1),
        category=np.where(known, kinds[at], -1).astype(np.int32),
    )


def _handed(
    files: DrawingFiles, line_art: LineArt, segments: Segments, kinds: NDArray[np.int64], tone: UInt8Array
) -> LineArt:
    """With the fills of ``line_anno/``, else with fills by the truth's tones."""
    if files.line_anno is not None:
        return read_drawing(files, annotated=True)[0]
    categories = [CATEGORIES[kind] if kind >= 0 else "" for kind in kinds]
    return line_art_from_rgba(annotate(line_art.planes, segments.labels, tone, categories), line_art.name)
