"""A shot's drawings, label maps, colours, runs and corrections."""

import uuid
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.base import ApiView, blob_response
from webapp.errors import NotThere
from webapp.exchange.files import line_png
from webapp.painting.final import final_painting
from webapp.painting.models import Run, StrokePart
from webapp.painting.queue import shot_queue
from webapp.painting.selectors import (
    closure_get,
    closure_list,
    closures_preview,
    correction_get,
    correction_list,
    drawing_get,
    painting_shown,
    run_get,
    shot_detail,
    shot_paintings,
    stroke_get,
)
from webapp.painting.serializers import (
    AppendedSerializer,
    ClosureSerializer,
    CorrectionSerializer,
    GapsSerializer,
    PaintingSerializer,
    PersonNameSerializer,
    QueueSerializer,
    RunSerializer,
    ShotSerializer,
    StrokeSerializer,
)
from webapp.painting.services.closures import closure_add, closure_payload, closure_switch
from webapp.painting.services.corrections import (
    Appended,
    correction_add,
    correction_payload,
    correction_undo,
)
from webapp.painting.services.runs import run_cancel, run_shown, run_start
from webapp.painting.services.strokes import (
    stroke_add,
    stroke_holds,
    stroke_payload,
    stroke_switch,
    strokes_in_force,
)
from webapp.productions.access import require
from webapp.productions.blobs import blob_get
from webapp.productions.models import Shot
from webapp.productions.rules import PAINT
from webapp.productions.selectors import scene_get, sheet_in, shot_get
from webapp.productions.services.shots import shot_change, shot_delete

WIDEST_U16 = 65535


class ShotApi(ApiView):
    """One shot."""

    @extend_schema(responses=ShotSerializer)
    def get(self, request: Request, shot_id: int) -> Response:
        """Levels, timesheet, drawings and latest run."""
        return Response(shot_detail(shot=shot_get(user=self.person, pk=shot_id), user=self.person))

    class ShotChangeSerializer(serializers.Serializer[dict[str, object]]):
        name = serializers.CharField(max_length=100, required=False)
        fps = serializers.IntegerField(min_value=1, max_value=120, required=False)
        gaps = GapsSerializer(required=False)
        sheet = serializers.IntegerField(required=False, min_value=1, help_text="A working sheet or an edition.")
        scene = serializers.IntegerField(required=False, min_value=1, allow_null=True, help_text="Null: by day.")

    @extend_schema(request=ShotChangeSerializer(partial=True), responses=ShotSerializer)
    def patch(self, request: Request, shot_id: int) -> Response:
        """Name, speed, sheet, scene, and how gaps are closed; when those change, every drawing is cut again."""
        shot = shot_get(user=self.person, pk=shot_id)
        require(self.person, PAINT, shot.production)
        given = self.ShotChangeSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        gaps = {f"gap_{name}": value for name, value in given.validated_data.pop("gaps", {}).items()}
        shot_change(shot=shot, fields={**given.validated_data, **gaps, **self._dress(shot, given.validated_data)})
        return Response(shot_detail(shot=shot, user=self.person))

    def _dress(self, shot: Shot, given: dict[str, Any]) -> dict[str, Any]:
        """The rows of the sheet and the scene that are named."""
        fields: dict[str, Any] = {}
        if "sheet" in given:
            fields["sheet"] = sheet_in(production=shot.production, pk=given["sheet"])
        if "scene" in given:
            sheet, scene = fields.get("sheet", shot.sheet), given["scene"]
            fields["scene"] = scene and scene_get(sheet=sheet.pk, pk=scene)
        return fields

    @extend_schema(responses={204: None})
    def delete(self, request: Request, shot_id: int) -> Response:
        """Delete the shot with all that was painted in it."""
        shot = shot_get(user=self.person, pk=shot_id)
        require(self.person, PAINT, shot.production)
        shot_delete(shot=shot)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ShotPaintingsApi(ApiView):
    """The colours of a whole shot."""

    class ShotPaintingsSerializer(serializers.Serializer[dict[str, object]]):
        event = serializers.IntegerField(help_text="Replay the events after this one.")
        paintings = serializers.DictField(child=PaintingSerializer(), help_text="By drawing id.")

    @extend_schema(responses=ShotPaintingsSerializer)
    def get(self, request: Request, shot_id: int) -> Response:
        """Every drawing's colours at once."""
        return Response(shot_paintings(shot=shot_get(user=self.person, pk=shot_id)))


