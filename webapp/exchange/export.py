"""A shot goes out: a zip of painted cels under their original names, and a report of what is still unpainted."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from webapp.exchange.files import (
    Cel,
    FileFormat,
    Hole,
    Lines,
    encode_picture,
    painted_pixels,
    palette,
    unpainted_places,
)
from webapp.exchange.pictures import cel_of
from webapp.painting.final import final_paintings
from webapp.painting.selectors import drawings_of
from webapp.productions.models import ColorEntry, Drawing, Shot

# The zip says nothing about when it was made: the same shot gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def shot_export(*, shot: Shot, file_format: FileFormat, lines: Lines) -> Iterator[bytes]:
    """The zip in pieces, one drawing in memory at a time.

    All rows are read before the first piece, so that the whole zip shows the shot at one moment.
    """
    drawings = list(drawings_of(shot))
    finals = final_paintings(drawings)
    colors = palette(ColorEntry.objects.filter(sheet=shot.sheet_id))

    def members() -> Iterator[tuple[str, bytes]]:
        report = []
        for drawing in drawings:
            cel = cel_of(drawing, finals[drawing.pk])
            yield _name(drawing, file_format), encode_picture(painted_pixels(cel, colors, lines), file_format)
            report.append(_reported(drawing, cel, file_format))
        yield "report.json", json.dumps({"shot": shot.name, "drawings": report}, ensure_ascii=False, indent=1).encode()
        yield "report.txt", _as_text(shot, report).encode()

    return zip_stream(members())


def zip_stream(members: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The bytes of a zip as its members come."""
    sink = _Sink()
    with zipfile.ZipFile(cast("BinaryIO", sink), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, NO_TIME)
            info.external_attr = 0o644 << 16
            # PNG and run-length coded TGA hardly get smaller, but text does.
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
            yield sink.take()
    yield sink.take()


class _Sink:
    """A file that can only be written to; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def write(self, data: bytes) -> int:
        self._kept += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        data = bytes(self._kept)
        self._kept.clear()
        return data


def _name(drawing: Drawing, file_format: FileFormat) -> str:
    return f"{drawing.level.name}/{PurePosixPath(drawing.file_name).stem}.{file_format}"


def _reported(drawing: Drawing, cel: Cel, file_format: FileFormat) -> dict[str, Any]:
    return {
        "file": _name(drawing, file_format),
        "level": drawing.level.name,
        "number": drawing.number,
        "segments": drawing.segment_count,
        "problem": drawing.problem or ("" if drawing.labels else "its segments are not cut yet"),
        "unpainted": [hole._asdict() for hole in unpainted_places(cel)],
    }


def _as_text(shot: Shot, report: list[dict[str, Any]]) -> str:
    lines = [f"Shot {shot.name}: {len(report)} drawings"]
    for row in report:
        holes = [Hole(**hole) for hole in row["unpainted"]]
        if row["problem"]:
            lines.append(f"{row['file']}: not painted: {row['problem']}")
        elif holes:
            places = "; ".join(f"{hole.area} px at {hole.x},{hole.y}" for hole in holes)
            lines.append(f"{row['file']}: {len(holes)} of {row['segments']} areas unpainted: {places}")
    if len(lines) == 1:
        lines.append("Every area is painted.")
    return "\n".join(lines) + "\n"
