"""How a drawing was coloured before, and the engine's mistakes that people have corrected since."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from webapp.painting.final import Decision, FinalPainting, corrections_in_force, corrections_of, proposed_painting
from webapp.painting.models import Proposal
from webapp.productions.models import Drawing


class EarlierColours(NamedTuple):
    """What the engine said of a drawing last time."""

    painting: FinalPainting
    mistakes: NDArray[np.int64]  # (n, 2, 2) an entry and tone of the engine's, and what people painted there instead


def earlier_colours(drawing: Drawing, heard: Collection[Drawing], matcher: str) -> EarlierColours | None:
    """For a drawing that the same matcher coloured in the last run, with people's corrections in the drawings
    ``heard``; None for the first time."""
    runs = Proposal.objects.filter(drawing=drawing, run__isnull=False).order_by("-id")
    if runs.values_list("run__matcher", flat=True).first() != matcher:
        return None
    return EarlierColours(proposed_painting(drawing), _mistakes(heard))


def _mistakes(heard: Collection[Drawing]) -> NDArray[np.int64]:
    """What people corrected, by what the engine had said just before: afterwards it says what they do."""
    proposals: dict[tuple[int, str], list[Proposal]] = defaultdict(list)
    said_of = Proposal.objects.filter(drawing__in=heard).only("drawing", "labels", "entry", "tone", "created_at")
    for proposal in said_of.order_by("created_at"):
        proposals[proposal.drawing_id, proposal.labels].append(proposal)
    pairs = [np.zeros((0, 2, 2), np.int64)]
    in_force = map(corrections_in_force, corrections_of(heard).values())
    for correction in chain.from_iterable(in_force):
        said = proposals[correction.drawing_id, correction.labels]
        before = bisect_left(said, correction.created_at, key=lambda proposal: proposal.created_at)
        if before and not correction.follows_id:
            pairs.append(_mistake(said[before - 1], correction))
    return np.unique(np.concatenate(pairs), axis=0)


def _mistake(said: Proposal, correction: Decision) -> NDArray[np.int64]:
    of_engine = np.stack([np.frombuffer(said.entry, "<u2"), np.frombuffer(said.tone, "u1")], axis=1)
    wrong = of_engine[correction.segments].astype(np.int64)
    right = np.broadcast_to([correction.entry, correction.tone], wrong.shape)
    changed = (wrong != right).any(axis=1) & (wrong[:, 0] > 0)
    pairs: NDArray[np.int64] = np.stack([wrong, right], axis=1)[changed]
    return pairs
