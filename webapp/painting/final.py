"""final = latest proposal + corrections in order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.painting.models import Correction, Proposal
from webapp.productions.models import Drawing


@dataclass(frozen=True, eq=False)
class FinalPainting:
    """What a drawing looks like now. Arrays have segment_count + 1 rows, indexed by label; row 0 is the line."""

    entry: NDArray[np.uint16]  # 0 = unpainted
    tone: NDArray[np.uint8]  # 0 normal, 1 highlight, 2 shadow, 3 second shadow
    confidence: NDArray[np.uint8]  # 255 = certain
    by_person: NDArray[np.bool_]


def corrections_in_force(corrections: Sequence[Correction]) -> list[Correction]:
    """Those paintings that no undo in force takes back, in order. An undo can itself be undone (redo)."""
    undone: set[int] = set()
    for correction in reversed(corrections):
        if correction.undoes_id and correction.pk not in undone:
            undone.add(correction.undoes_id)
    return [c for c in corrections if not c.undoes_id and c.pk not in undone]


def final_painting(drawing: Drawing) -> FinalPainting:
    """The colours of a drawing whose segments have been cut; what speaks of another label map is left out."""
    rows = (drawing.segment_count or 0) + 1
    proposal = Proposal.objects.filter(drawing=drawing, labels=drawing.labels).order_by("-id").first()
    final = _unpack(proposal, rows)
    corrections = list(Correction.objects.filter(drawing=drawing, labels=drawing.labels).order_by("id"))
    for correction in corrections_in_force(corrections):
        segments = np.asarray(correction.segments, dtype=np.int64)
        final.entry[segments] = correction.entry
        final.tone[segments] = correction.tone
        final.confidence[segments] = 255
        final.by_person[segments] = True
    return final


def _unpack(proposal: Proposal | None, rows: int) -> FinalPainting:
    by_person = np.zeros(rows, dtype=bool)
    if proposal is None:
        return FinalPainting(np.zeros(rows, "<u2"), np.zeros(rows, "u1"), np.zeros(rows, "u1"), by_person)
    return FinalPainting(
        np.frombuffer(proposal.entry, "<u2").copy(),
        np.frombuffer(proposal.tone, "u1").copy(),
        np.frombuffer(proposal.confidence, "u1").copy(),
        by_person,
    )
