"""A folder of files that are whole or not there."""

import os
import tempfile
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Django's folder, but a file gets its name only when all of it is on the disk.

    Blobs are named by their content: half of one, left by a process that was killed, would be taken for the whole.
    """

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        half, half_name = tempfile.mkstemp(dir=path.parent, prefix=".half-")
        try:
            with os.fdopen(half, "wb") as file:
                self._write(file, content)
            os.replace(half_name, path)
        except BaseException:
            Path(half_name).unlink(missing_ok=True)
            raise
        return name

    def _write(self, file: IO[bytes], content: Any) -> None:
        for chunk in content.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), 0o644)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: who writes it again writes the same bytes."""
        return name
