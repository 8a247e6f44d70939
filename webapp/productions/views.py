"""Productions and their characters."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from webapp.accounts.models import Role
from webapp.api.base import ApiView
from webapp.productions.access import require
from webapp.productions.membership import studio_supervised
from webapp.productions.models import Character
from webapp.productions.rules import SUPERVISE
from webapp.productions.selectors import (
    character_list,
    production_detail,
    production_get,
    production_list,
)
from webapp.productions.serializers import SheetRowSerializer
from webapp.productions.services.productions import character_create, production_create


class ProductionSerializer(serializers.Serializer[dict[str, Any]]):
    """A production as one of its members sees it."""

    class StudioSerializer(serializers.Serializer[dict[str, Any]]):
        id = serializers.IntegerField()
        name = serializers.CharField()

    id = serializers.IntegerField()
    name = serializers.CharField()
    studio = StudioSerializer()
    role = serializers.ChoiceField(choices=Role.choices)
    shots = serializers.IntegerField()
    characters = serializers.IntegerField()


class ProductionDetailSerializer(ProductionSerializer):
    """The same, with where its event stream stands."""

    event = serializers.IntegerField()


class ProductionsApi(ApiView):
    """The productions a person belongs to."""

    class ProductionCreateSerializer(serializers.Serializer[dict[str, Any]]):
        studio = serializers.IntegerField(min_value=1)
        name = serializers.CharField(max_length=100)

    @extend_schema(responses=ProductionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """By name."""
        return Response(production_list(user=self.person))

    @extend_schema(request=ProductionCreateSerializer, responses={201: ProductionDetailSerializer})
    def post(self, request: Request) -> Response:
        """For supervisors of the whole studio."""
        given = self.ProductionCreateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        studio = studio_supervised(user=self.person, pk=given.validated_data["studio"])
        production = production_create(studio=studio, name=given.validated_data["name"])
        return Response(production_detail(user=self.person, production=production), status=status.HTTP_201_CREATED)


class ProductionApi(ApiView):
    """One production."""

    @extend_schema(responses=ProductionDetailSerializer)
    def get(self, request: Request, production_id: int) -> Response:
        """With the number of its latest event."""
        production = production_get(user=self.person, pk=production_id)
        return Response(production_detail(user=self.person, production=production))


class CharacterSerializer(serializers.Serializer[Character]):
    """A character and its sheets: versions, newest first, each before its editions."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    sheets = SheetRowSerializer(many=True)


class CharactersApi(ApiView):
    """The characters of a production."""

    class CharacterCreateSerializer(serializers.Serializer[dict[str, Any]]):
        name = serializers.CharField(max_length=100)

    @extend_schema(responses=CharacterSerializer(many=True))
    def get(self, request: Request, production_id: int) -> Response:
        """By name."""
        characters = character_list(production=production_get(user=self.person, pk=production_id))
        return Response([CharacterSerializer(character).data for character in characters])

    @extend_schema(request=CharacterCreateSerializer, responses={201: CharacterSerializer})
    def post(self, request: Request, production_id: int) -> Response:
        """For supervisors."""
        production = production_get(user=self.person, pk=production_id)
        require(self.person, SUPERVISE, production)
        given = self.CharacterCreateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        character = character_create(production=production, **given.validated_data)
        return Response({"id": character.pk, "name": character.name, "sheets": []}, status=status.HTTP_201_CREATED)
