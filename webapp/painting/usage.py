"""Where a sheet's entry is in use."""

from collections.abc import Iterable

import numpy as np

from webapp.painting.final import final_paintings
from webapp.painting.selectors import drawings_of
from webapp.productions.models import ColorEntry, Drawing, Shot


def keys_painted(shots: Iterable[Shot], sheet: int | None = None) -> set[int]:
    """The keys of all entries that drawings of the shots show, or would show if they held on to another ``sheet``."""
    drawings = list(Drawing.objects.filter(level__shot__in=list(shots)).select_related("level"))
    finals = final_paintings(drawings, sheet=sheet)
    shown = [np.unique(final.entry) for final in finals.values()]
    return set(np.unique(np.concatenate(shown)).tolist()) - {0} if shown else set()


def drawings_painted_with(entry: ColorEntry) -> list[Drawing]:
    """The drawings that show the entry now, shot by shot."""
    found = []
    for shot in Shot.objects.filter(sheet=entry.sheet_id):
        drawings = list(drawings_of(shot))
        finals = final_paintings(drawings)
        found += [drawing for drawing in drawings if (finals[drawing.pk].entry == entry.key).any()]
    return found
