"""What is different between two sheets of a character: keys mean the same in all of them."""

from typing import NamedTuple

from webapp.productions.colors import TONES
from webapp.productions.errors import AnotherCharacter
from webapp.productions.models import ColorEntry, DesignSheet, SceneColor

Tones = dict[str, str]  # an empty one looks as by day


class EntryChange(NamedTuple):
    """An entry of both sheets."""

    key: int
    before: ColorEntry
    after: ColorEntry
    fields: list[str]  # name, category, group and the tones: those that differ


class SceneChange(NamedTuple):
    """An entry's colours in a scene of both sheets."""

    scene: str
    key: int
    name: str
    before: Tones
    after: Tones


class Difference(NamedTuple):
    """From one sheet to the other; entries in the order of the sheet that has them."""

    before: DesignSheet
    after: DesignSheet
    added: list[ColorEntry]
    gone: list[ColorEntry]
    changed: list[EntryChange]
    same: int
    scenes_added: list[str]
    scenes_gone: list[str]
    scenes_changed: list[SceneChange]
    views_added: list[str]
    views_gone: list[str]
    views_changed: list[str]


def sheets_compared(before: DesignSheet, after: DesignSheet) -> Difference:
    """Raises AnotherCharacter."""
    if before.character_id != after.character_id:
        raise AnotherCharacter(f"{before} and {after} are sheets of two characters: nothing in them is the same.")
    old, new = ({entry.key: entry for entry in sheet.entries.all()} for sheet in (before, after))
    changed = [EntryChange(key, old[key], new[key], _fields(old[key], new[key])) for key in new if key in old]
    changed = [change for change in changed if change.fields]
    scenes = [[scene.name for scene in sheet.scenes.all()] for sheet in (before, after)]
    views = [{view.name: (view.line, view.painted) for view in sheet.views.all()} for sheet in (before, after)]
    return Difference(
        before=before,
        after=after,
        added=[entry for key, entry in new.items() if key not in old],
        gone=[entry for key, entry in old.items() if key not in new],
        changed=changed,
        same=len(old.keys() & new.keys()) - len(changed),
        scenes_added=[name for name in scenes[1] if name not in scenes[0]],
        scenes_gone=[name for name in scenes[0] if name not in scenes[1]],
        scenes_changed=_scenes_changed(before, after),
        views_added=[name for name in views[1] if name not in views[0]],
        views_gone=[name for name in views[0] if name not in views[1]],
        views_changed=[name for name, digests in views[1].items() if views[0].get(name, digests) != digests],
    )


def _fields(old: ColorEntry, new: ColorEntry) -> list[str]:
    return [name for name in ("name", "category", "group", *TONES) if getattr(old, name) != getattr(new, name)]


def _scenes_changed(before: DesignSheet, after: DesignSheet) -> list[SceneChange]:
    """In scenes of both: entries of both whose own colours there differ."""
    nothing = dict.fromkeys(TONES, "")
    (old_names, old), (new_names, new) = (_own_colors(sheet) for sheet in (before, after))
    both = {scene: None for scene, _ in (*new, *old)}
    shared = set(before.scenes.values_list("name", flat=True)) & set(after.scenes.values_list("name", flat=True))
    names = {key: name for key, name in new_names.items() if key in old_names}
    return [
        SceneChange(scene, key, name, old.get((scene, key), nothing), new.get((scene, key), nothing))
        for scene in both
        if scene in shared
        for key, name in names.items()
        if old.get((scene, key), nothing) != new.get((scene, key), nothing)
    ]


def _own_colors(sheet: DesignSheet) -> tuple[dict[int, str], dict[tuple[str, int], Tones]]:
    colors = SceneColor.objects.filter(scene__sheet=sheet).select_related("scene", "entry").order_by("scene__order")
    names = dict(sheet.entries.values_list("key", "name"))
    return names, {(c.scene.name, c.entry.key): {tone: getattr(c, tone) for tone in TONES} for c in colors}
