"""How the files of ``frontend/`` reach the browser."""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

from webapp.api.limits import App, Receive, Scope, Send
from webapp.api.packing import pack
from webapp.api.served import STARTS, TYPES, is_served, served_in

FOR_EVER = b"public, max-age=31536000, immutable"
Packed = tuple[list[tuple[bytes, bytes]], bytes]  # headers, body


class FrontendFinder(FileSystemFinder):
    """Django's finder of STATICFILES_DIRS, with an allow-list."""

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        return super().find(path, *args, **kwargs) if is_served(path) else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path, storage in super().list([*(ignore_patterns or []), "node_modules", ".*"]):
            if is_served(path):
                yield path, storage


def shelved(app: App) -> App:
    """An ASGI application that hands out what pages are made of from memory, packed once; the rest is ``app``'s.

    Whoever does not understand gzip, and a developer (DEBUG), gets every module for itself from there.
    """
    files = {} if settings.DEBUG else _packed(settings.STATIC_URL, settings.FRONTEND)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        found = files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if found is None or b"gzip" not in dict(scope["headers"]).get(b"accept-encoding", b""):
            return await app(scope, receive, send)
        headers, body = found
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


def _packed(address: str, folder: Path) -> dict[str, Packed]:
    return {f"{address}{path}": _zipped(path, _body(folder, path)) for path, _ in served_in(folder)}


def _body(folder: Path, path: str) -> bytes:
    return pack(folder, path).encode() if path in STARTS else (folder / path).read_bytes()


def _zipped(path: str, plain: bytes) -> Packed:
    body = gzip.compress(plain, mtime=0)
    headers = {
        b"content-type": TYPES[PurePosixPath(path).suffix],
        b"content-encoding": b"gzip",
        b"content-length": str(len(body)).encode(),
        b"cache-control": FOR_EVER,
        b"vary": b"accept-encoding",
        b"x-content-type-options": b"nosniff",
    }
    return list(headers.items()), body
