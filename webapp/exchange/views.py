"""Shots come in and go out."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.base import ApiView
from webapp.errors import NotThere
from webapp.exchange.export import shot_export
from webapp.exchange.pictures import picture_png, picture_tag, veil_png, veil_tag
from webapp.exchange.services import shot_upload
from webapp.exchange.sheets import palette_file, scene_from_palette, sheet_from_palette
from webapp.exchange.timesheets import timesheet_reset, timesheet_set, timesheet_xdts
from webapp.painting.selectors import drawing_get, shot_detail, shot_list
from webapp.painting.serializers import ShotRowSerializer, ShotSerializer
from webapp.productions.access import require
from webapp.productions.membership import production_role
from webapp.productions.models import Shot
from webapp.productions.rules import PAINT, SUPERVISE
from webapp.productions.selectors import production_get, scene_get, scene_wanted, sheet_get, sheet_in, shot_get
from webapp.productions.serializers import SceneSerializer, SheetSerializer

KEPT_WIDTH = 512  # px; the web process keeps pictures up to this width


class SceneField(serializers.IntegerField):
    """In which scene's colours; left out: the shot's own, 0: by day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "default": None, "help_text": self.__doc__, **kwargs})


class ShotsApi(ApiView):
    """The shots of a production."""

    parser_classes = [MultiPartParser]

    class ShotUploadSerializer(serializers.Serializer[dict[str, Any]]):
        name = serializers.CharField(max_length=100)
        sheet = serializers.IntegerField(min_value=1)
        fps = serializers.IntegerField(min_value=1, max_value=120, default=24)
        files = serializers.ListField(
            child=serializers.FileField(allow_empty_file=True, max_length=None),
            help_text="Line drawings as PNG, TGA, TIFF or PSD (A0001.tga is drawing 1 of level A), levels (TLV with "
            "their TPL), or zips of them; and at most one timesheet (XDTS).",
        )
        painted = serializers.ListField(
            child=serializers.FileField(allow_empty_file=True, max_length=None),
            default=list,
            help_text="Painted drawings that are done already, named like their line drawings.",
        )

    @extend_schema(responses=ShotRowSerializer(many=True))
    def get(self, request: Request, production_id: int) -> Response:
        """By name, each with its latest run."""
        return Response(shot_list(production=production_get(user=self.person, pk=production_id)))

    @extend_schema(request={"multipart/form-data": ShotUploadSerializer}, responses={201: ShotSerializer})
    def post(self, request: Request, production_id: int) -> Response:
        """Upload a shot. Refused as a whole, with every problem in ``details``, when one file is not usable."""
        production = production_get(user=self.person, pk=production_id)
        require(self.person, PAINT, production)
        given = self.ShotUploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        fields = {**given.validated_data, "sheet": sheet_in(production=production, pk=given.validated_data["sheet"])}
        shot = shot_upload(production=production, by=self.person, **fields)
        return Response(shot_detail(shot=shot, user=self.person), status=status.HTTP_201_CREATED)


