"""The house production: what a newcomer sees first. Loaded through the same services as everybody's work."""

import contextlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File

from webapp.accounts.models import Membership, Role, Studio, User
from webapp.errors import NotThere
from webapp.exchange.services import shot_upload
from webapp.exchange.sheets import view_upload
from webapp.productions.models import Character, DesignSheet, Production, ReferenceView, Shot
from webapp.productions.services.sheets import sheet_create

STUDIO, PRODUCTION, SHOT = "House", "House production", "Wave"
PEOPLE = {"mika": Role.SUPERVISOR, "ren": Role.PAINTER, "yuki": Role.VIEWER}
FIRST_VIEW = "front"  # the pose of the shot


def house_folder() -> Path:
    """Where the house production's files lie."""
    return Path(settings.BASE_DIR) / "fixtures" / "house_production"


def house_sheet() -> DesignSheet:
    """The newest version of the house character's sheet. Raises NotThere before ``manage.py load_house``."""
    sheets = DesignSheet.objects.filter(character__production__studio__name=STUDIO)
    found = sheets.filter(character__production__name=PRODUCTION, edition=0).order_by("-version").first()
    if found is None:
        raise NotThere("The house example is not loaded on this server: manage.py load_house.")
    return found


def house_load(*, folder: Path, password: str = "") -> Shot:
    """Studio, people, sheet and shot from ``folder``; what is there already stays as it is.

    Without a ``password`` the people can only sign in by a one-time link.
    """
    studio, _ = Studio.objects.get_or_create(name=STUDIO)
    production, _ = Production.objects.get_or_create(studio=studio, name=PRODUCTION)
    people = {name: _person(name, role, studio, password) for name, role in PEOPLE.items()}
    sheet = _sheet(production, folder, by=people["mika"])
    return _shot(production, sheet, folder, by=people["mika"])


def _person(name: str, role: Role, studio: Studio, password: str) -> User:
    user, is_new = User.objects.get_or_create(username=name, defaults={"first_name": name.capitalize()})
    if is_new:
        user.set_unusable_password()
    # A new hash signs people out, so it is made only for a new password.
    if password and not user.check_password(password):
        user.set_password(password)
        is_new = True
    if is_new:
        user.save(update_fields=["password"])
    Membership.objects.get_or_create(user=user, studio=studio, production=None, defaults={"role": role})
    return user


def _sheet(production: Production, folder: Path, by: User) -> DesignSheet:
    told = json.loads((folder / "sheet.json").read_text())
    character, _ = Character.objects.get_or_create(production=production, name=told["name"])
    sheet = character.sheets.filter(edition=0).order_by("version").first()
    if sheet is None:
        sheet = sheet_create(character=character, entries=[_entry(row) for row in told["entries"]], by=by)
    for line in sorted((folder / "ref" / "line").glob("*.png"), key=lambda path: (path.stem != FIRST_VIEW, path.stem)):
        if not ReferenceView.objects.filter(sheet=sheet, name=line.stem).exists():
            with contextlib.ExitStack() as opened:
                painted = _open(opened, folder / "ref" / "gt" / line.name)
                view_upload(sheet=sheet, name=line.stem, painted=painted, line=_open(opened, line))
    return sheet


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    """The file says null for a tone that is not there, rows an empty text; keys are given in the file's order."""
    return {name: value or "" for name, value in row.items() if name != "key"}


def _shot(production: Production, sheet: DesignSheet, folder: Path, by: User) -> Shot:
    shot = Shot.objects.filter(production=production, name=SHOT).first()
    if shot is None:
        with contextlib.ExitStack() as opened:
            files = [_open(opened, path) for path in sorted((folder / "shot" / "line").glob("*.png"))]
            shot = shot_upload(production=production, sheet=sheet, name=SHOT, files=files, by=by)
    return shot


def _open(opened: contextlib.ExitStack, path: Path) -> Any:
    return File(opened.enter_context(path.open("rb")), name=path.name)