class ShotQueueApi(ApiView):
    """What a painter should look at, the most useful answer first."""

    class WantedSerializer(serializers.Serializer[dict[str, int]]):
        limit = serializers.IntegerField(min_value=1, max_value=500, default=100)

    @extend_schema(parameters=[WantedSerializer], responses=QueueSerializer)
    def get(self, request: Request, shot_id: int) -> Response:
        """Segments by how unsure they are and how many others their answer settles; new segments first."""
        shot = shot_get(user=self.person, pk=shot_id)
        given = self.WantedSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        return Response(shot_queue(shot=shot, **given.validated_data))


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


class ShotRunsApi(ApiView):
    """The runs of a shot."""

    class RunStartSerializer(serializers.Serializer[dict[str, str]]):
        matcher = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request, shot_id: int) -> Response:
        """Newest first."""
        shot = shot_get(user=self.person, pk=shot_id)
        return Response([run_shown(run) for run in Run.objects.filter(shot=shot)])

    @extend_schema(request=RunStartSerializer, responses={201: RunSerializer})
    def post(self, request: Request, shot_id: int) -> Response:
        """Colour the shot."""
        shot = shot_get(user=self.person, pk=shot_id)
        require(self.person, PAINT, shot.production)
        given = self.RunStartSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        run = run_start(shot=shot, by=self.person, **given.validated_data)
        return Response(run_shown(run), status=status.HTTP_201_CREATED)


class RunApi(ApiView):
    """One run."""

    @extend_schema(responses=RunSerializer)
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """How it stands."""
        return Response(run_shown(run_get(user=self.person, pk=run_id)))


class RunCancelApi(ApiView):
    """Stop a run."""

    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, run_id: uuid.UUID) -> Response:
        """After the drawing in hand; what is painted stays."""
        run = run_get(user=self.person, pk=run_id)
        require(self.person, PAINT, run.shot.production)
        return Response(run_shown(run_cancel(run=run)))


class DrawingCorrectionsApi(ApiView):
    """What people decided about a drawing."""

    class CorrectionAddSerializer(serializers.Serializer[dict[str, object]]):
        segments = serializers.ListField(
            child=serializers.IntegerField(min_value=1, max_value=2**31 - 1), min_length=1, max_length=100_000
        )
        entry = serializers.IntegerField(min_value=0, max_value=65535, help_text="0 takes the paint off.")
        tone = serializers.IntegerField(min_value=0, max_value=3, default=0)
        client = serializers.UUIDField(help_text="Made up by you: the same twice counts once.")
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

    @extend_schema(
        request=CorrectionAddSerializer,
        responses={201: AppendedSerializer, 200: OpenApiResponse(AppendedSerializer, "This client was here before.")},
    )
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
        client = serializers.UUIDField(help_text="Made up by you: the same twice counts once.")

    @extend_schema(
        request=CorrectionUndoSerializer,
        responses={201: AppendedSerializer, 200: OpenApiResponse(AppendedSerializer, "This client was here before.")},
    )
    def post(self, request: Request, correction_id: int) -> Response:
        """Undoing an undo is redo."""
        correction = correction_get(user=self.person, pk=correction_id)
        require(self.person, PAINT, correction.drawing.level.shot.production)
        given = self.CorrectionUndoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return _appended(correction_undo(correction=correction, by=self.person, **given.validated_data))


class ClosuresApi(ApiView):
    """The closed gaps of a drawing."""

    class ClosureListSerializer(serializers.Serializer[dict[str, object]]):
        closures = ClosureSerializer(many=True)

    class ClosureAddSerializer(serializers.Serializer[dict[str, object]]):
        points = serializers.ListField(
            child=serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2),
            min_length=2,
            max_length=10_000,
            help_text="[x, y] of a polyline, px",
        )
        client = serializers.UUIDField(help_text="Made up by you: the same twice counts once.")

    @extend_schema(responses=ClosureListSerializer)
    def get(self, request: Request, drawing_id: int) -> Response:
        """The engine's and people's."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        return Response({"closures": [closure_payload(closure) for closure in closure_list(drawing=drawing)]})

    @extend_schema(
        request=ClosureAddSerializer,
        responses={201: ClosureSerializer, 200: OpenApiResponse(ClosureSerializer, "This client was here before.")},
    )
    def post(self, request: Request, drawing_id: int) -> Response:
        """A closing stroke; the drawing is cut again."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        require(self.person, PAINT, drawing.level.shot.production)
        given = self.ClosureAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        drawn = closure_add(drawing=drawing, by=self.person, **given.validated_data)
        code = status.HTTP_201_CREATED if drawn.is_new else status.HTTP_200_OK
        return Response(closure_payload(drawn.closure), status=code)


