"""What is painted with an entry that is gone shows its successor. Nothing painted is edited, so it can come back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from webapp.productions.models import Drawing, Successor

Heirs = Mapping[int, int]  # keys that are gone to keys that are there
_KEYS = 1 << 16


def heirs_of(drawings: Sequence[Drawing], sheet: int | None = None) -> dict[int, Heirs]:
    """By level, in one query: those of its shot's sheet, or as they would be on another ``sheet``."""
    levels = {drawing.level_id for drawing in drawings}
    if sheet is not None:
        heirs = dict(Successor.objects.filter(sheet=sheet).values_list("key", "successor"))
        return dict.fromkeys(levels, heirs)
    by_level: defaultdict[int, dict[int, int]] = defaultdict(dict)
    rows = Successor.objects.filter(sheet__shots__levels__in=levels)
    for level, key, successor in rows.values_list("sheet__shots__levels", "key", "successor"):
        by_level[level][key] = successor
    return {level: by_level[level] for level in levels}


def inherited(entry: NDArray[np.uint16], heirs: Heirs) -> NDArray[np.uint16]:
    """Keys, any shape, with each that is gone replaced by its successor."""
    if not heirs:
        return entry
    table = np.arange(_KEYS, dtype=np.uint16)
    table[list(heirs)] = list(heirs.values())
    return table[entry]
