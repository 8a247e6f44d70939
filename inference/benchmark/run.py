"""Colour clips under a protocol and measure every drawing."""

import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.clicks import clicks_to_perfect
from inference.benchmark.colors import BACKGROUND, Colors, hex_of
from inference.benchmark.dataset import Clip, annotated, read_drawing, read_truth, read_views, tell_painted
from inference.benchmark.metrics import by_confidence, by_size, score
from inference.benchmark.protocol import ReferenceMode, Step, steps
from inference.benchmark.results import ClipResult, DrawingResult, Run
from inference.benchmark.strokes import hasty_strokes
from inference.colorizer import Colorizer
from inference.sheet import nearest_views
from inference.types import (
    UNPAINTED,
    FloatArray,
    Kind,
    LineArt,
    Matcher,
    Painting,
    Part,
    PartStroke,
    Reference,
    Segments,
    Sheet,
    UInt8Array,
)

MatcherFor = Callable[[Clip], Matcher]
Progress = Callable[[str], None]  # called once per coloured drawing with its name
# Drawings kept in memory: the two ends of a clip, the previous one and the one in hand.
_KEPT = 6


@dataclass(frozen=True)
class Options:
    """How to measure."""

    limit: int | None = None  # drawings scored per clip
    clicks: bool = True
    views: int = 0  # of the sheet, beside the clip's own drawings
    strokes: int | None = None  # semantic strokes on each keyframe, instead of shading annotations


class _Drawing(NamedTuple):
    line_art: LineArt
    segments: Segments
    seconds: float  # for reading and segmenting
    strokes: Sequence[PartStroke] = ()


class _Measured(NamedTuple):
    result: DrawingResult
    area: NDArray[np.int32]  # (n,) of the segments that count
    right: NDArray[np.bool_]
    confidence: FloatArray  # (n,)


