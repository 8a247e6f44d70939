"""Segments change when a drawing is cut anew; what people decided follows them. Rows: ``Carry``."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from webapp.painting.models import Carry
from webapp.productions.models import Drawing

Source = NDArray[np.uint32]


class Ways:
    """From any label map that a drawing ever had to the present one."""

    def __init__(self, labels: str, rows: int, carries: Sequence[Carry]) -> None:
        self._labels, self._rows = labels, rows
        self._to_present: dict[str, Source] = {labels: np.arange(rows, dtype=np.uint32)}
        way, at = self._to_present[labels], labels
        # Backwards through time. A label map may come back when a closure is switched off again: what was said on it
        # then holds as it was said, without the way around.
        for carry in reversed(carries):
            if carry.to_labels == at:
                at = carry.from_labels
                way = self._to_present.setdefault(at, _through(carry, way))

    def knows(self, labels: str) -> bool:
        """Whether a way leads from that label map to the present one."""
        return labels in self._to_present

    def source(self, labels: str) -> Source:
        """(rows,) for every present segment its segment on an earlier label map, 0 = none. Raises KeyError."""
        return self._to_present[labels]

    def present(self, labels: str, segments: Iterable[int]) -> NDArray[np.intp]:
        """The present segments that lie in segments of an earlier label map; none when no way leads there."""
        if labels == self._labels:  # nearly always
            return np.array(sorted({label for label in segments if 0 < label < self._rows}), np.intp)
        if not self.knows(labels):
            return np.zeros(0, np.intp)
        return np.flatnonzero(np.isin(self.source(labels), [label for label in segments if label]))


def _through(carry: Carry, way: Source) -> Source:
    return np.frombuffer(carry.mapping, "<u4")[way]


def ways(drawing: Drawing) -> Ways:
    """Those of one drawing."""
    return ways_of([drawing])[drawing.pk]


def ways_of(drawings: Sequence[Drawing]) -> dict[int, Ways]:
    """Those of drawings by their id, in one query."""
    carries: dict[int, list[Carry]] = defaultdict(list)
    for carry in Carry.objects.filter(drawing__in=drawings).order_by("id"):
        carries[carry.drawing_id].append(carry)
    return {d.pk: Ways(d.labels, (d.segment_count or 0) + 1, carries[d.pk]) for d in drawings}
