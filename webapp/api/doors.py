"""How requests come in and in which form answers leave: named in the settings, loaded before any view."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request


class CookieSession(SessionAuthentication):
    """The session cookie; who has none gets 401 instead of DRF's 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class CookieSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells the schema what CookieSession is."""

    target_class = CookieSession
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class OneAnswer(BaseContentNegotiation):
    """JSON, or the file that the address names: an ``<img>`` that asks for image/* gets its picture or a JSON error."""

    def select_parser(self, request, parsers):  # type: ignore[no-untyped-def]
        media_type = (request.content_type or "").split(";")[0].strip()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(self, request, renderers, format_suffix=None):  # type: ignore[no-untyped-def]
        return renderers[0], renderers[0].media_type
