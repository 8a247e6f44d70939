"""Sign in, sign out, who am I."""

from django.contrib.auth import logout
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle, ScopedRateThrottle

from webapp.accounts.models import User
from webapp.accounts.services import session_open
from webapp.api.base import ApiView


# DRF checks CSRF only for people who are signed in already; a forged sign-in is as bad.
@method_decorator(csrf_protect, name="dispatch")
class SessionApi(ApiView):
    """The browser's session."""

    throttle_scope = "sign-in"

    class SignInSerializer(serializers.Serializer[dict[str, str]]):
        username = serializers.CharField(max_length=150)
        password = serializers.CharField(max_length=1000, trim_whitespace=False)

    class SessionSerializer(serializers.Serializer[dict[str, User]]):
        class PersonSerializer(serializers.Serializer[User]):
            id = serializers.IntegerField()
            username = serializers.CharField()
            name = serializers.CharField(source="display_name")

        user = PersonSerializer()

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self.request.method == "POST" else IsAuthenticated()]

    def get_throttles(self) -> list[BaseThrottle]:
        return [ScopedRateThrottle()] if self.request.method == "POST" else []

    @extend_schema(responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        """Who is signed in."""
        return Response(self.SessionSerializer({"user": self.person}).data)

    @extend_schema(request=SignInSerializer, responses=SessionSerializer)
    def post(self, request: Request) -> Response:
        """Sign in."""
        given = self.SignInSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user = session_open(request=request._request, **given.validated_data)
        return Response(self.SessionSerializer({"user": user}).data)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out."""
        logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)
