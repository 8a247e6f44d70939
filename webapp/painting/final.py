"""final = latest proposal + corrections in order, all of it carried to the segments as they are cut now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from webapp.painting.carrying import Ways, ways_of
from webapp.painting.heirs import heirs_of, inherited
from webapp.painting.models import Correction, Proposal
from webapp.productions.models import Drawing

# A segment this novel or more is new. On every second clip of the fixed test set 45 of the 58 above are painted wrong,
# and 28 of the 59 in a colour that no reference shows are above.
NEW = 26  # of 255


@dataclass(frozen=True, eq=False)
class FinalPainting:
    """What a drawing looks like now. Arrays have segment_count + 1 rows, indexed by label; row 0 is the line."""

    entry: NDArray[np.uint16]  # 0 = unpainted
    tone: NDArray[np.uint8]  # 0 normal, 1 highlight, 2 shadow, 3 second shadow
    confidence: NDArray[np.uint8]  # 255 = certain
    by_person: NDArray[np.bool_]
    known: NDArray[np.bool_]  # decided by a person, here or in a later drawing from which it was carried back
    novelty: NDArray[np.uint8]  # 255 = nothing explains it; 0 where a person, or a person's correction, does

    @property
    def provisional(self) -> NDArray[np.bool_]:
        """Which segments are new: their colour is a guess for the time being (仮色)."""
        new: NDArray[np.bool_] = self.novelty >= NEW
        return new


def nothing_painted(rows: int) -> FinalPainting:
    """A drawing of ``rows`` - 1 segments without any paint."""
    bare, none = np.zeros(rows, "u1"), np.zeros(rows, dtype=bool)
    return FinalPainting(np.zeros(rows, "<u2"), bare.copy(), bare.copy(), none.copy(), none, bare)


class Decision(NamedTuple):
    """What of a correction tells how its drawing looks: a shot that came painted has thousands of them."""

    pk: int
    drawing_id: int
    labels: str
    segments: list[int]
    entry: int
    tone: int
    confidence: int
    carry: bool
    undoes_id: int | None
    follows_id: int | None
    created_at: datetime


Decided = TypeVar("Decided", Correction, Decision)


def corrections_in_force(corrections: Sequence[Decided]) -> list[Decided]:
    """Those paintings that no undo in force takes back, in order. An undo can itself be undone (redo)."""
    undone: set[int] = set()
    for correction in reversed(corrections):
        if correction.undoes_id and correction.pk not in undone:
            undone.add(correction.undoes_id)
    return [c for c in corrections if not c.undoes_id and c.pk not in undone]


def final_painting(drawing: Drawing) -> FinalPainting:
    """The colours of one drawing."""
    return final_paintings([drawing])[drawing.pk]


def proposed_painting(drawing: Drawing) -> FinalPainting:
    """What the engine says of one drawing, without people's corrections."""
    ways = ways_of([drawing])
    proposal = latest_proposals([drawing], ways).get(drawing.pk)
    proposed = _proposed(proposal, ways[drawing.pk], (drawing.segment_count or 0) + 1)
    return replace(proposed, entry=inherited(proposed.entry, heirs_of([drawing])[drawing.level_id]))


def final_paintings(
    drawings: Sequence[Drawing], without: Correction | None = None, sheet: int | None = None
) -> dict[int, FinalPainting]:
    """The colours of drawings by their id, in four queries however many they are; ``without`` one of the corrections,
    or as they would be if their shot held on to another ``sheet``.

    What speaks of an earlier label map of the drawing is carried to the present one; a drawing whose segments are not
    cut yet has one row.
    """
    ways = ways_of(drawings)
    proposals = latest_proposals(drawings, ways)
    corrections = corrections_of(drawings, without)
    heirs = heirs_of(drawings, sheet)
    finals = {d.pk: _final(ways[d.pk], d, proposals.get(d.pk), corrections[d.pk]) for d in drawings}
    return {d.pk: replace(finals[d.pk], entry=inherited(finals[d.pk].entry, heirs[d.level_id])) for d in drawings}


def latest_proposals(drawings: Sequence[Drawing], ways: Mapping[int, Ways]) -> dict[int, Proposal]:
    """The newest of each drawing, by its id, that speaks of its present segments or of some that lead to them."""
    # One per label map: not the arrays of every run there ever was.
    of_these = Proposal.objects.filter(drawing__in=drawings).order_by("drawing_id", "labels", "-id")
    newest = sorted(of_these.distinct("drawing_id", "labels"), key=lambda proposal: proposal.pk)
    return {p.drawing_id: p for p in newest if ways[p.drawing_id].knows(p.labels)}


def corrections_of(drawings: Collection[Drawing], without: Correction | None = None) -> dict[int, list[Decision]]:
    """All of each drawing, by its id, in order; ``without`` one of them."""
    by_drawing: dict[int, list[Decision]] = defaultdict(list)
    rows = Correction.objects.filter(drawing__in=drawings).order_by("id").values_list(*Decision._fields)
    for row in rows.exclude(pk=without.pk) if without else rows:
        decision = Decision(*row)
        by_drawing[decision.drawing_id].append(decision)
    return by_drawing


def _final(ways: Ways, drawing: Drawing, proposal: Proposal | None, corrections: Sequence[Decision]) -> FinalPainting:
    final = _proposed(proposal, ways, (drawing.segment_count or 0) + 1)
    for correction in corrections_in_force(corrections):
        segments = ways.present(correction.labels, correction.segments)
        if correction.follows_id:
            segments = segments[~final.by_person[segments]]
        final.entry[segments] = correction.entry
        final.tone[segments] = correction.tone
        final.confidence[segments] = correction.confidence
        final.novelty[segments] = 0
        final.known[segments] = correction.carry or not correction.follows_id
        if not correction.follows_id:
            final.by_person[segments] = True
    return final


def _proposed(proposal: Proposal | None, ways: Ways, rows: int) -> FinalPainting:
    if proposal is None:
        return nothing_painted(rows)
    # Row 0 of a proposal is the line: nothing is painted there, so what comes from nowhere is unpainted.
    source = ways.source(proposal.labels)
    return FinalPainting(
        np.frombuffer(proposal.entry, "<u2")[source],
        np.frombuffer(proposal.tone, "u1")[source],
        np.frombuffer(proposal.confidence, "u1")[source],
        np.zeros(rows, dtype=bool),
        np.zeros(rows, dtype=bool),
        # Proposals of earlier versions say nothing about it.
        np.frombuffer(proposal.novelty, "u1")[source] if proposal.novelty else np.zeros(rows, "u1"),
    )
