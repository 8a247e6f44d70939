"""What is believed of a level's colours: people's decisions, passed on along its ties from drawing to drawing.

A segment that a person decided is certain. Any other is, as far as it is tied to segments of earlier drawings, what
they are; where nothing is tied yet, what the engine said of it. So a decision changes the beliefs of all drawings
that follow, without any new matching.

Legend: D drawings, N segments of a drawing + 1 (rows are labels), P partners, K colours.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from webapp.painting.carrying import Ways, ways_of
from webapp.painting.final import FinalPainting, final_paintings, latest_proposals
from webapp.painting.heirs import heirs_of, inherited
from webapp.painting.models import Correction, Proposal, Tie
from webapp.productions.models import Drawing

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

PARTNERS = 4  # kept of each segment: as good as all of them on the house production
CHOICES = 3
CHOICE = np.dtype([("entry", "<u2"), ("tone", "u1"), ("share", "u1")])  # share 255 = certain
UNDECIDED = -1
_TONES = 4
_LEAST = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class Link:
    """The ties of one drawing: (N, P) which drawing of the level, which segment of it, how surely the same."""

    before: int  # the drawing before it
    drawing: IntArray
    segment: IntArray
    share: FloatArray


@dataclass(frozen=True, eq=False)
class Level:
    """A level's drawings in their order, and all that beliefs come from."""

    drawings: list[Drawing]
    finals: list[FinalPainting]
    choices: list[NDArray[np.void]]  # (N, CHOICES) of CHOICE each
    links: list[Link | None]
    also: tuple[int, ...] = ()  # colours that come into question besides those

    @property
    def tied(self) -> bool:
        """Whether everything is known that a correction can be carried along."""
        return not untied(self.drawings, self.links)

    @cached_property
    def colors(self) -> IntArray:
        """(K,) all colours that come into question, as ``color_of`` writes them, sorted."""
        said = [color_of(c["entry"], c["tone"])[c["share"] > 0].ravel() for c in self.choices]
        shown = [color_of(f.entry, f.tone)[f.entry > 0] for f in self.finals]
        return np.unique(np.concatenate([*said, *shown, np.array([0, *self.also])]))

    def index(self, color: IntArray) -> IntArray:
        """Rows of ``colors``; UNDECIDED for what is not there."""
        at = np.searchsorted(self.colors, color).clip(0, len(self.colors) - 1)
        return np.where(self.colors[at] == color, at, UNDECIDED)

    @cached_property
    def shown(self) -> list[IntArray]:
        """(N,) for each drawing the row of the colour that shows; UNDECIDED where there is no paint."""
        return [np.where(f.entry > 0, self.index(color_of(f.entry, f.tone)), UNDECIDED) for f in self.finals]

    def decided(self) -> list[IntArray]:
        """(N,) the same where a person decided it, or it was carried back from a person's decision; else UNDECIDED."""
        return [np.where(f.known, shown, UNDECIDED) for f, shown in zip(self.finals, self.shown, strict=True)]

    def beliefs(self, decided: Sequence[IntArray]) -> list[FloatArray]:
        """(N, K) for each drawing how likely every colour is. Rows sum to 1 at most: the rest is unknown."""
        told: list[FloatArray] = []
        settled: list[FloatArray] = []
        for choices, link, certain in zip(self.choices, self.links, decided, strict=True):
            passed = np.zeros(len(certain), np.float32) if link is None else _settled(link, settled[link.before])
            belief = self._said(choices) if link is None else self._through(link, told, passed)
            known = np.flatnonzero(certain >= 0)
            belief[known] = 0
            belief[known, certain[known]] = 1
            told.append(belief)
            settled.append(passed if link is None else np.where(certain >= 0, np.float32(1), passed))
        return told

    def influence(self, decided: Sequence[IntArray]) -> list[FloatArray]:
        """(N,) for each drawing how many segments an answer settles: itself, and those that are what it is."""
        settled = [np.ones(len(certain), np.float32) for certain in decided]
        for at in reversed(range(len(decided))):
            settled[at][decided[at] >= 0] = 0
            settled[at][0] = 0
            link = self.links[at]
            if link is None:
                continue
            for source in np.unique(link.drawing):
                here = link.drawing == source
                passed = np.where(here, link.share, 0) * settled[at][:, None]
                segment = np.where(here, link.segment, 0)
                settled[source] += np.bincount(segment.ravel(), passed.ravel(), len(settled[source]))
                settled[source][0] = 0
        return settled

    def _said(self, choices: NDArray[np.void]) -> FloatArray:
        belief = np.zeros((len(choices), len(self.colors)), np.float32)
        row, at = np.nonzero(choices["share"])
        found = choices[row, at]
        at_color = self.index(color_of(found["entry"], found["tone"]))
        np.add.at(belief, (row, at_color), found["share"] / np.float32(255))  # two may have become one colour
        return belief

    def _through(self, link: Link, told: Sequence[FloatArray], settled: FloatArray) -> FloatArray:
        belief = np.zeros((len(link.share), len(self.colors)), np.float32)
        shares = _nearer(link, settled)
        for source in np.unique(link.drawing):
            share = np.where(link.drawing == source, shares, np.float32(0))
            segment = np.where(share > 0, link.segment, 0)
            belief += np.einsum("np,npk->nk", share, told[source][segment])
        return belief


