"""What browsers add: places in drawings, and requests that may come twice and count once."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers, status
from rest_framework.response import Response


class ClientField(serializers.UUIDField):
    """The browser's own name of what it adds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text="Made up by you: the same twice counts once.", **kwargs)


def place_field() -> serializers.ListField:
    """[x, y] of a pixel."""
    return serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2)


def adding(shown: Any) -> dict[int, Any]:
    """The schema of the answers; ``shown``: the serializer of what was added."""
    return {201: shown, 200: OpenApiResponse(shown, "This client was here before.")}


def added(body: object, *, is_new: bool) -> Response:
    """What was added, now or by the same request before."""
    return Response(body, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)
