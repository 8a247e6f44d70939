"""One drawing: its lines, label map, colours and corrections."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.adding import ClientField, added, adding
from webapp.api.base import ApiView, blob_response
from webapp.errors import NotThere
from webapp.exchange.files import line_png
from webapp.painting.final import final_painting
from webapp.painting.selectors import correction_get, correction_list, drawing_get, painting_shown
from webapp.painting.serializers import AppendedSerializer, CorrectionSerializer, PaintingSerializer
from webapp.painting.services.corrections import Appended, correction_add, correction_payload, correction_undo
from webapp.productions.access import require
from webapp.productions.blobs import blob_get
from webapp.productions.rules import PAINT

WIDEST_U16 = 65535


class PaintingApi(ApiView):
    """The colours of one drawing."""

    @extend_schema(responses=PaintingSerializer)
    def get(self, request: Request, drawing_id: int) -> Response:
        """Latest proposal and the corrections in force, as one painting."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        return Response(painting_shown(drawing, final_painting(drawing)))


class LineApi(ApiView):
    """The artist's lines."""

    @extend_schema(responses={(200, "image/png"): OpenApiTypes.BINARY})
    def get(self, request: Request, drawing_id: int, digest: str) -> HttpResponse:
        """As PNG; a TGA is converted, its exact white transparent."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        if digest != drawing.line:
            raise NotThere(f"{drawing}: these lines were replaced; reload the shot.")
        return blob_response(line_png(blob_get(digest), drawing.file_name), "image/png")


class LabelsApi(ApiView):
    """Which segment every pixel belongs to."""

    @extend_schema(
        responses={
            (200, "application/octet-stream"): OpenApiResponse(
                OpenApiTypes.BINARY, "gzip of width x height little-endian u16 (u32 when X-Label-Bytes is 4), 0 = line"
            )
        },
        parameters=[
            OpenApiParameter("X-Label-Bytes", int, OpenApiParameter.HEADER, enum=[2, 4], response=True),
        ],
    )
    def get(self, request: Request, drawing_id: int, digest: str) -> HttpResponse:
        """The label map, immutable by content."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        if not digest or digest != drawing.labels:
            raise NotThere(f"{drawing}: its segments were cut anew; reload the shot.")
        width = "2" if (drawing.segment_count or 0) <= WIDEST_U16 else "4"
        headers = {"Content-Encoding": "gzip", "X-Label-Bytes": width}
        return blob_response(blob_get(digest), "application/octet-stream", **headers)


class DrawingCorrectionsApi(ApiView):
    """What people decided about a drawing."""

    class CorrectionAddSerializer(serializers.Serializer[dict[str, object]]):
        segments = serializers.ListField(
            child=serializers.IntegerField(min_value=1, max_value=2**31 - 1), min_length=1, max_length=100_000
        )
        entry = serializers.IntegerField(min_value=0, max_value=65535, help_text="0 takes the paint off.")
        tone = serializers.IntegerField(min_value=0, max_value=3, default=0)
        client = ClientField()
        gesture = serializers.UUIDField(
            required=False,
            default=None,
            allow_null=True,
            help_text="One for all corrections of one click: they count once, and pages undo them together.",
        )
        carry = serializers.BooleanField(
            default=False, help_text="Correct the same segments of the level's other drawings, too."
        )
        labels = serializers.CharField(
            max_length=64,
            required=False,
            default="",
            help_text="Which label map the segments speak of, also one that was replaced. Empty: the present.",
        )

    @extend_schema(responses=CorrectionSerializer(many=True))
    def get(self, request: Request, drawing_id: int) -> Response:
        """All of them in order, undone ones and undos too."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        return Response([correction_payload(c) for c in correction_list(drawing=drawing)])

    @extend_schema(request=CorrectionAddSerializer, responses=adding(AppendedSerializer))
    def post(self, request: Request, drawing_id: int) -> Response:
        """Give segments a colour."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        require(self.person, PAINT, drawing.level.shot.production)
        given = self.CorrectionAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return _appended(correction_add(drawing=drawing, by=self.person, **given.validated_data))


class CorrectionUndoApi(ApiView):
    """Take a correction back."""

    class CorrectionUndoSerializer(serializers.Serializer[dict[str, object]]):
        client = ClientField()

    @extend_schema(request=CorrectionUndoSerializer, responses=adding(AppendedSerializer))
    def post(self, request: Request, correction_id: int) -> Response:
        """Undoing an undo is redo."""
        correction = correction_get(user=self.person, pk=correction_id)
        require(self.person, PAINT, correction.drawing.level.shot.production)
        given = self.CorrectionUndoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return _appended(correction_undo(correction=correction, by=self.person, **given.validated_data))


def _appended(appended: Appended) -> Response:
    shown = correction_payload(appended.correction)
    body = {**shown, "changes": appended.changes, "carried": appended.carried}
    return added(body, is_new=appended.is_new)
