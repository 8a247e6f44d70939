"""Scene palettes: a sheet's colours by night, at sunset. Every change recolours what is open, and runs nothing."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max

from webapp.productions.colors import TONES
from webapp.productions.errors import BadScene, NameTaken, SceneInUse
from webapp.productions.models import ColorEntry, DesignSheet, SceneColor, ScenePalette
from webapp.productions.services.sheets import sheet_announce, sheet_locked

TRANSPARENT = "00"


@transaction.atomic
def scene_add(*, sheet: DesignSheet, name: str, tint: str = "") -> ScenePalette:
    """A scene that looks as by day, or as the day through a filter: every colour times ``tint``.

    Raises NameTaken, SheetPublished.
    """
    sheet_locked(sheet)
    last = sheet.scenes.aggregate(last=Max("order"))["last"]
    scene = ScenePalette(sheet=sheet, name=name, order=0 if last is None else last + 1)
    _save(scene)
    if tint:
        rows = [SceneColor(scene=scene, entry=entry, **_filtered(entry, tint)) for entry in sheet.entries.all()]
        SceneColor.objects.bulk_create(row for row in rows if row.normal)
    sheet_announce(sheet)
    return scene


@transaction.atomic
def scene_rename(*, scene: ScenePalette, name: str) -> ScenePalette:
    """Raises NameTaken, SheetPublished."""
    sheet_locked(scene.sheet)
    scene.name = name
    _save(scene)
    sheet_announce(scene.sheet)
    return scene


@transaction.atomic
def scene_remove(*, scene: ScenePalette) -> None:
    """Raises SceneInUse while a shot is in it, SheetPublished."""
    sheet_locked(scene.sheet)
    if shots := list(scene.shots.order_by("name")):
        raise SceneInUse(
            f"{shots[0]}{' and other shots are' if len(shots) > 1 else ' is'} in the scene {scene}. "
            "Choose another scene for them first.",
            details={"shots": [shot.pk for shot in shots]},
        )
    scene.delete()
    sheet_announce(scene.sheet)


@transaction.atomic
def scene_recolour(*, scene: ScenePalette, colors: Iterable[tuple[ColorEntry, Mapping[str, str]]]) -> None:
    """Give entries other tones in the scene; an empty one looks as by day again. Raises BadScene, SheetPublished."""
    sheet_locked(scene.sheet)
    known = {color.entry_id: color for color in scene.colors.all()}
    for entry, tones in colors:
        color = known.get(entry.pk) or SceneColor(scene=scene, entry=entry)
        for tone, value in tones.items():
            if value and not getattr(entry, tone):
                raise BadScene(f"{entry} has no {tone.replace('_', ' ')} by day. Give it one there first.")
            setattr(color, tone, value)
        if any(getattr(color, tone) for tone in TONES):
            color.save()
        elif color.pk:
            color.delete()
    sheet_announce(scene.sheet)


def _save(scene: ScenePalette) -> None:
    try:
        with transaction.atomic():
            scene.save()
    except IntegrityError:
        raise NameTaken(f"{scene.sheet} has a scene {scene.name} already; choose another name.") from None


def _filtered(entry: ColorEntry, tint: str) -> dict[str, str]:
    """The entry's tones through a filter; what is transparent stays so."""
    tones = {tone: getattr(entry, tone) for tone in TONES}
    return {tone: _times(color, tint) for tone, color in tones.items() if color and not color.endswith(TRANSPARENT)}


def _times(color: str, tint: str) -> str:
    parts = zip(bytes.fromhex(color[1:7]), bytes.fromhex(tint[1:7]), strict=True)
    return "#" + "".join(f"{round(a * b / 255):02x}" for a, b in parts) + color[7:]
