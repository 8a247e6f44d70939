"""final = latest proposal + corrections in order, all of it carried to the segments as they are cut now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.painting.carrying import Ways, ways_of
from webapp.painting.models import Correction, Proposal
from webapp.productions.models import Drawing


@dataclass(frozen=True, eq=False)
class FinalPainting:
    """What a drawing looks like now. Arrays have segment_count + 1 rows, indexed by label; row 0 is the line."""

    entry: NDArray[np.uint16]  # 0 = unpainted
    tone: NDArray[np.uint8]  # 0 normal, 1 highlight, 2 shadow, 3 second shadow
    confidence: NDArray[np.uint8]  # 255 = certain
    by_person: NDArray[np.bool_]

    @property
    def unpainted(self) -> int:
        """How many segments have no colour."""
        return int((self.entry[1:] == 0).sum())


def corrections_in_force(corrections: Sequence[Correction]) -> list[Correction]:
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
    proposal = _latest_proposals([drawing], ways).get(drawing.pk)
    return _proposed(proposal, ways[drawing.pk], (drawing.segment_count or 0) + 1)


def final_paintings(drawings: Sequence[Drawing]) -> dict[int, FinalPainting]:
    """The colours of drawings by their id, in three queries however many they are.

    What speaks of an earlier label map of the drawing is carried to the present one; a drawing whose segments are not
    cut yet has one row.
    """
    ways = ways_of(drawings)
    proposals = _latest_proposals(drawings, ways)
    corrections = _corrections(drawings)
    return {d.pk: _final(ways[d.pk], d, proposals.get(d.pk), corrections[d.pk]) for d in drawings}


def _latest_proposals(drawings: Sequence[Drawing], ways: Mapping[int, Ways]) -> dict[int, Proposal]:
    # One per label map: not the arrays of every run there ever was.
    of_these = Proposal.objects.filter(drawing__in=drawings).order_by("drawing_id", "labels", "-id")
    newest = sorted(of_these.distinct("drawing_id", "labels"), key=lambda proposal: proposal.pk)
    return {p.drawing_id: p for p in newest if ways[p.drawing_id].knows(p.labels)}


def _corrections(drawings: Sequence[Drawing]) -> dict[int, list[Correction]]:
    by_drawing: dict[int, list[Correction]] = defaultdict(list)
    for correction in Correction.objects.filter(drawing__in=drawings).order_by("id"):
        by_drawing[correction.drawing_id].append(correction)
    return by_drawing


def _final(ways: Ways, drawing: Drawing, proposal: Proposal | None, corrections: Sequence[Correction]) -> FinalPainting:
    final = _proposed(proposal, ways, (drawing.segment_count or 0) + 1)
    for correction in corrections_in_force(corrections):
        segments = ways.present(correction.labels, correction.segments)
        final.entry[segments] = correction.entry
        final.tone[segments] = correction.tone
        final.confidence[segments] = 255
        final.by_person[segments] = True
    return final


def _proposed(proposal: Proposal | None, ways: Ways, rows: int) -> FinalPainting:
    by_person = np.zeros(rows, dtype=bool)
    if proposal is None:
        return FinalPainting(np.zeros(rows, "<u2"), np.zeros(rows, "u1"), np.zeros(rows, "u1"), by_person)
    # Row 0 of a proposal is the line: nothing is painted there, so what comes from nowhere is unpainted.
    source = ways.source(proposal.labels)
    return FinalPainting(
        np.frombuffer(proposal.entry, "<u2")[source],
        np.frombuffer(proposal.tone, "u1")[source],
        np.frombuffer(proposal.confidence, "u1")[source],
        by_person,
    )
