"""The admin pages, for what no other page shows."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from webapp.accounts.models import Studio, User
from webapp.events.models import Event
from webapp.productions.models import Character, ColorEntry, Production
from webapp.productions.services.sheets import sheet_create

pytestmark = pytest.mark.django_db
SKIRT = {"name": "skirt", "category": "clothes", "normal": "#112233ff"}


@pytest.fixture
def entry() -> ColorEntry:
    production = Production.objects.create(studio=Studio.objects.create(name="Studio"), name="Production")
    sheet = sheet_create(
        character=Character.objects.create(production=production, name="Nuri"), entries=[SKIRT], by=None
    )
    return ColorEntry.objects.get(sheet=sheet)


def test_every_model_has_its_page(admin_client: Client) -> None:
    ours = [model for model in admin.site._registry if model.__module__.startswith("webapp.")]
    assert len(ours) >= 16
    for model in ours:
        for page in ("changelist", "add"):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
            assert admin_client.get(address).status_code in ((200,) if page == "changelist" else (200, 403)), address


def test_a_colour_changed_in_the_admin_recolours_open_canvases(entry: ColorEntry, admin_user: User) -> None:
    client = Client()
    client.force_login(admin_user)
    address = reverse("admin:productions_colorentry_change", args=[entry.pk])
    fields = {"sheet": entry.sheet_id, "key": entry.key, "order": 0, **SKIRT, "normal": "#445566ff"}
    assert client.post(address, fields).status_code == 302
    event = Event.objects.get(kind="sheet.changed")
    assert event.payload["entries"][0]["normal"] == "#445566ff"