class ClosuresPreviewApi(ApiView):
    """Gaps that would be closed."""

    class ClosurePreviewSerializer(serializers.Serializer[dict[str, object]]):
        class FoundSerializer(serializers.Serializer[dict[str, object]]):
            points = serializers.ListField(
                child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
            )
            score = serializers.FloatField()
            by = PersonNameSerializer(allow_null=True)
            active = serializers.BooleanField()

        closures = FoundSerializer(many=True)

    @extend_schema(parameters=[GapsSerializer(partial=True)], responses=ClosurePreviewSerializer)
    def get(self, request: Request, drawing_id: int) -> Response:
        """Computed at once, nothing is saved. What is not given is as the shot has it."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        given = GapsSerializer(data=request.query_params, partial=True)
        given.is_valid(raise_exception=True)
        return Response({"closures": closures_preview(drawing=drawing, wanted=given.validated_data)})


class ClosureApi(ApiView):
    """One closed gap."""

    class ClosureSwitchSerializer(serializers.Serializer[dict[str, bool]]):
        active = serializers.BooleanField()

    @extend_schema(request=ClosureSwitchSerializer, responses=ClosureSerializer)
    def patch(self, request: Request, closure_id: int) -> Response:
        """Switch it on or off; the drawing is cut again."""
        closure = closure_get(user=self.person, pk=closure_id)
        require(self.person, PAINT, closure.drawing.level.shot.production)
        given = self.ClosureSwitchSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(closure_payload(closure_switch(closure=closure, **given.validated_data)))


class StrokesApi(ApiView):
    """The semantic strokes of a drawing."""

    class StrokeListSerializer(serializers.Serializer[dict[str, object]]):
        strokes = StrokeSerializer(many=True)

    class StrokeAddSerializer(serializers.Serializer[dict[str, object]]):
        part = serializers.ChoiceField(choices=StrokePart.choices)
        points = serializers.ListField(
            child=serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2),
            min_length=1,
            max_length=10_000,
            help_text="[x, y] of a polyline, px; a single one is a dot",
        )
        client = serializers.UUIDField(help_text="Made up by you: the same twice counts once.")

    @extend_schema(responses=StrokeListSerializer)
    def get(self, request: Request, drawing_id: int) -> Response:
        """Those that hold, in the order they were drawn."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        return Response({"strokes": [stroke_payload(stroke, True) for stroke in strokes_in_force(drawing).strokes]})

    @extend_schema(
        request=StrokeAddSerializer,
        responses={201: StrokeSerializer, 200: OpenApiResponse(StrokeSerializer, "This client was here before.")},
    )
    def post(self, request: Request, drawing_id: int) -> Response:
        """A stroke; the drawing is coloured again."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        require(self.person, PAINT, drawing.level.shot.production)
        given = self.StrokeAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        stroke, is_new = stroke_add(drawing=drawing, by=self.person, **given.validated_data)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(stroke_payload(stroke, stroke_holds(stroke)), status=code)


class StrokeApi(ApiView):
    """One semantic stroke."""

    class StrokeSwitchSerializer(serializers.Serializer[dict[str, bool]]):
        active = serializers.BooleanField()

    @extend_schema(request=StrokeSwitchSerializer, responses=StrokeSerializer)
    def patch(self, request: Request, stroke_id: int) -> Response:
        """Rub it out, or bring it back; the drawing is coloured again."""
        stroke = stroke_get(user=self.person, pk=stroke_id)
        require(self.person, PAINT, stroke.drawing.level.shot.production)
        given = self.StrokeSwitchSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        active = given.validated_data["active"]
        return Response(stroke_payload(stroke_switch(stroke=stroke, active=active, by=self.person), active))


def _appended(appended: Appended) -> Response:
    shown = correction_payload(appended.correction)
    body = {**shown, "changes": appended.changes, "carried": appended.carried}
    return Response(body, status=status.HTTP_201_CREATED if appended.is_new else status.HTTP_200_OK)
