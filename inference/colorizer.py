"""The main path: drawings in, paintings out.

Lines become segments (`lineart`, `segments`), segments meet the painted ones of a reference (`warping`, `matching`),
what the drawing and its painter say themselves is heard (`shading`, `hints`), and the likeliest colours become a
painting (`painting`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from inference.hints import NO_PARTS, with_hints
from inference.matching import default_matcher
from inference.painting import paint
from inference.segments import segment
from inference.shading import shading
from inference.sheet import KEYFRAME_VIEWS, nearest_views
from inference.types import Kind, LineArt, Matcher, Matches, Painting, PartStroke, Reference, Segments, Sheet


class Colorizer:
    """Colours drawings with one matcher; holds no state between calls."""

    def __init__(self, matcher: Matcher | None = None) -> None:
        self.matcher = matcher or default_matcher()

    def colorize_keyframe(self, frame: LineArt, sheet: Sheet, strokes: Sequence[PartStroke] = ()) -> Painting:
        """Colour a drawing from the sheet's nearest reference views; ``strokes`` say what is hair and what is skin.

        Raises NothingToColourFrom when the sheet has no views, NoSegments when the drawing is all line.
        """
        return self.colorize_drawing(
            frame, segment(frame), nearest_views(frame, sheet.views, KEYFRAME_VIEWS), sheet, strokes
        )

    def colorize_sequence(self, frames: Sequence[LineArt], start: Reference) -> Iterator[Painting]:
        """Carry the colours of a painted drawing through the drawings that follow it, in their order.

        Each result is yielded at once and becomes, beside ``start``, a reference of the next drawing.
        """
        previous = start = replace(start, kind=Kind.NEIGHBOUR)
        for frame in frames:
            segments = segment(frame)
            references = [previous] if previous is start else [previous, replace(start, kind=Kind.KEYFRAME)]
            painting = self.colorize_drawing(frame, segments, references)
            yield painting
            previous = Reference(frame, segments, painting, Kind.NEIGHBOUR)

    def colorize_drawing(
        self,
        frame: LineArt,
        segments: Segments,
        references: Sequence[Reference],
        sheet: Sheet | None = None,
        strokes: Sequence[PartStroke] = (),
    ) -> Painting:
        """Colour one drawing from painted ones, the most trusted first.

        Annotation fills decide tones, and colour lines lean towards them. With a ``sheet``, which says what each entry
        is a part of, ``strokes`` and fills decide between hair, skin and all else. Raises NothingToColourFrom without
        any reference.
        """
        return paint(self.likely_colors(frame, segments, references, sheet, strokes))

    def likely_colors(
        self,
        frame: LineArt,
        segments: Segments,
        references: Sequence[Reference],
        sheet: Sheet | None = None,
        strokes: Sequence[PartStroke] = (),
    ) -> Matches:
        """What ``colorize_drawing`` chooses from: every colour's probability at every segment."""
        matches = self.matcher.match(frame, segments, references)
        known = shading(frame, segments, strokes)
        return with_hints(matches, known, sheet.parts if sheet else NO_PARTS)