def _settled(link: Link, before: FloatArray) -> FloatArray:
    """(N,) how much of what a segment is tied to in the drawing before was decided there or between there and the
    first drawing; ``before`` is the same of that drawing."""
    near = np.where(link.drawing == link.before, link.share, np.float32(0))
    segment = np.where(near > 0, link.segment, 0)
    return np.asarray((near * before[segment]).sum(axis=1) / np.maximum(near.sum(axis=1), _LEAST), np.float32)


def _nearer(link: Link, settled: FloatArray) -> FloatArray:
    """(N, P) the shares of a link, where the first drawing counts the less the more was decided on the way from it:
    that is nearer, and people have seen it."""
    is_near = link.drawing == link.before
    weighed = np.where(is_near, link.share, link.share * (1 - settled[:, None]))
    total = link.share.sum(axis=1) / np.maximum(weighed.sum(axis=1), _LEAST)
    return np.asarray(weighed * total[:, None], np.float32)


def color_of(entry: NDArray[np.integer], tone: NDArray[np.integer]) -> IntArray:
    """An entry and a tone as one number."""
    return entry.astype(np.int64) * _TONES + tone


def one_color(entry: int, tone: int) -> int:
    """The same for one of them."""
    return entry * _TONES + tone


def entry_and_tone(color: int) -> tuple[int, int]:
    """The way back."""
    return divmod(color, _TONES)


def level_of(drawings: Sequence[Drawing], before: Correction | None = None) -> Level:
    """A level as it is now, or as it would be without one correction, from its drawings in their order.

    Those that are not cut yet are left out.
    """
    cut = [drawing for drawing in drawings if drawing.labels]
    finals = final_paintings(cut, without=before)
    ways = ways_of(cut)
    proposals = latest_proposals(cut, ways)
    choices = [_choices(proposals.get(d.pk), ways[d.pk], len(finals[d.pk].entry)) for d in cut]
    heirs = heirs_of(cut)
    for drawing, said in zip(cut, choices, strict=True):
        said["entry"] = inherited(said["entry"], heirs[drawing.level_id])
    also = (one_color(before.entry, before.tone),) if before else ()
    return Level(cut, [finals[d.pk] for d in cut], choices, links_of(cut), also)


def _choices(proposal: Proposal | None, ways: Ways, rows: int) -> NDArray[np.void]:
    if proposal is None or not proposal.choices:
        return np.zeros((rows, CHOICES), CHOICE)
    return np.frombuffer(proposal.choices, CHOICE).reshape(-1, CHOICES)[ways.source(proposal.labels)]


def links_of(drawings: Sequence[Drawing]) -> list[Link | None]:
    """The ties of each drawing of a level that still hold: no drawing was cut anew since."""
    place = {(drawing.pk, drawing.labels): at for at, drawing in enumerate(drawings)}
    ties = {(tie.drawing_id, tie.labels): tie for tie in Tie.objects.filter(drawing__in=drawings)}
    found = [ties.get((drawing.pk, drawing.labels)) for drawing in drawings]
    return [_link(tie, place) if tie else None for tie in found]


def _link(tie: Tie, place: dict[tuple[int, str], int]) -> Link | None:
    sources = [place.get((drawing, labels)) for drawing, labels in tie.sources]
    if None in sources:
        return None
    source = np.frombuffer(tie.source, "u1").reshape(-1, PARTNERS)
    segment = np.frombuffer(tie.segment, "<u2").reshape(-1, PARTNERS).astype(np.int64)
    share = np.frombuffer(tie.share, "u1").reshape(-1, PARTNERS).astype(np.float32) / np.float32(255)
    return Link(int(sources[0] or 0), np.array(sources, np.int64)[source], segment, share)


def ties_wanted(drawings: Sequence[Drawing]) -> dict[int, list[int]]:
    """To which drawings of a level (places in it) each of them shall be tied: the one before, and the first.

    A blank page has nothing to tie, so its neighbours look past it.
    """
    drawn = [at for at, drawing in enumerate(drawings) if (drawing.segment_count or 0) > 1]
    wanted: dict[int, list[int]] = defaultdict(list)
    for before, at in pairwise(drawn):
        wanted[at] = [before] if before == drawn[0] else [before, drawn[0]]
    return wanted


def untied(drawings: Sequence[Drawing], links: Sequence[Link | None]) -> list[int]:
    """Which of a level's drawings lack the ties that they should have."""
    return [at for at in ties_wanted(drawings) if links[at] is None]
