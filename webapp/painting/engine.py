"""The door to the engine: the only file of ``webapp.painting`` that imports it, and only workers import this file.

Rows and blobs go in, ``FinalPainting`` (nothing of it by a person) comes out.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.colorizer import Colorizer
from inference.errors import ShiageError as EngineRefused
from inference.formats import read_image
from inference.formats.labelmap import decode_labels, encode_labels
from inference.lineart import read_line_art
from inference.matching import MATCHERS, default_matcher, matcher_named
from inference.order import carry_plan
from inference.painting import Earlier, paint
from inference.segments import paper_around, segment, segments_from_labels
from inference.sheet import KEYFRAME_VIEWS, from_hex, nearest_views, painting_from_colors
from inference.types import (
    ColorEntry,
    Int32Array,
    Kind,
    LineArt,
    Matches,
    Painting,
    Part,
    PartStroke,
    Reference,
    Segments,
    Sheet,
    Tone,
)
from webapp.exchange.files import FoundGap, Gaps, Points, gaps_of, stroke
from webapp.painting.beliefs import CHOICE, CHOICES, PARTNERS
from webapp.painting.earlier import EarlierColours
from webapp.painting.final import NEW, FinalPainting
from webapp.painting.heirs import Heirs, inherited
from webapp.productions.blobs import blob_get
from webapp.productions.models import DesignSheet, Drawing, ReferenceView

__all__ = [
    "Cut",
    "EngineRefused",
    "Kind",
    "ShotPainter",
    "Source",
    "Stroke",
    "carried_segments",
    "carry_plan",
    "choices_of",
    "cut_segments",
    "painting_that_came_with",
    "partners_among",
    "partners_of",
    "places_of",
]

_MOST_NAMED = 65535
_NEAR = 0.7  # how much of what a segment is the drawing before says, beside the first one
_GUESSED = 127  # of 255: the most confidence that a provisional colour has


class Cut(NamedTuple):
    """The segments of a drawing as they are stored, and what the engine found on the way."""

    label_map: bytes
    segment_count: int
    gaps: list[FoundGap]
    note: str


class Coloured(NamedTuple):
    """A drawing in the engine's colours, and what else it might be."""

    painting: FinalPainting
    choices: bytes  # as in ``Proposal.choices``


class Partners(NamedTuple):
    """The likeliest partners of each segment in other drawings: (rows, 4) arrays, the likeliest first."""

    source: NDArray[np.uint8]  # which of the drawings
    segment: NDArray[np.uint16]
    share: NDArray[np.uint8]  # 255 = certainly the same


class Lost(NamedTuple):
    """A segment that nothing lies in any more: its area in px, and a pixel of it."""

    x: int
    y: int
    area: int


def cut_segments(drawing: Drawing, gaps: Gaps, drawn: Sequence[Points], off: Sequence[Points]) -> Cut:
    """Read a drawing's file, close its gaps and cut its segments. Raises EngineRefused.

    ``drawn`` are people's closing strokes, ``off`` the closures that people do not want, each [[x, y], ..].
    """
    line_art = read_line_art(blob_get(drawing.line), drawing.file_name)
    strokes = [stroke(points) for points in drawn]
    found = gaps_of(line_art, gaps, strokes)
    wanted = [stroke(gap.points) for gap in found if gap.points not in off]
    segments = segment(line_art, [*strokes, *wanted])
    return Cut(encode_labels(segments.labels), segments.count, found, "; ".join(line_art.notes))


