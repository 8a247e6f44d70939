"""Design sheets over HTTP. Everybody looks, supervisors edit."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.base import ApiView, blob_response
from webapp.errors import NotThere
from webapp.exchange.files import line_png
from webapp.exchange.sheets import sheet_from_picture, view_upload
from webapp.productions.access import require
from webapp.productions.blobs import blob_get
from webapp.productions.membership import production_role
from webapp.productions.models import DesignSheet
from webapp.productions.rules import SUPERVISE
from webapp.productions.selectors import character_get, entry_get, sheet_get, view_get
from webapp.productions.serializers import EntryFieldsSerializer, EntrySerializer, SheetSerializer, ViewSerializer
from webapp.productions.services.sheets import (
    entries_order,
    entry_add,
    entry_change,
    entry_delete,
    entry_split,
    sheet_copy,
    sheet_create,
    view_remove,
)


class SheetView(ApiView):
    """What the views of sheets share."""

    def supervised_sheet(self, sheet_id: int) -> DesignSheet:
        """A sheet that the person may edit. Raises NotThere, NotAllowed."""
        sheet = sheet_get(user=self.person, pk=sheet_id)
        require(self.person, SUPERVISE, sheet.character.production)
        return sheet

    def shown(self, sheet: DesignSheet, code: int = status.HTTP_200_OK) -> Response:
        """The sheet as this person sees it."""
        role = production_role(self.person, sheet.character.production)
        return Response(SheetSerializer(sheet, context={"role": role}).data, status=code)


class CharacterSheetsApi(SheetView):
    """The sheets of a character."""

    class SheetCreateSerializer(serializers.Serializer[dict[str, Any]]):
        entries = EntryFieldsSerializer(many=True, required=False, default=list)
        from_sheet = serializers.IntegerField(required=False, min_value=1, help_text="Copy this sheet instead.")

    @extend_schema(request=SheetCreateSerializer, responses={201: SheetSerializer})
    def post(self, request: Request, character_id: int) -> Response:
        """A new version, from a list of entries or as a copy."""
        character = character_get(user=self.person, pk=character_id)
        require(self.person, SUPERVISE, character.production)
        given = self.SheetCreateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if source_id := given.validated_data.get("from_sheet"):
            source = sheet_get(user=self.person, pk=source_id)
            sheet = sheet_copy(character=character, source=source, by=self.person)
        else:
            sheet = sheet_create(character=character, entries=given.validated_data["entries"], by=self.person)
        return self.shown(sheet, status.HTTP_201_CREATED)


class SheetFromPictureApi(SheetView):
    """A sheet from a painting."""

    parser_classes = [MultiPartParser]

    class SheetFromPictureSerializer(serializers.Serializer[dict[str, Any]]):
        painted = serializers.FileField(allow_empty_file=True)
        line = serializers.FileField(allow_empty_file=True, required=False, default=None)
        name = serializers.CharField(max_length=100, default="front", help_text="Of the view, when a line comes along.")

    @extend_schema(request={"multipart/form-data": SheetFromPictureSerializer}, responses={201: SheetSerializer})
    def post(self, request: Request, character_id: int) -> Response:
        """Its colours become entries; with its line drawing it becomes the first reference view."""
        character = character_get(user=self.person, pk=character_id)
        require(self.person, SUPERVISE, character.production)
        given = self.SheetFromPictureSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        sheet = sheet_from_picture(character=character, by=self.person, **given.validated_data)
        return self.shown(sheet, status.HTTP_201_CREATED)


class SheetApi(SheetView):
    """One sheet."""

    @extend_schema(responses=SheetSerializer)
    def get(self, request: Request, sheet_id: int) -> Response:
        """Entries in order, reference views and scenes."""
        return self.shown(sheet_get(user=self.person, pk=sheet_id))


class EntriesApi(SheetView):
    """The text-colour list."""

    @extend_schema(request=EntryFieldsSerializer, responses={201: EntrySerializer})
    def post(self, request: Request, sheet_id: int) -> Response:
        """A new entry at the end."""
        sheet = self.supervised_sheet(sheet_id)
        given = EntryFieldsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        entry = entry_add(sheet=sheet, fields=given.validated_data)
        return Response(EntrySerializer(entry).data, status=status.HTTP_201_CREATED)


class EntryApi(SheetView):
    """One entry."""

    @extend_schema(request=EntryFieldsSerializer(partial=True), responses=EntrySerializer)
    def patch(self, request: Request, sheet_id: int, key: int) -> Response:
        """Change a colour: every painting shows it at once."""
        entry = entry_get(sheet=self.supervised_sheet(sheet_id), key=key)
        given = EntryFieldsSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return Response(EntrySerializer(entry_change(entry=entry, fields=given.validated_data)).data)

    class SuccessorSerializer(serializers.Serializer[dict[str, Any]]):
        successor = serializers.IntegerField(
            min_value=1, default=None, help_text="Key of the entry that what is painted with this one shows instead."
        )

    @extend_schema(parameters=[SuccessorSerializer], responses={204: None})
    def delete(self, request: Request, sheet_id: int, key: int) -> Response:
        """While something is painted with it, only with a successor: the two become one. Going back parts them."""
        sheet = self.supervised_sheet(sheet_id)
        given = self.SuccessorSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        heir = given.validated_data["successor"]
        if heir == key:
            raise NotThere(f"Entry {key} cannot take its own place; name another.")
        successor = entry_get(sheet=sheet, key=heir) if heir else None
        entry_delete(entry=entry_get(sheet=sheet, key=key), successor=successor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class EntrySplitApi(SheetView):
    """One entry becomes two."""

    class SplitSerializer(serializers.Serializer[dict[str, str]]):
        name = serializers.CharField(max_length=100)

    @extend_schema(request=SplitSerializer, responses={201: EntrySerializer})
    def post(self, request: Request, sheet_id: int, key: int) -> Response:
        """A second entry of the same colours, right after it; what is painted stays with the first."""
        entry = entry_get(sheet=self.supervised_sheet(sheet_id), key=key)
        given = self.SplitSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        twin = entry_split(entry=entry, **given.validated_data)
        return Response(EntrySerializer(twin).data, status=status.HTTP_201_CREATED)


class EntryOrderApi(SheetView):
    """In which order the list is."""

    class OrderSerializer(serializers.Serializer[dict[str, Any]]):
        keys = serializers.ListField(child=serializers.IntegerField(min_value=1), help_text="The rest comes after.")

    @extend_schema(request=OrderSerializer, responses=SheetSerializer)
    def put(self, request: Request, sheet_id: int) -> Response:
        """By the keys of the entries."""
        sheet = self.supervised_sheet(sheet_id)
        given = self.OrderSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        entries_order(sheet=sheet, **given.validated_data)
        return self.shown(sheet)


class ViewsApi(SheetView):
    """The painted views of the character."""

    parser_classes = [MultiPartParser]

    class ViewAddSerializer(serializers.Serializer[dict[str, Any]]):
        name = serializers.CharField(max_length=100)
        painted = serializers.FileField(allow_empty_file=True)
        line = serializers.FileField(allow_empty_file=True)

    @extend_schema(request={"multipart/form-data": ViewAddSerializer}, responses={201: ViewSerializer})
    def post(self, request: Request, sheet_id: int) -> Response:
        """A painted picture and its lines, of one size."""
        sheet = self.supervised_sheet(sheet_id)
        given = self.ViewAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        view = view_upload(sheet=sheet, **given.validated_data)
        return Response(ViewSerializer(view).data, status=status.HTTP_201_CREATED)


class ViewApi(SheetView):
    """One view."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, sheet_id: int, view_id: int) -> Response:
        """Later runs no longer take colours from it."""
        view_remove(view=view_get(sheet=self.supervised_sheet(sheet_id), pk=view_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ViewPictureApi(SheetView):
    """The two pictures of a view."""

    @extend_schema(responses={(200, "image/png"): OpenApiTypes.BINARY})
    def get(self, request: Request, sheet_id: int, view_id: int, which: str, digest: str) -> HttpResponse:
        """As PNG, immutable by content."""
        view = view_get(sheet=sheet_get(user=self.person, pk=sheet_id), pk=view_id)
        if digest != {"line": view.line, "painted": view.painted}[which]:
            raise NotThere(f"{view}: this picture was replaced; reload the sheet.")
        return blob_response(line_png(blob_get(digest), f"{view.name}.tga"), "image/png")
