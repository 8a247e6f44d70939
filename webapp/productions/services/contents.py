"""What a sheet says, from one sheet to another: its scene palettes and views, and an edition's whole contents."""

from collections.abc import Mapping
from typing import Any

from webapp.productions.colors import TONES
from webapp.productions.models import ColorEntry, DesignSheet, ReferenceView, SceneColor, ScenePalette, Successor

ENTRY = ("name", "category", "group", *TONES, "order")
VIEW = ("name", "line", "painted", "width", "height", "order", "colors")


def contents_copy(source: DesignSheet, sheet: DesignSheet, keys: Mapping[int, int] | None = None) -> None:
    """Everything into an empty sheet; ``keys`` says which key each entry gets there, without it its own."""
    ColorEntry.objects.bulk_create(
        ColorEntry(sheet=sheet, key=keys[entry.key] if keys else entry.key, **_fields(entry, ENTRY))
        for entry in source.entries.all()
    )
    scenes_copy(source, sheet, keys)
    views_copy(source, sheet, keys)
    if not keys:
        successors_copy(source, sheet)


def successors_copy(source: DesignSheet, sheet: DesignSheet) -> None:
    """What became of entries that are gone. Those that the sheet has are not gone there."""
    sheet.successors.filter(key__in=source.entries.values("key")).delete()
    for row in source.successors.all():
        Successor.objects.update_or_create(sheet=sheet, key=row.key, defaults={"successor": row.successor})


def scenes_copy(source: DesignSheet, sheet: DesignSheet, keys: Mapping[int, int] | None = None) -> None:
    """The scene palettes, with the colours of those entries that the other sheet has; one of the same name changes."""
    entries = {entry.key: entry for entry in sheet.entries.all()}
    for scene in source.scenes.all():
        copy, _ = ScenePalette.objects.update_or_create(sheet=sheet, name=scene.name, defaults={"order": scene.order})
        copy.colors.all().delete()
        SceneColor.objects.bulk_create(
            SceneColor(scene=copy, entry=entries[key], **_fields(color, TONES))
            for color in scene.colors.select_related("entry")
            if (key := keys[color.entry.key] if keys else color.entry.key) in entries
        )


def views_copy(source: DesignSheet, sheet: DesignSheet, keys: Mapping[int, int] | None = None) -> None:
    """The reference views."""
    views = [ReferenceView(sheet=sheet, **_fields(view, VIEW)) for view in source.views.all()]
    for view in views if keys else ():
        view.colors = [[keys[key], *tones] for key, *tones in view.colors if keys and key in keys]
    ReferenceView.objects.bulk_create(views)


def contents_of(sheet: DesignSheet) -> list[Any]:
    """All that the sheet says, to be compared with what another one does."""
    scenes = SceneColor.objects.filter(scene__sheet=sheet).order_by("scene__name", "entry__key")
    return [
        list(sheet.entries.order_by("key").values_list("key", *ENTRY)),
        list(sheet.scenes.order_by("name").values_list("name", "order")),
        list(scenes.values_list("scene__name", "entry__key", *TONES)),
        list(sheet.successors.values_list("key", "successor")),
        list(sheet.views.order_by("name").values_list(*VIEW)),
    ]


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
