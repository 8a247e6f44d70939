"""Django under ASGI, each request in one thread."""

from typing import Any

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneThreadHandler(ASGIHandler):
    """Middleware and views here are synchronous. Django's own handler would go to a thread and back for each of them:
    a quarter of what the smallest answer costs.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """As under WSGI: they call each other."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """All of it in the thread that belongs to the request."""
        answer: HttpResponseBase = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return answer


def one_thread_application() -> Any:
    """Instead of ``django.core.asgi.get_asgi_application``."""
    django.setup(set_prefix=False)
    return OneThreadHandler()