class PaintedApi(ApiView):
    """A painted drawing as a picture."""

    class PictureSerializer(serializers.Serializer[dict[str, Any]]):
        lines = serializers.ChoiceField(choices=["drawn", "painted", "none"], default="drawn")
        width = serializers.IntegerField(
            min_value=1, max_value=8192, required=False, default=None, help_text="px, for a thumbnail"
        )
        scene = SceneField()

    @extend_schema(parameters=[PictureSerializer], responses={(200, "image/png"): OpenApiTypes.BINARY, 304: None})
    def get(self, request: Request, drawing_id: int) -> HttpResponseBase:
        """Exact colours at full size. Ask again with If-None-Match: while nothing has changed the answer is 304."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        given = self.PictureSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        wanted = scene_wanted(shot=drawing.level.shot, pk=given.validated_data["scene"])
        fields = {**given.validated_data, "scene": wanted}
        return _unless_known(
            request,
            lambda: picture_tag(drawing=drawing, **fields),
            lambda: picture_png(drawing=drawing, **fields),
            keep=(fields["width"] or KEPT_WIDTH + 1) <= KEPT_WIDTH,
        )


class VeilApi(ApiView):
    """Where an entry is in a drawing."""

    class VeilSerializer(serializers.Serializer[dict[str, Any]]):
        entry = serializers.IntegerField(min_value=1, max_value=65535)
        width = serializers.IntegerField(min_value=1, max_value=1024, default=192, help_text="px")

    @extend_schema(parameters=[VeilSerializer], responses={(200, "image/png"): OpenApiTypes.BINARY, 304: None})
    def get(self, request: Request, drawing_id: int) -> HttpResponseBase:
        """A dark veil to lie over its small picture, with holes where it is painted with the entry, in any tone."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        given = self.VeilSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        if not drawing.labels:
            raise NotThere(f"{drawing}: its segments are not cut yet.")
        fields = given.validated_data
        return _unless_known(
            request,
            lambda: veil_tag(drawing=drawing, **fields),
            lambda: veil_png(drawing=drawing, **fields),
            keep=fields["width"] <= KEPT_WIDTH,
        )


class ExportApi(ApiView):
    """A shot as files."""

    class ExportSerializer(serializers.Serializer[dict[str, Any]]):
        format = serializers.ChoiceField(choices=["png", "tga", "tiff", "psd", "tlv"], default="png")
        lines = serializers.ChoiceField(choices=["drawn", "painted"], default="drawn")
        scene = SceneField()

    @extend_schema(parameters=[ExportSerializer], responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, shot_id: int) -> StreamingHttpResponse:
        """A zip: painted drawings under their original names in a folder per level, report.json and report.txt.

        With ``tlv`` a level and its palette per folder. A timesheet that is not one by one goes along as XDTS.
        """
        shot = shot_get(user=self.person, pk=shot_id)
        given = self.ExportSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        file_format, lines = given.validated_data["format"], given.validated_data["lines"]
        scene = scene_wanted(shot=shot, pk=given.validated_data["scene"])
        pieces = shot_export(shot=shot, file_format=file_format, lines=lines, scene=scene)
        response = StreamingHttpResponse(_in_threads(pieces), content_type="application/zip")
        response["Content-Disposition"] = str(content_disposition_header(True, f"{shot.name}.zip"))
        return response


class TimesheetFileApi(ApiView):
    """The timesheet as a file."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, shot_id: int) -> HttpResponse:
        """XDTS, for OpenToonz, Clip Studio and Toei's timesheet."""
        shot = shot_get(user=self.person, pk=shot_id)
        response = HttpResponse(timesheet_xdts(shot), content_type="application/octet-stream")
        response["Content-Disposition"] = str(content_disposition_header(True, f"{shot.name}.xdts"))
        return response


class TimesheetApi(ApiView):
    """When which drawing shows."""

    parser_classes = [MultiPartParser]

    class TimesheetSetSerializer(serializers.Serializer[dict[str, Any]]):
        file = serializers.FileField(allow_empty_file=True, help_text="XDTS")

    @extend_schema(request={"multipart/form-data": TimesheetSetSerializer}, responses=ShotSerializer)
    def put(self, request: Request, shot_id: int) -> Response:
        """By a file. Refused when it shows drawings that are not there: all of them are in ``details``."""
        shot = self._shot(shot_id)
        given = self.TimesheetSetSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        timesheet_set(shot=shot, file=given.validated_data["file"])
        return Response(shot_detail(shot=shot, user=self.person))

    @extend_schema(responses={200: ShotSerializer})
    def delete(self, request: Request, shot_id: int) -> Response:
        """Back to one drawing per frame."""
        shot = self._shot(shot_id)
        timesheet_reset(shot=shot)
        return Response(shot_detail(shot=shot, user=self.person))

    def _shot(self, shot_id: int) -> Shot:
        shot = shot_get(user=self.person, pk=shot_id)
        require(self.person, PAINT, shot.production)
        return shot


