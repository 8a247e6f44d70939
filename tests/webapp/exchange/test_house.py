"""The house production is loaded through the same door as everybody's work."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.webapp.studio import files_stored
from webapp.accounts.models import Membership, User
from webapp.events.models import Event
from webapp.productions.models import Character, ColorEntry, DesignSheet, Drawing, Production, ReferenceView, Shot

pytestmark = pytest.mark.django_db

MODELS = (User, Membership, Production, Character, DesignSheet, ColorEntry, ReferenceView, Shot, Drawing, Event)


@pytest.fixture(autouse=True)
def own_blobs(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    # The real hasher takes a third of a second on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def everything() -> list[Any]:
    return [*(list(model._default_manager.order_by("pk").values()) for model in MODELS), files_stored()]


def test_the_house_has_a_sheet_two_views_a_shot_and_three_people() -> None:
    call_command("load_house")
    sheet = DesignSheet.objects.get()
    assert sheet.entries.count() >= 12
    assert sheet.entries.values("category").distinct().count() >= 6
    assert next(iter(sheet.views.all())).name == "front"
    assert sheet.views.count() == 2
    shot = Shot.objects.get()
    names = [drawing.file_name for drawing in Drawing.objects.filter(level__shot=shot)]
    assert names == [f"A{n:04}.png" for n in range(1, 13)]
    roles = dict(Membership.objects.values_list("user__username", "role"))
    assert roles == {"mika": "supervisor", "ren": "painter", "yuki": "viewer"}
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_keys_are_those_of_the_sheets_file() -> None:
    call_command("load_house")
    told = json.loads((Path(__file__).parents[3] / "fixtures/house_production/sheet.json").read_text())
    rows = ColorEntry.objects.values("key", "name", "category", "normal", "highlight", "shadow", "second_shadow")
    assert [{name: value or None for name, value in row.items()} for row in rows] == told["entries"]


def test_a_second_time_changes_nothing() -> None:
    call_command("load_house")
    before = everything()
    call_command("load_house")
    assert everything() == before


def test_a_demo_password_lets_its_people_in_and_does_not_sign_them_out_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIAGE_DEMO_PASSWORD", "house-cat-9")
    call_command("load_house")
    assert all(user.check_password("house-cat-9") for user in User.objects.all())
    before = everything()
    call_command("load_house")
    assert everything() == before


def test_without_its_pictures_it_says_how_to_draw_them(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"python -m fixtures\.house"):
        call_command("load_house", folder=tmp_path)
