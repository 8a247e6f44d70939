"""Which files of ``frontend/`` the browser may have: what pages are made of, no tools, no packages."""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

TYPES = {
    ".css": b"text/css; charset=utf-8",
    ".gif": b"image/gif",
    ".ico": b"image/x-icon",
    ".js": b"text/javascript; charset=utf-8",
    ".mjs": b"text/javascript; charset=utf-8",
    ".png": b"image/png",
    ".svg": b"image/svg+xml",
    ".webp": b"image/webp",
    ".woff2": b"font/woff2",
}
STARTS = {"app.js", "canvas/prepare_worker.js"}  # of the page and of its worker: nobody imports them


def is_served(path: str) -> bool:
    """Whether a path inside ``frontend/`` is part of the pages."""
    parts = PurePosixPath(path)
    hidden = any(part == "node_modules" or part.startswith(".") for part in parts.parts)
    return parts.suffix in TYPES and not hidden


def served_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """The parts of the pages by their paths, in order."""
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if is_served(path) and file.is_file():
            yield path, file


def modules_in(folder: Path) -> list[str]:
    """What ``app.js`` imports, directly or not: every module there is."""
    return [path for path, _ in served_in(folder) if path.endswith(".js") and path not in STARTS]


def state_of(folder: Path, *others: str) -> str:
    """A name for the pages as they are now; ``others`` are what else it depends on."""
    digest = hashlib.sha256("\n".join(others).encode())
    for path, file in served_in(folder):
        digest.update(f"\n{path}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:12]
