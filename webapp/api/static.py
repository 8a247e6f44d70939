"""Which files of ``frontend/`` the browser may have: what pages are made of, no tools, no packages."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

SERVED = {".css", ".gif", ".ico", ".js", ".mjs", ".png", ".svg", ".webp", ".woff2"}


def is_served(path: str) -> bool:
    """Whether a path inside ``frontend/`` is part of the pages."""
    parts = PurePosixPath(path)
    hidden = any(part == "node_modules" or part.startswith(".") for part in parts.parts)
    return parts.suffix in SERVED and not hidden


class FrontendFinder(FileSystemFinder):
    """Django's finder of STATICFILES_DIRS, with an allow-list."""

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        return super().find(path, *args, **kwargs) if is_served(path) else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path, storage in super().list([*(ignore_patterns or []), "node_modules", ".*"]):
            if is_served(path):
                yield path, storage
