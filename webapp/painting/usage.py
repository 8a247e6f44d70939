"""Where a sheet's entry is in use."""

from webapp.painting.final import final_paintings
from webapp.painting.selectors import drawings_of
from webapp.productions.models import ColorEntry, Drawing, Shot


def drawings_painted_with(entry: ColorEntry) -> list[Drawing]:
    """The drawings that show the entry now, shot by shot."""
    found = []
    for shot in Shot.objects.filter(sheet=entry.sheet_id):
        drawings = list(drawings_of(shot))
        finals = final_paintings(drawings)
        found += [drawing for drawing in drawings if (finals[drawing.pk].entry == entry.key).any()]
    return found
