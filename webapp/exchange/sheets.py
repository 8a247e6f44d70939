"""Pictures and palettes become sheets and reference views, and sheets become palettes."""

import contextlib
from collections.abc import Iterator, Mapping

from webapp.accounts.models import User
from webapp.exchange.errors import BadUpload, NoExport
from webapp.exchange.files import (
    ENDINGS,
    FileRefused,
    PaletteFormat,
    Problem,
    Upload,
    check_view,
    colors_of,
    read_entries,
    write_entries,
)
from webapp.productions.blobs import blobs_with_rows
from webapp.productions.colors import TONES, entries_in
from webapp.productions.models import Character, ColorEntry, DesignSheet, ReferenceView, ScenePalette
from webapp.productions.services.scenes import scene_recolour
from webapp.productions.services.sheets import same_entries, sheet_create, sheet_renew, view_add


def sheet_from_picture(
    *, character: Character, painted: Upload, line: Upload | None, name: str, by: User | None
) -> DesignSheet:
    """The next version of a sheet with the colours of a painted picture.

    With its line drawing the picture becomes the first reference view, called ``name``. Raises BadUpload.
    """
    with _refusing(painted):
        view = check_view(painted, line)
        entries = colors_of(view, painted.name or name)
    with blobs_with_rows() as blobs:
        sheet = sheet_create(character=character, entries=entries, by=by)
        if view.line is not None:
            view_add(sheet=sheet, name=name, line=view.line, painted=view.painted, size=view.size, blobs=blobs)
    return sheet


def view_upload(*, sheet: DesignSheet, name: str, painted: Upload, line: Upload) -> ReferenceView:
    """Another reference view. Raises BadUpload, NameTaken."""
    with _refusing(painted):
        view = check_view(painted, line)
    with blobs_with_rows() as blobs:
        lines = view.line or b""
        return view_add(sheet=sheet, name=name, line=lines, painted=view.painted, size=view.size, blobs=blobs)


def sheet_from_palette(*, sheet: DesignSheet, file: Upload, by: User | None) -> DesignSheet:
    """The next version of the sheet with a palette's entries; those of the same name keep key and, where the palette
    knows none, category. The views come along. Raises BadUpload."""
    with _refusing(file):
        entries = read_entries(file)
    return sheet_renew(source=sheet, entries=entries, by=by)


def scene_from_palette(*, scene: ScenePalette, file: Upload) -> None:
    """A palette's colours for the entries of the same name, as far as they differ from the day's.

    Raises BadUpload, also where no name is the same; SheetPublished.
    """
    with _refusing(file):
        rows = read_entries(file)
    known = list(scene.sheet.entries.all())
    pairs = [(entry, row) for row, entry in zip(rows, same_entries(known, rows), strict=True) if entry]
    if not pairs:
        raise BadUpload(f"{file.name}: none of its colours has the name of one on {scene.sheet}.")
    scene_recolour(scene=scene, colors=[(entry, _in_scene(entry, row)) for entry, row in pairs])


def _in_scene(entry: ColorEntry, row: Mapping[str, str]) -> dict[str, str]:
    """Only tones that both have: a scene adds none."""
    both = [tone for tone in TONES if row.get(tone) and getattr(entry, tone)]
    return {tone: row[tone] if row[tone] != getattr(entry, tone) else "" for tone in both}


def palette_file(
    *, sheet: DesignSheet, file_format: PaletteFormat, scene: ScenePalette | None = None
) -> tuple[str, bytes]:
    """(file name, bytes) of a sheet's colours, or a scene's, in another program's format. Raises NoExport."""
    name = f"{sheet} {scene}" if scene else str(sheet)
    entries = entries_in(sheet=sheet.pk, scene=scene.pk if scene else None)
    try:
        return f"{name}{ENDINGS[file_format]}", write_entries(entries, name, file_format)
    except FileRefused as error:
        raise NoExport(str(error)) from error


@contextlib.contextmanager
def _refusing(file: Upload) -> Iterator[None]:
    try:
        yield
    except FileRefused as error:
        problem = Problem(file.name or "", error.code, str(error))
        raise BadUpload(str(error), details=[problem._asdict()]) from error
