"""Files named by their content, in Django's default storage (a folder, or S3).

A blob never changes, so its address may be cached for ever; writing the same bytes twice stores them once.
"""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


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