class _Bench:
    """One clip under measurement: its drawings and truths, read when needed, and what colours them."""

    def __init__(self, clip: Clip, matcher: Matcher, options: Options) -> None:
        self.clip = clip
        self.options = options
        self.colorizer = Colorizer(matcher)
        self.drawing = lru_cache(maxsize=_KEPT)(self._drawing)
        self.keyframe = lru_cache(maxsize=1)(self._keyframe)
        self.truth = lru_cache(maxsize=_KEPT)(self._truth)
        self.sheet = lru_cache(maxsize=1)(partial(read_views, clip, None))

    def _drawing(self, index: int) -> _Drawing:
        started = perf_counter()
        line_art, segments = read_drawing(self.clip.drawings[index])
        return _Drawing(line_art, segments, perf_counter() - started)

    def _keyframe(self, index: int) -> _Drawing:
        """The drawing with its shading annotations, or to be drawn strokes on."""
        if self.options.strokes is not None:
            return self.drawing(index)
        files = self.clip.drawings[index]
        started = perf_counter()
        line_art, segments = read_drawing(files, annotated=True)
        seconds = perf_counter() - started
        line_art = annotated(files, line_art, segments, read_truth(files, segments), self.clip.book)
        return _Drawing(line_art, segments, seconds)

    def _truth(self, index: int) -> Colors:
        return read_truth(self.clip.drawings[index], self.drawing(index).segments)

    def reference(self, index: int, target: int) -> Reference:
        """A drawing with its truth, to colour another one from."""
        drawing = self.drawing(index)
        kind = Kind.NEIGHBOUR if abs(index - target) == 1 else Kind.KEYFRAME
        return Reference(drawing.line_art, drawing.segments, self.clip.book.painting(self.truth(index)), kind)

    def result_of(self, index: int, painting: Painting) -> Reference:
        """A neighbour with what we made of it."""
        drawing = self.drawing(index)
        return Reference(drawing.line_art, drawing.segments, painting, Kind.NEIGHBOUR)

    def views(self, line_art: LineArt) -> list[Reference]:
        """The sheet's views that the options ask for, the most alike first."""
        if not self.options.views or not self.sheet():
            return []
        return nearest_views(line_art, self.sheet(), self.options.views)

    def has_truth(self, index: int) -> bool:
        return self.clip.drawings[index].gt is not None

    def colour(self, drawing: _Drawing, references: Sequence[Reference]) -> tuple[Painting, float]:
        """The engine's painting and the seconds it took, reading included."""
        started = perf_counter()
        line_art, segments, _, strokes = drawing
        painting = self.colorizer.colorize_drawing(line_art, segments, references, self.clip.book.sheet, strokes)
        return painting, drawing.seconds + perf_counter() - started

    def with_strokes(self, index: int, drawing: _Drawing, references: Sequence[Reference]) -> _Drawing:
        """The drawing after a painter saw how it came out and drew strokes over what has colours of a wrong part."""
        truth, book = self.truth(index), self.clip.book
        first, _ = self.colour(drawing, references)
        parts, painted = (_parts(book.sheet, painting) for painting in (book.painting(truth), first))
        parts[truth == BACKGROUND] = Part.UNKNOWN
        drawn = hasty_strokes(drawing.segments, parts, painted, self.options.strokes or 0)
        return drawing._replace(strokes=drawn)

    def measure(
        self, index: int, drawing: _Drawing, painting: Painting, seconds: float, clicks: int | None
    ) -> _Measured:
        """Compare with the truth."""
        truth, area = self.truth(index), drawing.segments.area
        painted = self.clip.book.colors(painting)
        counts = area > 0
        wrong = np.flatnonzero((painted != truth) & counts)
        result = DrawingResult(
            name=self.clip.drawings[index].name,
            segments=int(counts.sum()),
            scores=score(truth, painted, area),
            wrong={int(label): hex_of(int(painted[label])) for label in wrong},
            seconds=seconds,
            clicks=clicks,
            plain=len(wrong),
        )
        return _Measured(result, area[counts], (painted == truth)[counts], painting.confidence[counts])

    def clicks(
        self, index: int, drawing: _Drawing, references: Sequence[Reference], first: Painting | None
    ) -> int | None:
        """Corrections of one drawing from ``references``; ``first`` is its painting from them, None = not yet made."""
        if not self.options.clicks:
            return None
        if first is None:
            first, _ = self.colour(drawing, references)
        truth, book = self.truth(index), self.clip.book
        line_art, segments, _, strokes = drawing
        return clicks_to_perfect(self.colorizer, line_art, segments, references, first, truth, book, strokes)

    def result(self, reference: str, measured: list[_Measured]) -> ClipResult:
        """The clip's numbers."""
        area, right, confidence = (
            np.concatenate([getattr(one, name) for one in measured]) for name in ("area", "right", "confidence")
        )
        drawings = tuple(one.result for one in measured)
        sizes, sureness = by_size(area, right), by_confidence(confidence, right)
        clip = self.clip
        return ClipResult(clip.name, str(clip.folder), clip.character, reference, drawings, sizes, sureness)


def run_consecutive(
    clips: Sequence[Clip], matcher: MatcherFor, mode: ReferenceMode, options: Options, progress: Progress
) -> Run:
    """The paper's consecutive task. Clips without a pair of painted drawings are left out, with a note."""
    results, notes, name = [], [], ""
    for clip in clips:
        todo = _limited(clip, mode, options.limit)
        if not todo:
            notes.append(f"{clip.name}: left out, {sum(tell_painted(clip))} painted drawings are too few for {mode}")
            continue
        bench = _Bench(clip, matcher(clip), options)
        name = bench.colorizer.matcher.name
        reference = f"{mode} + {options.views} views" if options.views else mode
        results.append(bench.result(reference, _walk(bench, todo, progress)))
    return Run("consecutive", name, tuple(results), peak_mb(), tuple(notes))


