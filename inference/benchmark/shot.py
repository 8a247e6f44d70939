"""A clip coloured as the product colours a shot, and corrected by people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.clicks import only
from inference.benchmark.dataset import Clip, annotated, read_drawing, read_index_labels, read_truth, read_views
from inference.colorizer import Colorizer
from inference.order import carry_plan
from inference.painting import Earlier, paint
from inference.sheet import KEYFRAME_VIEWS, nearest_views
from inference.types import Kind, Matcher, Matches, Painting, Reference

Start = Literal["sheet", "first"]
Which = Literal["first", "largest"]
Masks = list[NDArray[np.bool_]]  # for each drawing (N + 1,)


@dataclass(frozen=True)
class Place:
    """A segment of a shot."""

    drawing: int
    segment: int


@dataclass(frozen=True)
class Effect:
    """One correction, and the shot's other segments before and after it."""

    clip: str
    segments: int
    wrong: int  # before it
    repeats: int  # of them: those with the same wrong colour in place of the same right one
    repaired: int  # repeats that became right
    counterparts: int  # repeats in other drawings that are the same part of the character, by the index labels
    followed: int  # of them: those that became right
    better: int  # all that became right
    worse: int  # all that became wrong


class Shot:
    """A clip that is coloured as the product colours a shot. Every drawing must have a truth."""

    def __init__(self, clip: Clip, matcher: Matcher, start: Start) -> None:
        """``start``: the first drawing is coloured from the sheet, its shading filled in as keyframe artists do, or it
        is painted by people. Raises BadFile."""
        self.clip = clip
        self.colorizer = Colorizer(matcher)
        self.drawn = [
            read_drawing(files, annotated=start == "sheet" and at == 0) for at, files in enumerate(clip.drawings)
        ]
        both = list(zip(clip.drawings, self.drawn, strict=True))
        self.truth = [read_truth(files, segments) for files, (_, segments) in both]
        if start == "sheet":
            files, (line_art, segments) = both[0]
            self.drawn[0] = annotated(files, line_art, segments, self.truth[0], clip.book), segments
        self.given = [start == "first" and at == 0 for at in range(len(self.drawn))]
        self._part = [
            read_index_labels(files, segments, truth)
            for (files, (_, segments)), truth in zip(both, self.truth, strict=True)
        ]
        self._views = read_views(clip, None)

    def coloured(
        self, corrected: Mapping[int, NDArray[np.bool_]], before: Sequence[Painting] | None = None
    ) -> list[Painting]:
        """Every drawing, after people have corrected the segments of these masks (N + 1,) by drawing; ``before``: how
        all were painted when people did."""
        carriers = [segments.count > 1 for _, segments in self.drawn]
        plan = carry_plan(self.given, carriers, [at in corrected for at in range(len(self.drawn))])
        right = [self.clip.book.painting(truth) for truth in self.truth]
        mistakes = _mistakes([(before[at], right[at], mask) for at, mask in corrected.items()] if before else [])
        done: dict[int, Painting] = {}
        for step in plan:
            at = step.target
            references = [
                Reference(*self.drawn[i], only(right[i], corrected[i]), Kind.CORRECTED) for i in step.corrected
            ]
            references += [Reference(*self.drawn[i], done[i], Kind.NEIGHBOUR) for i in step.neighbours]
            references += [Reference(*self.drawn[i], done[i], Kind.KEYFRAME) for i in step.keyframes]
            if self.given[at]:
                done[at] = right[at]
                continue
            matches = self.likely_colors(at, references, bool(step.neighbours + step.keyframes))
            painting = paint(matches, Earlier(before[at], mistakes) if before else None)
            done[at] = _over(painting, right[at], corrected[at]) if at in corrected else painting
        return [done[at] for at in range(len(self.drawn))]

    def wrong(self, paintings: Sequence[Painting]) -> Masks:
        """Which segments do not show their true colour."""
        shown = [self.clip.book.colors(painting) for painting in paintings]
        return [
            (s != t) & (segments.area > 0) & (np.arange(len(t)) > 0)
            for s, t, (_, segments) in zip(shown, self.truth, self.drawn, strict=True)
        ]

    def mistake(self, wrong: Masks, which: Which) -> Place | None:
        """What a painter corrects first: the largest wrong segment of the first drawing that has one, or of all."""
        found = [Place(at, int(segment)) for at, mask in enumerate(wrong) for segment in np.flatnonzero(mask)]
        if which == "first":
            found = [place for place in found if place.drawing == found[0].drawing]
        return max(found, key=lambda p: self.drawn[p.drawing][1].area[p.segment], default=None)

    def mask(self, place: Place) -> NDArray[np.bool_]:
        """(N + 1,) of its drawing: that segment alone."""
        mask = np.zeros(len(self.truth[place.drawing]), bool)
        mask[place.segment] = True
        return mask

    def effect(self, place: Place, before: Sequence[Painting], after: Sequence[Painting]) -> Effect:
        """Compare what was before the correction with what is after it."""
        was, now = self.wrong(before), self.wrong(after)
        was[place.drawing][place.segment] = False  # what people paint is none of our doing
        shown = [self.clip.book.colors(painting) for painting in before]
        colors = shown[place.drawing][place.segment], self.truth[place.drawing][place.segment]
        repeats = [w & (s == colors[0]) & (t == colors[1]) for w, s, t in zip(was, shown, self.truth, strict=True)]
        part = self._part[place.drawing][place.segment]
        counterparts = [
            r & (p == part) & (at != place.drawing) for at, (r, p) in enumerate(zip(repeats, self._part, strict=True))
        ]
        return Effect(
            self.clip.name,
            segments=sum(int((segments.area[1:] > 0).sum()) for _, segments in self.drawn) - 1,
            wrong=_count(was),
            repeats=_count(repeats),
            repaired=_count([r & ~n for r, n in zip(repeats, now, strict=True)]),
            counterparts=_count(counterparts),
            followed=_count([c & ~n for c, n in zip(counterparts, now, strict=True)]),
            better=_count([w & ~n for w, n in zip(was, now, strict=True)]),
            worse=_count([n & ~w for w, n in zip(was, now, strict=True)]),
        )

    def likely_colors(self, at: int, references: Sequence[Reference], is_carried: bool) -> Matches:
        """What is said of a drawing, from the sheet too when nothing is carried to it."""
        line_art, segments = self.drawn[at]
        views = [] if is_carried else nearest_views(line_art, self._views, KEYFRAME_VIEWS)
        return self.colorizer.likely_colors(line_art, segments, [*references, *views], self.clip.book.sheet)


def _mistakes(corrected: Sequence[tuple[Painting, Painting, NDArray[np.bool_]]]) -> NDArray[np.int64]:
    """(n, 2, 2) as ``Earlier`` has them, from what was painted, what is right, and where people corrected it."""
    pairs = [np.stack([_colors(was)[mask], _colors(now)[mask]], axis=1) for was, now, mask in corrected]
    return np.concatenate(pairs) if pairs else np.zeros((0, 2, 2), np.int64)


def _colors(painting: Painting) -> NDArray[np.int64]:
    return np.stack([painting.entry, painting.tone], axis=1).astype(np.int64)


def _over(painting: Painting, right: Painting, where: NDArray[np.bool_]) -> Painting:
    entry = np.where(where, right.entry, painting.entry)
    tone = np.where(where, right.tone, painting.tone)
    return Painting(entry, tone, np.where(where, np.float32(1), painting.confidence))


def _count(masks: Masks) -> int:
    return sum(int(mask.sum()) for mask in masks)
