"""Which segments a painter should answer first: drawing by drawing, least sure times how many others that settles."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from webapp.painting.beliefs import (
    CHOICES,
    FloatArray,
    IntArray,
    Level,
    color_of,
    entry_and_tone,
    level_of,
    one_color,
)
from webapp.painting.models import Correction
from webapp.painting.selectors import drawings_of
from webapp.productions.models import ColorEntry, Shot

WORTH_ASKING = 0.05  # of doubt; below it a question costs more than it saves
# A question moves back to the drawing where the doubt began: where this share of it is there already.
BEGUN = 0.25
SAME = 0.5  # tied this surely
ENGINE = 0.25  # what the engine said itself beside what is believed, among the choices
OTHER_TONE = 0.1  # the likeliest entry's other tones come into question, too
TAUGHT = 1.0  # what people made of what the engine said alike elsewhere in the level


class Question(NamedTuple):
    """A segment that is worth asking about, and how many wrong segments its answer is likely to settle."""

    asked: "Asked"
    at: int  # place of its drawing in the level
    segment: int
    gain: float


def shot_queue(*, shot: Shot, limit: int) -> dict[str, Any]:
    """The questions, best first; the clicks so far, and how many are likely left.

    Drawing by drawing, as an answer settles what follows; in each, new segments before all.
    """
    drawings = list(drawings_of(shot).select_related("level"))
    tones = _tones(shot)
    rows = dict.fromkeys(drawing.level_id for drawing in drawings)
    asked = [Asked(level_of([drawing for drawing in drawings if drawing.level_id == row])) for row in rows]
    questions = [question for level in asked for question in sorted(level.questions(), key=_order)]
    clicks = Correction.objects.filter(drawing__in=drawings, follows=None, undoes=None, uploaded=False)
    gestures = clicks.exclude(gesture=None).values("gesture").distinct()
    return {
        "clicks": clicks.filter(gesture=None).count() + gestures.count(),
        "left": round(sum(level.left for level in asked)),
        "provisional": sum(level.new for level in asked),
        "tied": all(level.level.tied for level in asked),
        "items": [question.asked.shown(question, tones) for question in questions[:limit]],
    }


def _order(question: Question) -> tuple[int, bool, float]:
    # Who jumps about by gain alone answers in later drawings what an earlier one would have settled: on the house shot
    # that takes a fifth more clicks.
    return question.at, not question.asked.is_new(question), -question.gain


class Asked:
    """What is unsure in one level."""

    def __init__(self, level: Level) -> None:
        self.level = level
        decided = level.decided()
        self._beliefs = level.beliefs(decided)
        self._influence = level.influence(decided)
        self._doubts = [_doubt(level, at, self._beliefs[at], decided[at]) for at in range(len(decided))]
        self._begun, self.left = _begun(level, self._doubts)
        self._taught = _taught(level)
        self.new = sum(int(final.provisional.sum()) for final in level.finals)

    def questions(self) -> Iterator[Question]:
        """In no order."""
        for at, final in enumerate(self.level.finals):
            gain = self._doubts[at] * self._influence[at]
            worth = (self._begun[at] & (self._doubts[at] >= WORTH_ASKING)) | final.provisional
            worth[0] = False
            for segment in np.flatnonzero(worth).tolist():
                yield Question(self, at, segment, float(gain[segment]))

    def is_new(self, question: Question) -> bool:
        """Whether nothing explains the segment."""
        return bool(self.level.finals[question.at].provisional[question.segment])

    def shown(self, question: Question, tones: Mapping[int, list[int]]) -> dict[str, Any]:
        """A question as the API shows it."""
        _, at, segment, gain = question
        drawing, final = self.level.drawings[at], self.level.finals[at]
        return {
            "drawing": drawing.pk,
            "labels": drawing.labels,
            "segment": segment,
            "entry": int(final.entry[segment]),
            "tone": int(final.tone[segment]),
            "share": round(float(1 - self._doubts[at][segment]), 3),
            "provisional": self.is_new(question),
            "like": round(float(self._influence[at][segment])) - 1,
            "gain": gain,
            "choices": self._choices(question, tones),
        }

    def _choices(self, question: Question, tones: Mapping[int, list[int]]) -> list[dict[str, Any]]:
        """The three colours that come first into question, the likeliest first; but what is new shows its first."""
        _, at, segment, _ = question
        said = self.level.choices[at][segment]
        score = _score(self.level, self._beliefs[at][segment], said, tones, self._taught)
        shown = one_color(int(self.level.finals[at].entry[segment]), int(self.level.finals[at].tone[segment]))
        first = shown if self.is_new(question) else 0
        best = sorted((color for color in {*score, first} if color), key=lambda c: (c != first, -score[c]))[:CHOICES]
        total = sum(score.values()) or 1.0
        return [
            {"entry": entry, "tone": tone, "share": round(score[color] / total, 3)}
            for color in best
            for entry, tone in [entry_and_tone(color)]
        ]


def _tones(shot: Shot) -> dict[int, list[int]]:
    """Which tones each of the sheet's entries has."""
    found = {}
    for entry in ColorEntry.objects.filter(sheet=shot.sheet_id):
        colors = (entry.normal, entry.highlight, entry.shadow, entry.second_shadow)
        found[entry.key] = [tone for tone, color in enumerate(colors) if color]
    return found


