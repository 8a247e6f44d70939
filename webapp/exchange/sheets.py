"""Pictures become sheets and reference views."""

import contextlib
from collections.abc import Iterator

from webapp.accounts.models import User
from webapp.exchange.errors import BadUpload
from webapp.exchange.files import FileRefused, Problem, Upload, check_view, colors_of
from webapp.productions.blobs import blobs_with_rows
from webapp.productions.models import Character, DesignSheet, ReferenceView
from webapp.productions.services.sheets import sheet_create, view_add


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


@contextlib.contextmanager
def _refusing(file: Upload) -> Iterator[None]:
    try:
        yield
    except FileRefused as error:
        problem = Problem(file.name or "", error.code, str(error))
        raise BadUpload(str(error), details=[problem._asdict()]) from error
