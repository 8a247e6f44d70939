"""A sheet's colours in the light of a scene."""

from webapp.productions.models import ColorEntry, SceneColor, Shot

TONES = ("normal", "highlight", "shadow", "second_shadow")


def entries_in(*, sheet: int, scene: int | None) -> list[ColorEntry]:
    """The sheet's entries in order, as they look in a scene (None: by day); rows to read, not to save.

    A scene recolours the tones that the sheet has and adds none: a painting means the same in every light.
    """
    entries = list(ColorEntry.objects.filter(sheet=sheet))
    if scene is None:
        return entries
    colors = {color.entry_id: color for color in SceneColor.objects.filter(scene=scene)}
    for entry in entries:
        for tone in TONES:
            other = getattr(colors.get(entry.pk), tone, "")
            if other and getattr(entry, tone):
                setattr(entry, tone, other)
    return entries


def entries_of(shot: Shot) -> list[ColorEntry]:
    """The entries in the light that the shot is in."""
    return entries_in(sheet=shot.sheet_id, scene=shot.scene_id)