def carried_segments(drawing: Drawing, old: str, new: str) -> NDArray[np.uint32]:
    """(new segments + 1,) the segment of label map ``old`` that each segment of ``new`` lies in, at least by half.

    0 where there is none. Both are digests of blobs.
    """
    before, after = _labels(drawing, old), _labels(drawing, new)
    key = (after.astype(np.int64) << 32 | before).ravel()
    # Whole runs of equal pixels instead of pixels: there are a hundred times fewer.
    start = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    pairs, at = np.unique(key[start], return_inverse=True)
    shared = np.bincount(at, np.diff(np.append(start, key.size)))
    new_of, old_of = pairs >> 32, pairs & 0xFFFFFFFF
    area = np.bincount(new_of, shared)
    mapping = np.zeros(len(area), np.uint32)
    # By area, so that of two halves the larger is written last; of two equal ones the later.
    order = np.argsort(shared, kind="stable")
    order = order[(new_of[order] > 0) & (old_of[order] > 0) & (2 * shared[order] >= area[new_of[order]])]
    mapping[new_of[order]] = old_of[order]
    return mapping


def places_of(drawing: Drawing, labels: str, segments: Sequence[int]) -> list[Lost]:
    """Where segments of a label map lie: for each the pixel of it that comes first in reading order."""
    flat = _labels(drawing, labels).ravel()
    at = np.flatnonzero(np.isin(flat, segments))
    found, first, area = np.unique(flat[at], return_index=True, return_counts=True)
    places = {int(label): (int(at[i]), int(n)) for label, i, n in zip(found, first, area, strict=True)}
    width = drawing.level.width
    return [Lost(places[label][0] % width, places[label][0] // width, places[label][1]) for label in segments]


def _labels(drawing: Drawing, digest: str) -> Int32Array:
    return decode_labels(blob_get(digest), drawing.level.width, drawing.level.height)


def painting_that_came_with(drawing: Drawing) -> FinalPainting:
    """What the painted picture uploaded with a drawing says in the words of its shot's sheet. Raises EngineRefused."""
    _, segments = _load(drawing)
    rgba = read_image(blob_get(drawing.painted), drawing.file_name)
    painting = painting_from_colors(segments, rgba, Sheet(_entries(drawing.level.shot.sheet)))
    return _from_engine(painting, np.zeros(len(painting.entry), np.uint8))


class Stroke(NamedTuple):
    """A person's semantic stroke."""

    part: str  # hair, skin or other
    points: Points


class Source(NamedTuple):
    """A drawing to take colours from, and what it is to the drawing that does; CORRECTED: only what people decided."""

    drawing: Drawing
    painting: FinalPainting
    kind: Kind


class ShotPainter:
    """Colours drawings by one sheet. Raises EngineRefused for a matcher or a sheet that is not usable."""

    def __init__(self, sheet: DesignSheet, matcher: str) -> None:
        entries = _entries(sheet)
        heirs = dict(sheet.successors.values_list("key", "successor"))
        views = tuple(_view(view, Sheet(entries), heirs) for view in sheet.views.all())
        self._sheet = Sheet(entries, views)
        if matcher and matcher not in MATCHERS:
            raise EngineRefused(f"There is no matcher {matcher!r}; choose one of {', '.join(MATCHERS)}.")
        self.matcher = matcher
        self._colorizer = Colorizer(matcher_named(matcher) if matcher else default_matcher())

    @property
    def has_views(self) -> bool:
        """Whether the sheet shows anything to take colours from."""
        return bool(self._sheet.views)

    def from_sheet(
        self,
        drawing: Drawing,
        corrected: Sequence[Source] = (),
        strokes: Sequence[Stroke] = (),
        earlier: EarlierColours | None = None,
    ) -> Coloured:
        """Colours from the sheet's nearest reference views, and from what people decided. Raises EngineRefused."""
        line_art, segments = _load(drawing)
        views = nearest_views(line_art, self._sheet.views, KEYFRAME_VIEWS)
        return self._colours(line_art, segments, [*map(_reference, corrected), *views], strokes, earlier)

    def from_drawings(
        self,
        drawing: Drawing,
        sources: Sequence[Source],
        strokes: Sequence[Stroke] = (),
        earlier: EarlierColours | None = None,
    ) -> Coloured:
        """Colours from other drawings as they are painted now, the most trusted first. Raises EngineRefused."""
        references = [self._on_paper(_reference(source)) for source in sources]
        return self._colours(*_load(drawing), references, strokes, earlier)

    def _on_paper(self, reference: Reference) -> Reference:
        """Where no view shows it and nobody has painted it, the paper around a character is the sheet's background."""
        background = next((one.key for one in self._sheet.entries if one.category == "background"), 0)
        paper = paper_around(reference.segments)
        if self.has_views or not background or not paper or reference.painting.entry[paper]:
            return reference
        entry, confidence = reference.painting.entry.copy(), reference.painting.confidence.copy()
        entry[paper], confidence[paper] = background, 1
        return replace(reference, painting=replace(reference.painting, entry=entry, confidence=confidence))

    def _colours(
        self,
        line_art: LineArt,
        segments: Segments,
        references: Sequence[Reference],
        strokes: Sequence[Stroke],
        earlier: EarlierColours | None,
    ) -> Coloured:
        drawn = [PartStroke(tuple((x, y) for x, y in stroke.points), Part[stroke.part.upper()]) for stroke in strokes]
        matches = self._colorizer.likely_colors(line_art, segments, references, self._sheet, drawn)
        novelty = np.rint(matches.novelty * 255).astype(np.uint8)
        novelty[0] = 0
        painting = paint(matches, _earlier(earlier) if earlier else None)
        return Coloured(_from_engine(painting, novelty), choices_of(matches).tobytes())


def partners_of(drawing: Drawing, others: Sequence[Drawing]) -> Partners | None:
    """Which segments of the drawing before, and of the first one, those of a drawing are; None where there are too many
    to name."""
    if max(other.segment_count or 0 for other in others) > _MOST_NAMED:
        return None
    return partners_among(_load(drawing), [_load(other) for other in others])


def partners_among(drawing: tuple[LineArt, Segments], others: Sequence[tuple[LineArt, Segments]]) -> Partners:
    """The same for what is read already.

    Any matcher can tell: in each other drawing every segment gets a colour of its own, the label as its entry.
    """
    kinds = (Kind.NEIGHBOUR, Kind.KEYFRAME)
    told = [
        default_matcher().match(*drawing, [Reference(line_art, segments, _own_colors(segments), kind)])
        for (line_art, segments), kind in zip(others, kinds, strict=False)
    ]
    weights = (1.0,) if len(others) == 1 else (_NEAR, 1 - _NEAR)
    share = [w * m.probability * (1 - m.novelty[:, None]) for w, m in zip(weights, told, strict=True)]
    source = np.repeat(np.arange(len(told)), [len(m.colors) for m in told])
    segment = np.concatenate([m.colors[:, 0] for m in told])
    every = np.concatenate(share, axis=1)
    best = _likeliest(every, PARTNERS)
    found = np.zeros((3, len(best), PARTNERS), np.uint16)
    named = source[best], segment[best], np.rint(np.take_along_axis(every, best, axis=1) * 255)
    found[:, :, : best.shape[1]] = named
    return Partners(found[0].astype(np.uint8), found[1], found[2].astype(np.uint8))


def _own_colors(segments: Segments) -> Painting:
    rows = segments.count + 1
    # A tone that no red or blue line parts from another: two names say nothing of each other.
    tone = np.full(rows, Tone.SECOND_SHADOW, np.uint8)
    return Painting(np.arange(rows, dtype=np.uint16), tone, np.ones(rows, np.float32))


def choices_of(matches: Matches) -> NDArray[np.void]:
    """(rows, CHOICES) of ``CHOICE``, the likeliest first; share 0 where there are fewer."""
    best = _likeliest(matches.probability, CHOICES)
    share = np.take_along_axis(matches.probability, best, axis=1) * (1 - matches.novelty[:, None])
    choices = np.zeros((len(share), CHOICES), CHOICE)
    found = choices[:, : best.shape[1]]
    found["entry"], found["tone"] = matches.colors[best, 0], matches.colors[best, 1]
    found["share"] = np.rint(share * 255)
    return choices


def _likeliest(share: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """(rows, at most ``count``) columns, the likeliest first."""
    return np.argsort(-share, axis=1, kind="stable")[:, :count]


def _load(drawing: Drawing) -> tuple[LineArt, Segments]:
    level = drawing.level
    return _load_blobs(drawing.line, drawing.labels, drawing.file_name, level.width, level.height)


# A drawing, its neighbours, the keyframes and corrected drawings around: the next drawing needs most of them again.
# Blobs never change, so neither does this.
@lru_cache(maxsize=8)
def _load_blobs(line: str, labels: str, name: str, width: int, height: int) -> tuple[LineArt, Segments]:
    line_art = read_line_art(blob_get(line), name)
    return line_art, segments_from_labels(decode_labels(blob_get(labels), width, height), line_art.planes)


@lru_cache(maxsize=16)
def _cut_view(line: str, name: str) -> tuple[LineArt, Segments]:
    line_art = read_line_art(blob_get(line), name)
    return line_art, segment(line_art)


def _view(view: ReferenceView, sheet: Sheet, heirs: Heirs) -> Reference:
    """What the view shows: in the sheet's colours of when it came, and what they leave open in those of now."""
    line_art, segments = _cut_view(view.line, view.name)
    rgba = read_image(blob_get(view.painted), view.name)
    then = painting_from_colors(segments, rgba, Sheet(tuple(_entry_then(*row) for row in view.colors)))
    now = painting_from_colors(segments, rgba, sheet)
    shown = inherited(then.entry, heirs)
    known = np.isin(shown, [entry.key for entry in sheet.entries])
    painting = Painting(
        entry=np.where(known, shown, now.entry),
        tone=np.where(known, then.tone, now.tone),
        confidence=np.where(known, then.confidence, now.confidence),
    )
    return Reference(line_art, segments, painting, Kind.VIEW)


def _entry_then(key: int, normal: str, *others: str) -> ColorEntry:
    highlight, shadow, second_shadow = (from_hex(color) if color else None for color in others)
    return ColorEntry(key, str(key), "clothes", from_hex(normal), highlight, shadow, second_shadow)


def _entries(sheet: DesignSheet) -> tuple[ColorEntry, ...]:
    return tuple(
        ColorEntry(
            key=entry.key,
            name=entry.name,
            category=entry.category,
            normal=from_hex(entry.normal),
            highlight=from_hex(entry.highlight) if entry.highlight else None,
            shadow=from_hex(entry.shadow) if entry.shadow else None,
            second_shadow=from_hex(entry.second_shadow) if entry.second_shadow else None,
        )
        for entry in sheet.entries.all()
    )


def _from_engine(painting: Painting, novelty: NDArray[np.uint8]) -> FinalPainting:
    confidence = np.rint(painting.confidence * 255).astype(np.uint8)
    # What nothing explains is guessed, however alike the guesses are.
    confidence = np.where(novelty >= NEW, np.minimum(confidence, _GUESSED), confidence)
    nobody = np.zeros(len(painting.entry), bool)
    return FinalPainting(painting.entry, painting.tone, confidence, nobody, nobody, novelty)


def _earlier(colours: EarlierColours) -> Earlier:
    # A provisional colour was a guess: any other may take its place.
    return Earlier(_to_engine(colours.painting, ~colours.painting.provisional), colours.mistakes)


def _reference(source: Source) -> Reference:
    painting = source.painting
    # A provisional colour is nobody's reference: what it became in the next drawing is as new as it is here.
    counts = painting.by_person if source.kind == Kind.CORRECTED else ~painting.provisional
    return Reference(*_load(source.drawing), _to_engine(painting, counts), source.kind)


def _to_engine(painting: FinalPainting, counts: NDArray[np.bool_]) -> Painting:
    entry = np.where(counts, painting.entry, np.uint16(0))
    return Painting(entry, painting.tone, (painting.confidence / 255).astype(np.float32))
