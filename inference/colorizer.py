"""The main path: drawings in, paintings out.

Lines become segments (`lineart`, `segments`), segments meet the painted ones of a reference (`warping`, `matching`),
what the drawing and its painter say themselves is heard (`shading`, `hints`), and the likeliest colours become a
painting (`painting`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from inference.hints import NO_PARTS, with_hints
from inference.matching import default_matcher
from inference.order import carry_plan
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

    def colorize_sequence(
        self, frames: Sequence[LineArt], start: Reference, end: Reference | None = None
    ) -> Iterator[Painting]:
        """Carry the colours of a painted drawing through the drawings that follow it; in their order.

        With ``end``, the painted drawing after the last of them, colours come from both sides and meet in the middle.
        Each result becomes, beside the painted drawings, a reference of the drawings next to it; it is yielded as soon
        as all results before it are.
        """
        ends = {0: start} if end is None else {0: start, len(frames) + 1: end}
        count = len(frames) + len(ends)
        plan = [s for s in carry_plan([i in ends for i in range(count)], [True] * count) if s.target not in ends]
        known, waiting, due = dict(ends), dict[int, Painting](), 1
        for done, step in enumerate(plan, 1):
            frame = frames[step.target - 1]
            segments = segment(frame)
            references = [replace(known[i], kind=Kind.NEIGHBOUR) for i in step.neighbours]
            references += [replace(known[i], kind=Kind.KEYFRAME) for i in step.keyframes]
            painting = self.colorize_drawing(frame, segments, references)
            known[step.target] = Reference(frame, segments, painting)
            waiting[step.target] = painting
            while due in waiting:
                yield waiting.pop(due)
                due += 1
            # A long sequence does not fit into memory, and only a drawing's neighbours ask for it again.
            asked = {i for later in plan[done:] for i in later.neighbours + later.keyframes}
            known = {i: reference for i, reference in known.items() if i in asked}

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
