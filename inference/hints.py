"""What a drawing and its painter say about segments, brought into what a matcher says."""

from collections.abc import Iterable

import numpy as np

from inference.shading import Shading, Source
from inference.types import FloatArray, Matches, Part, Tone, UInt8Array, UInt16Array

# What is said of an entry in another tone than the fill's still speaks for the entry, at this weight.
_OTHER_TONE = np.float32(0.2)
# What is said of an entry of another part than the fill's counts this much: a fill's colour may be misread.
_OTHER_PART = np.float32(0.05)
# Against another tone than the colour lines around a segment mark, in nats.
_COLOR_LINE = np.float32(0.5)
NO_PARTS: UInt8Array = np.zeros(0, np.uint8)  # where no sheet says what its entries are parts of


def with_hints(matches: Matches, known: Shading, parts: UInt8Array) -> Matches:
    """Matches that agree with what is known. ``parts``: of every entry key, as ``Sheet.parts``, or NO_PARTS."""
    if not len(matches.colors):
        return matches
    if len(parts):
        matches = with_parts(matches, known, parts)
    return with_tones(with_color_lines(matches, known), known)


def with_parts(matches: Matches, known: Shading, parts: UInt8Array) -> Matches:
    """Matches in which hair gets colours of hair, skin of skin, and all else neither.

    A painter's stroke is certain; a fill's word weighs heavily. Where the references have no entry of a stroke's part,
    the sheet's entries of it come into question, all alike; where the sheet has none either, nothing changes.
    """
    drawn = np.flatnonzero(known.part_source == Source.STROKE)
    said = np.flatnonzero(known.part > Part.UNKNOWN)
    if not said.size:
        return matches
    shown = np.unique(_parts_of(matches.colors[:, 0], parts))
    missing = np.setdiff1d(known.part[drawn], shown)
    lacking = np.flatnonzero(np.isin(parts, missing)).tolist()
    matches = widened(matches, ((key, Tone.NORMAL) for key in lacking if key))
    fits = known.part[said, None] == _parts_of(matches.colors[:, 0], parts)
    before = matches.probability[said]
    doubt = np.where(known.part_source[said] == Source.STROKE, np.float32(0), _OTHER_PART)
    weighed = np.where(fits, before, doubt[:, None] * before)
    # A stroke on what the matcher never thought of: any entry of that part.
    silent = weighed.sum(axis=1) < 1e-9
    weighed[silent] = fits[silent]
    weighed[~fits.any(axis=1)] = before[~fits.any(axis=1)]
    probability = matches.probability.copy()
    probability[said] = _as_much_as(before, weighed)
    return Matches(matches.colors, probability, matches.novelty)


def _parts_of(keys: UInt16Array, parts: UInt8Array) -> UInt8Array:
    """(K,) the Part of each entry key; what the sheet does not know is neither hair nor skin."""
    inside = keys < len(parts)
    return np.where(inside, parts[np.where(inside, keys, 0)], np.uint8(Part.OTHER))


def with_color_lines(matches: Matches, known: Shading) -> Matches:
    """Matches in which a segment that colour lines mark as highlight or shadow leans to colours of that tone.

    Only leans: on the house production colour lines are right for 90 % of the segments beside them, matchers for 94 %
    (from one view of the sheet) to 99 % (from the drawing before).
    """
    marked = np.flatnonzero((known.source == Source.COLOR_LINE) & (known.tone != Tone.NORMAL))
    if not marked.size:
        return matches
    before = matches.probability[marked]
    is_dark = (known.tone[marked] == Tone.SHADOW)[:, None] & (matches.colors[:, 1] == Tone.SECOND_SHADOW)
    fits = (known.tone[marked, None] == matches.colors[:, 1]) | is_dark
    probability = matches.probability.copy()
    probability[marked] = _as_much_as(before, np.where(fits, before, np.exp(-_COLOR_LINE) * before))
    return Matches(matches.colors, probability, matches.novelty)


def with_tones(matches: Matches, known: Shading) -> Matches:
    """Matches in which every filled segment has a tone of its fill; a shadow fill may mean the second shadow too."""
    filled = np.flatnonzero(known.source == Source.FILL)
    if not filled.size:
        return matches
    before = matches.probability.sum(axis=1)
    entries = np.unique(matches.colors[:, 0])
    matches = widened(matches, ((entry, tone) for entry in entries for tone in (Tone.HIGHLIGHT, Tone.SHADOW)))
    colors, probability = matches.colors, matches.probability
    for tone, allowed in ((Tone.HIGHLIGHT, [Tone.HIGHLIGHT]), (Tone.SHADOW, [Tone.SHADOW, Tone.SECOND_SHADOW])):
        rows = filled[known.tone[filled] == tone]
        wrong = np.flatnonzero(~np.isin(colors[:, 1], allowed))
        target = np.searchsorted(_key(colors), _key(np.stack([colors[wrong, 0], np.full(len(wrong), tone)], axis=1)))
        moved = np.zeros((len(rows), len(colors)), np.float32)
        np.add.at(moved.T, target, _OTHER_TONE * probability[np.ix_(rows, wrong)].T)
        probability[np.ix_(rows, wrong)] = 0
        probability[rows] += moved
    return Matches(colors, _as_much_as(before[:, None], probability), matches.novelty)


def widened(matches: Matches, more: Iterable[tuple[int, int]]) -> Matches:
    """The same matches over more colours (entry, tone), which nothing speaks for yet."""
    extra = np.array(list(more), np.uint16).reshape(-1, 2)
    colors = np.unique(np.concatenate([matches.colors, extra]), axis=0)
    probability = np.zeros((len(matches.probability), len(colors)), np.float32)
    probability[:, np.searchsorted(_key(colors), _key(matches.colors))] = matches.probability
    return Matches(colors, probability, matches.novelty)


def _key(colors: UInt16Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return colors[:, 0].astype(np.int64) * len(Tone) + colors[:, 1]


def _as_much_as(before: FloatArray, after: FloatArray) -> FloatArray:
    """``after`` (n, K), each row scaled to the sum of ``before``'s."""
    sums = before.sum(axis=1, keepdims=True), after.sum(axis=1, keepdims=True)
    return np.asarray(after * (sums[0] / np.maximum(sums[1], np.float32(1e-9))), np.float32)
