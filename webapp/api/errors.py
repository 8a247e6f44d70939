"""The one error body of the API: ``{"error": {"message", "code", "details"}}``, whatever went wrong."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from webapp.errors import Refused
from webapp.words import said

log = logging.getLogger(__name__)

NOT_FOUND = "There is nothing here, or it is not yours to see."
BROKEN = "Something broke on our side. Try again; if it stays, tell the person who runs this server."
OTHER_CODES: dict[int, str] = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "slow_down",
}


def error_body(message: str, code: str, details: Any = None) -> dict[str, Any]:
    """The body itself, in the reader's language."""
    return {"error": {"message": said(message), "code": code, "details": _said_details(details)}}


def _said_details(details: Any) -> Any:
    """Files that are refused come with a sentence each."""
    if not isinstance(details, list):
        return details
    return [
        {**one, "message": said(one["message"])} if isinstance(one, dict) and "message" in one else one
        for one in details
    ]


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """Django REST framework's hook: every exception of an API view ends here."""
    set_rollback()
    status, body = _describe(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s broke", context["request"].path, exc_info=error)
        got_request_exception.send(sender=exception_handler, request=context["request"]._request)
    return Response(body, status=status, headers=_headers(error))


def _describe(error: Exception) -> tuple[int, dict[str, Any]]:
    match error:
        case Refused():
            return error.status, error_body(str(error), error.code, error.details)
        case exceptions.ValidationError():
            return 400, error_body(_first_sentence(error.detail), "bad_request", error.detail)
        case exceptions.PermissionDenied() if str(error.detail).startswith("CSRF"):
            return 403, error_body("This page is out of date: reload it and try again.", "csrf_failed")
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return 401, error_body("Sign in first.", "not_signed_in")
        case exceptions.Throttled():
            return 429, error_body(f"Too many tries: wait {_pause(error)} seconds.", "slow_down")
        case Http404() | exceptions.NotFound():
            return 404, error_body(NOT_FOUND, "not_found")
        case exceptions.APIException():
            return error.status_code, error_body(str(error.detail), OTHER_CODES.get(error.status_code, "refused"))
        case PermissionDenied():
            return 403, error_body("You may not do this.", "not_allowed")
        case TooManyFilesSent() | TooManyFieldsSent():
            return 413, error_body("Too many files at once: send them as a zip.", "too_many_files")
        case RequestDataTooBig():
            return 413, error_body("The request is too large.", "too_large")
        case SuspiciousOperation():
            return 400, error_body("The request cannot be understood.", "bad_request")
    return 500, error_body(BROKEN, "broken")


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, exceptions.Throttled):
        return {"Retry-After": str(_pause(error))}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return {"WWW-Authenticate": "Session"}
    return {}


def _pause(error: exceptions.Throttled) -> int:
    """In s; DRF does not always know."""
    return round(getattr(error, "wait", None) or 60)


def _first_sentence(detail: Any, field: str = "") -> str:
    """``{"name": ["This field is required."]}`` -> ``name: This field is required.``"""
    if isinstance(detail, dict):
        name, inner = next(iter(detail.items()))
        return _first_sentence(inner, "" if name == "non_field_errors" else str(name))
    if isinstance(detail, list):
        return _first_sentence(next((item for item in detail if item), ""), field)
    return f"{field}: {detail}" if field else str(detail)


def is_api(request: HttpRequest) -> bool:
    """Whether programs, not people, read the answer."""
    return request.path.startswith("/api/")


def api_not_found(request: HttpRequest, *args: object, **kwargs: object) -> JsonResponse:
    """Any address under /api/ that is none of ours."""
    return JsonResponse(error_body(NOT_FOUND, "not_found"), status=404)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    if is_api(request):
        return api_not_found(request)
    return HttpResponseNotFound(said("There is no such page."), content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return JsonResponse(error_body("The request cannot be understood.", "bad_request"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    if is_api(request):
        return JsonResponse(error_body(BROKEN, "broken"), status=500)
    return HttpResponseServerError(said(BROKEN), content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    """Django's CSRF_FAILURE_VIEW."""
    message = "This page is out of date: reload it and try again."
    return JsonResponse(error_body(message, "csrf_failed", reason or None), status=403)
