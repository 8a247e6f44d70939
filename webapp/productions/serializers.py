"""A design sheet as the API shows it, and as people send it."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from webapp.productions.colors import TONES
from webapp.productions.models import Category, ColorEntry, DesignSheet, ReferenceView, SceneColor, ScenePalette

ABSENT_TONES = ("highlight", "shadow", "second_shadow")


class ColorField(serializers.RegexField):
    """``#rrggbbaa``; ``#rrggbb`` is opaque. Null is a tone that the sheet leaves out."""

    default_error_messages = {"invalid": "A colour is #rrggbb or #rrggbbaa."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^#(?:[0-9a-f]{6}|[0-9a-f]{8})$", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        color = str(super().to_internal_value(data.lower() if isinstance(data, str) else data))
        return f"{color}ff" if len(color) == len("#rrggbb") else color

    def to_representation(self, value: str) -> Any:
        return value or None


class EntryFieldsSerializer(serializers.Serializer[dict[str, Any]]):
    """What people say about an entry; its key is the server's."""

    name = serializers.CharField(max_length=100)
    category = serializers.ChoiceField(choices=Category.choices)
    group = serializers.CharField(required=False, max_length=60, allow_blank=True)
    normal = ColorField()
    highlight = ColorField(required=False, allow_null=True)
    shadow = ColorField(required=False, allow_null=True)
    second_shadow = ColorField(required=False, allow_null=True)
    order = serializers.IntegerField(required=False, min_value=0, max_value=100_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Rows keep an absent tone as an empty text."""
        return {name: "" if value is None and name in ABSENT_TONES else value for name, value in attrs.items()}


class EntrySerializer(serializers.Serializer[ColorEntry]):
    """One line of the text-colour list."""

    key = serializers.IntegerField()
    name = serializers.CharField()
    category = serializers.ChoiceField(choices=Category.choices)
    group = serializers.CharField(help_text="Its heading in palettes; empty: its category.")
    normal = ColorField()
    highlight = ColorField(allow_null=True)
    shadow = ColorField(allow_null=True)
    second_shadow = ColorField(allow_null=True)
    order = serializers.IntegerField()


class SceneTonesSerializer(serializers.Serializer[dict[str, Any]]):
    """An entry's tones in a scene, as people send them; null: as by day."""

    normal = ColorField(required=False, allow_null=True)
    highlight = ColorField(required=False, allow_null=True)
    shadow = ColorField(required=False, allow_null=True)
    second_shadow = ColorField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Rows keep what looks as by day as an empty text."""
        return {name: value or "" for name, value in attrs.items() if name in TONES}


class SceneColorSerializer(serializers.Serializer[SceneColor]):
    """An entry's own tones in a scene; null: as by day."""

    key = serializers.IntegerField(source="entry.key")
    normal = ColorField(allow_null=True)
    highlight = ColorField(allow_null=True)
    shadow = ColorField(allow_null=True)
    second_shadow = ColorField(allow_null=True)


class SceneSerializer(serializers.Serializer[ScenePalette]):
    """The sheet in another light: only what differs from the day."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    colors = serializers.SerializerMethodField()

    @extend_schema_field(SceneColorSerializer(many=True))
    def get_colors(self, scene: ScenePalette) -> Any:
        rows = serializers.ListSerializer(scene.colors.select_related("entry"), child=SceneColorSerializer())
        return rows.data


def successors_shown(sheet: DesignSheet) -> dict[str, int]:
    """What became of entries that are gone."""
    return {str(row.key): row.successor for row in sheet.successors.all()}


class SheetRowSerializer(serializers.Serializer[DesignSheet]):
    """A sheet in a list. Edition 0 is the one that people work on, the others are published."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    edition = serializers.IntegerField()
    label = serializers.CharField(help_text="v2, or v2.3 for its third edition.")  # type: ignore[assignment]
    name = serializers.CharField(help_text="Of an edition.")
    note = serializers.CharField(help_text="Of an edition.")
    by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    entries = serializers.IntegerField(source="entry_count")
    views = serializers.IntegerField(source="view_count")

    def get_by(self, sheet: DesignSheet) -> str:
        return sheet.created_by.display_name if sheet.created_by else ""


class ViewSerializer(serializers.Serializer[ReferenceView]):
    """A painted picture of the character."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    colors = serializers.ListField(
        child=serializers.ListField(),
        help_text="What its pixels mean: [key, normal, highlight, shadow, second shadow].",
    )
    line_url = serializers.SerializerMethodField()
    painted_url = serializers.SerializerMethodField()

    def get_line_url(self, view: ReferenceView) -> str:
        return reverse("view-picture", args=[view.sheet_id, view.pk, "line", view.line])

    def get_painted_url(self, view: ReferenceView) -> str:
        return reverse("view-picture", args=[view.sheet_id, view.pk, "painted", view.painted])


class SheetSerializer(serializers.Serializer[DesignSheet]):
    """A character's colour design sheet, the working one or an edition."""

    class SheetCharacterSerializer(serializers.Serializer[Any]):
        id = serializers.IntegerField()
        name = serializers.CharField()

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    edition = serializers.IntegerField(help_text="0: people work on it; else it is published and stays as it is.")
    label = serializers.CharField()  # type: ignore[assignment]
    name = serializers.CharField()
    note = serializers.CharField()
    by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    production = serializers.IntegerField(source="character.production_id")
    character = SheetCharacterSerializer()
    role = serializers.SerializerMethodField()
    entries = EntrySerializer(many=True, source="entries.all")
    views = ViewSerializer(many=True, source="views.all")
    scenes = SceneSerializer(many=True, source="scenes.all")
    successors = serializers.SerializerMethodField(help_text="Entries that are gone: key to the key that shows now.")

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_successors(self, sheet: DesignSheet) -> dict[str, int]:
        return successors_shown(sheet)

    def get_by(self, sheet: DesignSheet) -> str:
        return sheet.created_by.display_name if sheet.created_by else ""

    def get_role(self, sheet: DesignSheet) -> str:
        return str(self.context["role"])
