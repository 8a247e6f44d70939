"""A design sheet as the API shows it, and as people send it."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from webapp.productions.models import Category, ColorEntry, DesignSheet, ReferenceView

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
    normal = ColorField()
    highlight = ColorField(allow_null=True)
    shadow = ColorField(allow_null=True)
    second_shadow = ColorField(allow_null=True)
    order = serializers.IntegerField()


class ViewSerializer(serializers.Serializer[ReferenceView]):
    """A painted picture of the character."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    line_url = serializers.SerializerMethodField()
    painted_url = serializers.SerializerMethodField()

    def get_line_url(self, view: ReferenceView) -> str:
        return reverse("view-picture", args=[view.sheet_id, view.pk, "line", view.line])

    def get_painted_url(self, view: ReferenceView) -> str:
        return reverse("view-picture", args=[view.sheet_id, view.pk, "painted", view.painted])


class SheetSerializer(serializers.Serializer[DesignSheet]):
    """A version of a character's colour design sheet."""

    class SheetCharacterSerializer(serializers.Serializer[Any]):
        id = serializers.IntegerField()
        name = serializers.CharField()

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    production = serializers.IntegerField(source="character.production_id")
    character = SheetCharacterSerializer()
    role = serializers.SerializerMethodField()
    entries = EntrySerializer(many=True, source="entries.all")
    views = ViewSerializer(many=True, source="views.all")

    def get_role(self, sheet: DesignSheet) -> str:
        return str(self.context["role"])