def run_keyframe(
    clips: Sequence[Clip], matcher: MatcherFor, count: int | None, options: Options, progress: Progress
) -> Run:
    """The paper's keyframe task: every painted drawing from ``count`` of the sheet's views (None = all). Clips without
    a sheet are left out, with a note."""
    results, notes, name = [], [], ""
    for clip in clips:
        views = read_views(clip, count)
        painted = [index for index, has_truth in enumerate(tell_painted(clip)) if has_truth]
        if not views or not painted:
            notes.append(
                f"{clip.name}: left out, it has no {'painted drawings' if views else 'ref/ with painted views'}"
            )
            continue
        if count is not None and len(views) < count:
            notes.append(f"{clip.name}: its sheet has {len(views)} of the {count} views asked for")
        bench = _Bench(clip, matcher(clip), options)
        name = bench.colorizer.matcher.name
        reference = f"{len(views)} view" if len(views) == 1 else f"{len(views)} views"
        results.append(bench.result(reference, _keyframes(bench, painted[: options.limit], views, progress)))
    return Run("keyframe", name, tuple(results), peak_mb(), tuple(notes))


def planned(clips: Sequence[Clip], mode: ReferenceMode | None, limit: int | None) -> int:
    """How many drawings a run will colour; ``mode`` None = keyframe."""
    if mode is None:
        return sum(len([has for has in tell_painted(clip) if has][:limit]) for clip in clips if clip.views)
    return sum(len(_limited(clip, mode, limit)) for clip in clips)


def peak_mb() -> float:
    """The process's largest resident memory so far, MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _limited(clip: Clip, mode: ReferenceMode, limit: int | None) -> list[Step]:
    """The clip's steps up to the ``limit``-th one that has a truth to be scored against."""
    painted = tell_painted(clip)
    todo = steps(painted, mode)
    scored = [number for number, step in enumerate(todo, 1) if painted[step.target]]
    return todo if limit is None or len(scored) <= limit else todo[: scored[limit - 1]]


def _walk(bench: _Bench, todo: list[Step], progress: Progress) -> list[_Measured]:
    own: dict[int, Painting] = {}
    measured = []
    for step in todo:
        drawing = bench.drawing(step.target)
        truths = [bench.reference(index, step.target) for index in step.truths] + bench.views(drawing.line_art)
        results = [bench.result_of(index, own[index]) for index in step.own]
        painting, seconds = bench.colour(drawing, results + truths)
        own[step.target] = painting
        if bench.has_truth(step.target):
            # When a painter comes to this drawing the ones before are perfect, if anybody knows what is perfect.
            perfect = [
                bench.reference(index, step.target) if bench.has_truth(index) else result
                for index, result in zip(step.own, results, strict=True)
            ]
            first = None if any(bench.has_truth(index) for index in step.own) else painting
            clicks = bench.clicks(step.target, drawing, perfect + truths, first)
            measured.append(bench.measure(step.target, drawing, painting, seconds, clicks))
        progress(f"{bench.clip.name} {bench.clip.drawings[step.target].name}")
    return measured


def _keyframes(bench: _Bench, painted: list[int], views: list[Reference], progress: Progress) -> list[_Measured]:
    measured = []
    for index in painted:
        drawing = bench.keyframe(index)
        if bench.options.strokes:
            drawing = bench.with_strokes(index, drawing, views)
        painting, seconds = bench.colour(drawing, views)
        clicks = bench.clicks(index, drawing, views, painting)
        measured.append(bench.measure(index, drawing, painting, seconds, clicks))
        progress(f"{bench.clip.name} {bench.clip.drawings[index].name}")
    return measured


def _parts(sheet: Sheet, painting: Painting) -> UInt8Array:
    """(N + 1,) the Part that each segment has the colours of; UNKNOWN where it is unpainted."""
    return np.where(painting.entry == UNPAINTED, np.uint8(Part.UNKNOWN), sheet.parts[painting.entry])
