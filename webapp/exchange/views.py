"""Shots come in and go out."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.api.base import ApiView
from webapp.painting.selectors import shot_list
from webapp.painting.serializers import ShotRowSerializer
from webapp.productions.selectors import production_get


class ShotsApi(ApiView):
    """The shots of a production."""

    @extend_schema(responses=ShotRowSerializer(many=True))
    def get(self, request: Request, production_id: int) -> Response:
        """By name, each with its latest run."""
        return Response(shot_list(production=production_get(user=self.person, pk=production_id)))
