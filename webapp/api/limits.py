"""How much a request may carry. Asked before its first byte is kept: Django itself would fill the disk first."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.utils import translation

from webapp.api.errors import error_body
from webapp.words import language_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class _TooLarge(Exception):
    """More came than was announced or is allowed."""


def body_limited(app: App) -> App:
    """An ASGI application that answers 413 to a body that is too large for its kind."""

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        limit = body_limit(headers.get(b"content-type", b""))
        left = limit

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
            return message

        announced = headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > limit:
            return await _refuse(send, limit, language_of(headers))
        try:
            await app(scope, counted, send)
        except _TooLarge:
            await _refuse(send, limit, language_of(headers))

    return limited


def body_limit(content_type: bytes) -> int:
    """Bytes; only forms carry files."""
    if content_type.startswith(b"multipart/form-data"):
        return int(settings.UPLOAD_UNPACKED_MAX_BYTES)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


async def _refuse(send: Send, limit: int, language: str) -> None:
    message = f"The request is larger than {limit // 2**20} MB. Send it in parts."
    with translation.override(language):
        body = json.dumps(error_body(message, "too_large")).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    # The rest of the body is not read, so the connection cannot be used again.
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
