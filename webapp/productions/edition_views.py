"""Published editions of a sheet, and its scenes, over HTTP. Everybody looks, supervisors publish and edit."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.productions.comparing import sheets_compared
from webapp.productions.selectors import entry_get, scene_get, sheet_get, sheet_rows
from webapp.productions.serializers import (
    ColorField,
    EntrySerializer,
    SceneSerializer,
    SceneTonesSerializer,
    SheetRowSerializer,
    SheetSerializer,
)
from webapp.productions.services.scenes import scene_add, scene_recolour, scene_remove, scene_rename
from webapp.productions.services.versions import sheet_publish, sheet_restore
from webapp.productions.sheet_views import SheetView


class EditionsApi(SheetView):
    """What was published of a sheet."""

    class PublishSerializer(serializers.Serializer[dict[str, str]]):
        name = serializers.CharField(max_length=100)
        note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)

    @extend_schema(responses=SheetRowSerializer(many=True))
    def get(self, request: Request, sheet_id: int) -> Response:
        """The working sheet of this version, then its editions, newest first."""
        sheet = sheet_get(user=self.person, pk=sheet_id)
        rows = sheet_rows().filter(character=sheet.character_id, version=sheet.version)
        return Response([SheetRowSerializer(row).data for row in rows])

    @extend_schema(request=PublishSerializer, responses={201: SheetSerializer})
    def post(self, request: Request, sheet_id: int) -> Response:
        """Publish the working sheet as it is now. An edition never changes."""
        sheet = self.supervised_sheet(sheet_id)
        given = self.PublishSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return self.shown(sheet_publish(sheet=sheet, by=self.person, **given.validated_data), status.HTTP_201_CREATED)


class RestoreApi(SheetView):
    """The way back."""

    class RestoreSerializer(serializers.Serializer[dict[str, int]]):
        edition = serializers.IntegerField(min_value=1, help_text="Or another sheet of the character.")

    class RestoredSerializer(serializers.Serializer[dict[str, Any]]):
        sheet = SheetSerializer()
        kept_as = serializers.CharField(allow_null=True, help_text="The edition that holds what the sheet was before.")
        kept = EntrySerializer(many=True, help_text="Not in the edition, but drawings are painted with them.")

    @extend_schema(request=RestoreSerializer, responses=RestoredSerializer)
    def post(self, request: Request, sheet_id: int) -> Response:
        """Let the working sheet say what an edition does; what it said is published first, unless it is already."""
        sheet = self.supervised_sheet(sheet_id)
        given = self.RestoreSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        edition = sheet_get(user=self.person, pk=given.validated_data["edition"])
        restored = sheet_restore(sheet=sheet, edition=edition, by=self.person)
        return Response(
            {
                "sheet": self.shown(sheet_get(user=self.person, pk=sheet.pk)).data,
                "kept_as": restored.kept_as and restored.kept_as.label,
                "kept": [EntrySerializer(entry).data for entry in restored.kept],
            }
        )


class SideSerializer(serializers.Serializer[Any]):
    """One of two sheets that are compared."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    name = serializers.CharField()


class OwnTonesSerializer(serializers.Serializer[dict[str, str]]):
    """Tones in a scene; null: as by day."""

    normal = ColorField(allow_null=True)
    highlight = ColorField(allow_null=True)
    shadow = ColorField(allow_null=True)
    second_shadow = ColorField(allow_null=True)


class DifferenceSerializer(serializers.Serializer[Any]):
    """What is different in the second sheet."""

    class EntryChangeSerializer(serializers.Serializer[Any]):
        key = serializers.IntegerField()
        before = EntrySerializer()
        after = EntrySerializer()
        fields_changed = serializers.ListField(
            child=serializers.CharField(), source="fields", help_text="name, category, group, or a tone"
        )

    class SceneChangeSerializer(serializers.Serializer[Any]):
        scene = serializers.CharField()
        key = serializers.IntegerField()
        name = serializers.CharField()
        before = OwnTonesSerializer()
        after = OwnTonesSerializer()

    before = SideSerializer()
    after = SideSerializer()
    added = EntrySerializer(many=True)
    gone = EntrySerializer(many=True)
    changed = EntryChangeSerializer(many=True)
    same = serializers.IntegerField(help_text="How many entries say the same in both.")
    scenes_added = serializers.ListField(child=serializers.CharField())
    scenes_gone = serializers.ListField(child=serializers.CharField())
    scenes_changed = SceneChangeSerializer(many=True)
    views_added = serializers.ListField(child=serializers.CharField())
    views_gone = serializers.ListField(child=serializers.CharField())
    views_changed = serializers.ListField(child=serializers.CharField())


class CompareApi(SheetView):
    """Two sheets of a character side by side."""

    @extend_schema(responses=DifferenceSerializer)
    def get(self, request: Request, sheet_id: int, other_id: int) -> Response:
        """From the first to the other: which entries came, went, have other names or colours; scenes and views too."""
        before, after = (sheet_get(user=self.person, pk=pk) for pk in (sheet_id, other_id))
        return Response(DifferenceSerializer(sheets_compared(before, after)).data)


class ScenesApi(SheetView):
    """The lights that a sheet knows."""

    class SceneAddSerializer(serializers.Serializer[dict[str, str]]):
        name = serializers.CharField(max_length=100)
        tint = ColorField(required=False, default="", help_text="Start from the day's colours times this one.")

    @extend_schema(request=SceneAddSerializer, responses={201: SceneSerializer})
    def post(self, request: Request, sheet_id: int) -> Response:
        """A scene looks as by day until it is given colours."""
        sheet = self.supervised_sheet(sheet_id)
        given = self.SceneAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        scene = scene_add(sheet=sheet, **given.validated_data)
        return Response(SceneSerializer(scene).data, status=status.HTTP_201_CREATED)


class SceneApi(SheetView):
    """One scene."""

    class SceneChangeSerializer(serializers.Serializer[dict[str, str]]):
        name = serializers.CharField(max_length=100)

    @extend_schema(request=SceneChangeSerializer, responses=SceneSerializer)
    def patch(self, request: Request, sheet_id: int, scene_id: int) -> Response:
        """Another name."""
        scene = scene_get(sheet=self.supervised_sheet(sheet_id).pk, pk=scene_id)
        given = self.SceneChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(SceneSerializer(scene_rename(scene=scene, **given.validated_data)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, sheet_id: int, scene_id: int) -> Response:
        """Only while no shot is in it."""
        scene_remove(scene=scene_get(sheet=self.supervised_sheet(sheet_id).pk, pk=scene_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class SceneEntryApi(SheetView):
    """An entry in a scene."""

    @extend_schema(request=SceneTonesSerializer, responses=SceneSerializer)
    def patch(self, request: Request, sheet_id: int, scene_id: int, key: int) -> Response:
        """Other tones than by day; null takes one back to the day's. Every canvas in the scene shows it at once."""
        sheet = self.supervised_sheet(sheet_id)
        scene, entry = scene_get(sheet=sheet.pk, pk=scene_id), entry_get(sheet=sheet, key=key)
        given = SceneTonesSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        scene_recolour(scene=scene, colors=[(entry, given.validated_data)])
        return Response(SceneSerializer(scene).data)
