"""Files named by their content, in Django's default storage (a folder, or S3).

A blob never changes, so its address may be cached for ever; writing the same bytes twice stores them once.
"""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q

from webapp.painting.models import Carry
from webapp.productions.models import Drawing, Production, ReferenceView

LOCK_SPACE, BLOB_LOCK = 0x5819, -1  # beside the locks of productions, whose numbers are positive


def blob_path(digest: str) -> str:
    """Where a blob lies in the storage."""
    return f"blobs/{digest[:2]}/{digest}"


def blob_put(data: bytes) -> str:
    """Store bytes and return their SHA-256 as 64 hex digits."""
    digest = hashlib.sha256(data).hexdigest()
    if not default_storage.exists(blob_path(digest)):
        default_storage.save(blob_path(digest), ContentFile(data))
    return digest


def blob_get(digest: str) -> bytes:
    """The bytes of a blob. Raises FileNotFoundError."""
    with default_storage.open(blob_path(digest), "rb") as file:
        return bytes(file.read())


class BlobWriter:
    """Stores blobs and remembers which of them were not there before."""

    def __init__(self) -> None:
        self.new: list[str] = []

    def put(self, data: bytes) -> str:
        """``blob_put``."""
        digest = hashlib.sha256(data).hexdigest()
        if not default_storage.exists(blob_path(digest)):
            self.new.append(digest)
        return blob_put(data)


@contextlib.contextmanager
def blobs_with_rows() -> Iterator[BlobWriter]:
    """A transaction that writes blobs and the rows that name them; when it fails, its new blobs go as well."""
    writer = BlobWriter()
    try:
        with transaction.atomic():
            _lock("pg_advisory_xact_lock_shared")
            yield writer
    except BaseException:
        blobs_forget(writer.new)
        raise


def blobs_forget(digests: Iterable[str]) -> None:
    """Delete those blobs that no row names any more."""
    # Nobody else is between writing a blob and committing the row that names it while we hold the lock alone.
    with transaction.atomic():
        _lock("pg_advisory_xact_lock")
        for digest in digests:
            if not _is_named(digest):
                default_storage.delete(blob_path(digest))


def blobs_of(production: Production) -> set[str]:
    """Every blob that a production's drawings, earlier segments and sheets name."""
    drawings = Drawing.objects.filter(level__shot__production=production).values_list("line", "painted", "labels")
    views = ReferenceView.objects.filter(sheet__character__production=production).values_list("line", "painted")
    replaced = Carry.objects.filter(drawing__level__shot__production=production).values_list("from_labels")
    return {digest for row in (*drawings, *views, *replaced) for digest in row if digest}


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCK_SPACE, BLOB_LOCK])


def _is_named(digest: str) -> bool:
    of_drawing = Q(line=digest) | Q(painted=digest) | Q(labels=digest)
    of_view = Q(line=digest) | Q(painted=digest)
    rows = (
        Drawing.objects.filter(of_drawing),
        ReferenceView.objects.filter(of_view),
        Carry.objects.filter(from_labels=digest),
    )
    return any(row.exists() for row in rows)
