"""How a drawing was coloured before, and the engine's mistakes that people have corrected since."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from webapp.painting.carrying import ways_of
from webapp.painting.final import FinalPainting, corrections_in_force, latest_proposals, proposed_painting
from webapp.painting.models import Correction, Proposal
from webapp.productions.models import Drawing


class EarlierColours(NamedTuple):
    """What the engine said of a drawing last time."""

    painting: FinalPainting
    mistakes: NDArray[np.int64]  # (n, 2, 2) an entry and tone of the engine's, and what people painted there instead


def earlier_colours(drawing: Drawing, heard: Collection[Drawing], matcher: str) -> EarlierColours | None:
    """For a drawing that is coloured again by the same matcher, with people's corrections in the drawings ``heard``;
    None for the first time."""
    proposal = latest_proposals([drawing], ways_of([drawing])).get(drawing.pk)
    if proposal is None or (proposal.run and proposal.run.matcher != matcher):
        return None
    return EarlierColours(proposed_painting(drawing), _mistakes(heard))


def _mistakes(heard: Collection[Drawing]) -> NDArray[np.int64]:
    """What people corrected, by what the engine had said just before: afterwards it says what they do."""
    proposals: dict[tuple[int, str], list[Proposal]] = defaultdict(list)
    said_of = Proposal.objects.filter(drawing__in=heard).only("drawing", "labels", "entry", "tone", "created_at")
    for proposal in said_of.order_by("created_at"):
        proposals[proposal.drawing_id, proposal.labels].append(proposal)
    corrections: dict[int, list[Correction]] = defaultdict(list)
    for correction in Correction.objects.filter(drawing__in=heard).order_by("id"):
        corrections[correction.drawing_id].append(correction)
    pairs = [np.zeros((0, 2, 2), np.int64)]
    for correction in (one for of_drawing in corrections.values() for one in corrections_in_force(of_drawing)):
        said = proposals[correction.drawing_id, correction.labels]
        before = bisect_left(said, correction.created_at, key=lambda proposal: proposal.created_at)
        if before and not correction.follows_id:
            pairs.append(_mistake(said[before - 1], correction))
    return np.unique(np.concatenate(pairs), axis=0)


def _mistake(said: Proposal, correction: Correction) -> NDArray[np.int64]:
    of_engine = np.stack([np.frombuffer(said.entry, "<u2"), np.frombuffer(said.tone, "u1")], axis=1)
    wrong = of_engine[correction.segments].astype(np.int64)
    right = np.broadcast_to([correction.entry, correction.tone], wrong.shape)
    changed = (wrong != right).any(axis=1) & (wrong[:, 0] > 0)
    pairs: NDArray[np.int64] = np.stack([wrong, right], axis=1)[changed]
    return pairs
