"""Notes of a shot, over HTTP."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.adding import ClientField, added, adding, place_field
from webapp.api.base import ApiView
from webapp.painting.selectors import drawing_get
from webapp.productions.access import require
from webapp.productions.rules import PAINT
from webapp.productions.selectors import shot_get
from webapp.review.models import LONGEST
from webapp.review.selectors import note_get, note_list, notes_shown, reply_shown
from webapp.review.serializers import NoteSerializer, ReplySerializer
from webapp.review.services import note_add, note_answer, note_keep, note_resolve
from webapp.review.table import notes_csv


class WordsField(serializers.CharField):
    """What a person says; the service refuses what is empty or too long."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, help_text=f"1 to {LONGEST} characters.", **kwargs)


class ShotNotesApi(ApiView):
    """What people say about a shot's drawings."""

    class NoteListSerializer(serializers.Serializer[dict[str, object]]):
        notes = NoteSerializer(many=True)

    class WantedNotesSerializer(serializers.Serializer[dict[str, object]]):
        resolved = serializers.BooleanField(
            required=False, allow_null=True, default=None, help_text="Left out: open and resolved ones."
        )

    @extend_schema(parameters=[WantedNotesSerializer], responses=NoteListSerializer)
    def get(self, request: Request, shot_id: int) -> Response:
        """In the order they came, each with its answers."""
        shot = shot_get(user=self.person, pk=shot_id)
        given = self.WantedNotesSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        return Response({"notes": notes_shown(note_list(shot=shot, **given.validated_data))})


class ShotNotesFileApi(ApiView):
    """The same for a spreadsheet."""

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request, shot_id: int) -> HttpResponse:
        """UTF-8 with its mark, one row a note."""
        shot = shot_get(user=self.person, pk=shot_id)
        name = content_disposition_header(as_attachment=True, filename=f"{shot.name} notes.csv") or ""
        headers = {"Content-Disposition": name}
        return HttpResponse(notes_csv(shot=shot), content_type="text/csv; charset=utf-8", headers=headers)


class DrawingNotesApi(ApiView):
    """Notes on a drawing."""

    class NoteAddSerializer(serializers.Serializer[dict[str, object]]):
        x = serializers.IntegerField(min_value=0, help_text="px")
        y = serializers.IntegerField(min_value=0, help_text="px")
        text = WordsField()
        mark = serializers.ListField(
            child=place_field(),
            required=False,
            default=list,
            max_length=10_000,
            help_text="[x, y] of a stroke drawn with it, px.",
        )
        client = ClientField()

    @extend_schema(request=NoteAddSerializer, responses=adding(NoteSerializer))
    def post(self, request: Request, drawing_id: int) -> Response:
        """Pin a note to a pixel."""
        drawing = drawing_get(user=self.person, pk=drawing_id)
        require(self.person, PAINT, drawing.level.shot.production)
        given = self.NoteAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        note, is_new = note_add(drawing=drawing, by=self.person, **given.validated_data)
        return added(notes_shown([note])[0], is_new=is_new)


class NoteApi(ApiView):
    """One note."""

    class NoteChangeSerializer(serializers.Serializer[dict[str, bool]]):
        resolved = serializers.BooleanField(required=False, help_text="Settled, or open again: by anybody who paints.")
        active = serializers.BooleanField(required=False, help_text="Taken back, or brought back: by its author.")

    @extend_schema(request=NoteChangeSerializer, responses=NoteSerializer)
    def patch(self, request: Request, note_id: int) -> Response:
        """Resolve it, open it again, take it back, bring it back."""
        note = note_get(user=self.person, pk=note_id)
        require(self.person, PAINT, note.drawing.level.shot.production)
        given = self.NoteChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if "active" in given.validated_data:
            note_keep(note=note, active=given.validated_data["active"], by=self.person)
        if "resolved" in given.validated_data:
            note_resolve(note=note, resolved=given.validated_data["resolved"], by=self.person)
        return Response(notes_shown([note_get(user=self.person, pk=note_id)])[0])


class NoteRepliesApi(ApiView):
    """The answers to a note."""

    class ReplyAddSerializer(serializers.Serializer[dict[str, object]]):
        text = WordsField()
        client = ClientField()

    @extend_schema(request=ReplyAddSerializer, responses=adding(ReplySerializer))
    def post(self, request: Request, note_id: int) -> Response:
        """Answer it."""
        note = note_get(user=self.person, pk=note_id)
        require(self.person, PAINT, note.drawing.level.shot.production)
        given = self.ReplyAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        reply, is_new = note_answer(note=note, by=self.person, **given.validated_data)
        return added(reply_shown(reply), is_new=is_new)
