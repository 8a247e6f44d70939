"""Shots as a whole: their settings, colours, questions and runs."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.base import ApiView
from webapp.painting.models import Run
from webapp.painting.queue import shot_queue
from webapp.painting.selectors import run_get, shot_detail, shot_paintings
from webapp.painting.serializers import (
    GapsSerializer,
    PaintingSerializer,
    QueueSerializer,
    RunSerializer,
    ShotSerializer,
)
from webapp.painting.services.runs import run_cancel, run_shown, run_start
from webapp.productions.access import require
from webapp.productions.models import Shot
from webapp.productions.rules import PAINT
from webapp.productions.selectors import scene_get, sheet_in, shot_get
from webapp.productions.services.shots import shot_change, shot_delete


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
