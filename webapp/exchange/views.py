"""Shots come in and go out."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.base import ApiView
from webapp.exchange.services import shot_upload
from webapp.painting.selectors import shot_detail, shot_list
from webapp.painting.serializers import ShotRowSerializer, ShotSerializer
from webapp.productions.access import require
from webapp.productions.rules import PAINT
from webapp.productions.selectors import production_get, sheet_in


class ShotsApi(ApiView):
    """The shots of a production."""

    parser_classes = [MultiPartParser]

    class ShotUploadSerializer(serializers.Serializer[dict[str, Any]]):
        name = serializers.CharField(max_length=100)
        sheet = serializers.IntegerField(min_value=1)
        fps = serializers.IntegerField(min_value=1, max_value=120, default=24)
        files = serializers.ListField(
            child=serializers.FileField(allow_empty_file=True, max_length=None),
            help_text="Line drawings, PNG or TGA, or zips of them: A0001.tga is drawing 1 of level A.",
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