def _doubt(level: Level, at: int, belief: FloatArray, decided: IntArray) -> FloatArray:
    """(N,) how likely each segment's colour is wrong; 0 where it was decided."""
    shown = level.shown[at]
    sure = np.where(shown >= 0, belief[np.arange(len(shown)), shown], 0)
    # Where nothing is believed (a run of an earlier version), the engine's own confidence must do.
    unheard = belief.sum(axis=1) == 0
    sure = np.where(unheard & (shown >= 0), level.finals[at].confidence / np.float32(255), sure)
    doubt = np.where(decided >= 0, 0, 1 - sure).astype(np.float32)
    doubt[level.finals[at].by_person] = 0
    doubt[0] = 0
    return doubt


def _begun(level: Level, doubts: Sequence[FloatArray]) -> tuple[list[Any], float]:
    """(N,) for each drawing whether its doubt begins there; and all doubt that does, which is how many answers are
    likely left: what comes from an earlier drawing goes away with its answer."""
    begun, left = [], 0.0
    for at, (doubt, link) in enumerate(zip(doubts, level.links, strict=True)):
        if link is None:
            begun.append(np.ones(len(doubt), bool))
            left += float(doubt.sum())
            continue
        inherited = np.zeros(len(doubt), np.float32)
        here = np.ones(len(doubt), bool)
        for source in np.unique(link.drawing):
            share = np.where(link.drawing == source, link.share, np.float32(0))
            segment = np.where(share > 0, link.segment, 0)
            there = doubts[source][segment]
            inherited += (share * there).sum(axis=1)
            alike = level.shown[source][segment] == level.shown[at][:, None]
            here &= ~((share >= SAME) & alike & (there >= BEGUN * doubt[:, None]) & (there > 0)).any(axis=1)
        begun.append(here)
        left += float(np.maximum(doubt - inherited, 0).sum())
    return begun, left


def _taught(level: Level) -> dict[int, Counter[int]]:
    """For each colour that the engine said first, which ones people gave instead of it, or with it, how often."""
    taught: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for choices, final in zip(level.choices, level.finals, strict=True):
        decided = np.flatnonzero(final.by_person)
        said = color_of(choices["entry"][decided, 0], choices["tone"][decided, 0])
        given = color_of(final.entry[decided], final.tone[decided])
        for before, after in zip(said.tolist(), given.tolist(), strict=True):
            taught[before][after] += 1
    return taught


def _score(
    level: Level,
    belief: FloatArray,
    said: NDArray[np.void],
    tones: Mapping[int, list[int]],
    taught: Mapping[int, Counter[int]],
) -> defaultdict[int, float]:
    """How much speaks for each colour of a segment."""
    score: defaultdict[int, float] = defaultdict(float)
    for k in np.flatnonzero(belief > 0):
        score[int(level.colors[k])] = float(belief[k])
    for choice in said[said["share"] > 0]:
        score[one_color(int(choice["entry"]), int(choice["tone"]))] += ENGINE * int(choice["share"]) / 255
    entry = entry_and_tone(max(score, key=score.__getitem__, default=0))[0]
    for tone in tones.get(entry, []):
        score[one_color(entry, tone)] += OTHER_TONE
    given = taught.get(one_color(int(said[0]["entry"]), int(said[0]["tone"])), Counter())
    for color, times in given.items():
        score[color] += TAUGHT * times / (given.total() + 1)
    return score