class PaletteApi(ApiView):
    """A sheet as a palette of other programs."""

    parser_classes = [MultiPartParser]

    class PaletteFormatSerializer(serializers.Serializer[dict[str, Any]]):
        format = serializers.ChoiceField(choices=["gpl", "aco", "ase", "tpl", "colorbook", "json"], default="gpl")
        scene = serializers.IntegerField(
            min_value=1, default=None, help_text="In a scene's colours instead of the day's."
        )

    class PaletteLoadSerializer(serializers.Serializer[dict[str, Any]]):
        file = serializers.FileField(allow_empty_file=True, help_text="GPL, ACO, ASE, TPL, colorbook.yml, sheet.json")

    @extend_schema(
        parameters=[PaletteFormatSerializer], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, sheet_id: int) -> HttpResponse:
        """For GIMP, Photoshop, Adobe programs, OpenToonz, the paper's dataset, or ourselves."""
        sheet = sheet_get(user=self.person, pk=sheet_id)
        given = self.PaletteFormatSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        pk = given.validated_data["scene"]
        scene = scene_get(sheet=sheet.pk, pk=pk) if pk else None
        name, data = palette_file(sheet=sheet, file_format=given.validated_data["format"], scene=scene)
        response = HttpResponse(data, content_type="application/octet-stream")
        response["Content-Disposition"] = str(content_disposition_header(True, name))
        return response

    @extend_schema(request={"multipart/form-data": PaletteLoadSerializer}, responses={201: SheetSerializer})
    def post(self, request: Request, sheet_id: int) -> Response:
        """Its colours become the next version of the sheet; entries of the same name keep their keys."""
        sheet = sheet_get(user=self.person, pk=sheet_id)
        require(self.person, SUPERVISE, sheet.character.production)
        given = self.PaletteLoadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        newer = sheet_from_palette(sheet=sheet, file=given.validated_data["file"], by=self.person)
        role = production_role(self.person, sheet.character.production)
        return Response(SheetSerializer(newer, context={"role": role}).data, status=status.HTTP_201_CREATED)


class ScenePaletteApi(ApiView):
    """A scene's colours from a palette of other programs."""

    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": PaletteApi.PaletteLoadSerializer}, responses={200: SceneSerializer})
    def post(self, request: Request, sheet_id: int, scene_id: int) -> Response:
        """What it says of entries of the same name becomes their colours in the scene; it adds no entries."""
        sheet = sheet_get(user=self.person, pk=sheet_id)
        require(self.person, SUPERVISE, sheet.character.production)
        given = PaletteApi.PaletteLoadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        scene = scene_get(sheet=sheet.pk, pk=scene_id)
        scene_from_palette(scene=scene, file=given.validated_data["file"])
        return Response(SceneSerializer(scene).data)


def _unless_known(
    request: Request, tag_now: Callable[[], str], render: Callable[[], bytes], *, keep: bool
) -> HttpResponseBase:
    """The picture, or 304 when the asker has the one of this tag. What is kept is rendered once for everybody."""
    tag = tag_now()
    response = get_conditional_response(request._request, etag=tag)
    if response is None:
        picture = caches["pictures"].get(tag)
        if picture is None:
            picture = render()
            # Who painted meanwhile changed the picture, but not the tag that was asked for.
            if keep and tag_now() == tag:
                caches["pictures"].set(tag, picture)
        response = HttpResponse(picture, content_type="image/png")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


async def _in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    # Django would collect a plain iterator before the first byte leaves; painting must not hold up the event loop.
    following = sync_to_async(lambda: next(pieces, None), thread_sensitive=False)
    while (piece := await following()) is not None:
        yield piece
