"""A shot goes out: a zip of painted cels under their original names, and a report of what is still unpainted.

As OpenToonz levels it is one file and its palette per level. A timesheet that says more than one by one goes along.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Literal, cast

from django.utils.translation import get_language

from webapp.exchange.errors import NoExport
from webapp.exchange.files import (
    Cel,
    FileFormat,
    FileRefused,
    Hole,
    Lines,
    drawing_suffix,
    encode_cel,
    level_files,
    level_palette,
    palette,
    provisional_places,
    unpainted_places,
)
from webapp.exchange.pictures import cel_of
from webapp.exchange.timesheets import timesheet_is_default, timesheet_xdts
from webapp.painting.final import FinalPainting, final_paintings
from webapp.painting.selectors import drawings_of
from webapp.productions.colors import entries_in
from webapp.productions.models import ColorEntry, Drawing, ScenePalette, Shot
from webapp.words import said

# The zip says nothing about when it was made: the same shot gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


ExportFormat = Literal["png", "tga", "tiff", "psd", "tlv"]
ENDINGS = {"tiff": "tif"}  # as studios write it; the others are their own
Member = tuple[str, bytes]
Finals = dict[int, FinalPainting]


def shot_export(*, shot: Shot, file_format: ExportFormat, lines: Lines, scene: int | None = None) -> Iterator[bytes]:
    """The zip in pieces, one drawing in memory at a time (of levels: one level). ``scene`` None: by day.

    All rows are read before the first piece, so that the whole zip shows the shot at one moment. Raises NoExport.
    """
    drawings = list(drawings_of(shot))
    finals = final_paintings(drawings)
    entries = entries_in(sheet=shot.sheet_id, scene=scene)
    told = {"shot": shot.name, "sheet": str(shot.sheet), "scene": _scene_name(scene)}
    timesheet = None if timesheet_is_default(shot) else timesheet_xdts(shot)
    report: list[dict[str, Any]] = []
    language = get_language()  # of who asks: the zip is written when the request is long answered
    if file_format == "tlv":
        painted = _levels(shot, drawings, finals, entries, lines, report)
    else:
        painted = _pictures(drawings, finals, entries, file_format, lines, report)

    def members() -> Iterator[Member]:
        yield from painted()
        if timesheet is not None:
            yield f"{_safe(shot.name)}.xdts", timesheet
        yield "report.json", json.dumps({**told, "drawings": report}, ensure_ascii=False, indent=1).encode()
        yield "report.txt", _as_text(told, report, language).encode()

    return zip_stream(members())


def _scene_name(scene: int | None) -> str:
    return ScenePalette.objects.get(pk=scene).name if scene else ""


def _pictures(
    drawings: Sequence[Drawing],
    finals: Finals,
    entries: Sequence[ColorEntry],
    file_format: FileFormat,
    lines: Lines,
    report: list[dict[str, Any]],
) -> Callable[[], Iterator[Member]]:
    colors = palette(entries)

    def members() -> Iterator[Member]:
        for drawing in drawings:
            cel, name = cel_of(drawing, finals[drawing.pk]), _name(drawing, file_format)
            yield name, encode_cel(cel, colors, lines, file_format)
            report.append(_reported(drawing, cel, name))

    return members


def _levels(
    shot: Shot,
    drawings: Sequence[Drawing],
    finals: Finals,
    entries: Sequence[ColorEntry],
    lines: Lines,
    report: list[dict[str, Any]],
) -> Callable[[], Iterator[Member]]:
    try:
        styles = level_palette(entries, str(shot.sheet))
    except FileRefused as error:
        raise NoExport(str(error)) from error

    def members() -> Iterator[Member]:
        for level in dict.fromkeys(drawing.level for drawing in drawings):
            name = f"{level.name}/{level.name}"
            cels = [(d, cel_of(d, finals[d.pk])) for d in drawings if d.level_id == level.pk]
            rows = [_reported(drawing, cel, f"{name}.tlv") for drawing, cel in cels]
            numbered = [(drawing.number, drawing_suffix(drawing.file_name), cel) for drawing, cel in cels]
            try:
                for ending, data in level_files(numbered, styles, lines):
                    yield name + ending, data
            except FileRefused as error:
                # The zip is on its way already: the report has to say it.
                rows = [{**row, "problem": f"the level is not written: {error}"} for row in rows]
            report.extend(rows)

    return members


def _safe(name: str) -> str:
    """A shot's name as a file's."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)


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
    return f"{drawing.level.name}/{PurePosixPath(drawing.file_name).stem}.{ENDINGS.get(file_format, file_format)}"


def _reported(drawing: Drawing, cel: Cel, name: str) -> dict[str, Any]:
    return {
        "file": name,
        "level": drawing.level.name,
        "number": drawing.number,
        "segments": drawing.segment_count,
        "problem": drawing.problem or ("" if drawing.labels else "its segments are not cut yet."),
        "note": drawing.note,
        "unpainted": [hole._asdict() for hole in unpainted_places(cel)],
        "provisional": [hole._asdict() for hole in provisional_places(cel)],
    }


def _as_text(told: Mapping[str, str], report: list[dict[str, Any]], language: str | None) -> str:
    light = f", {told['scene']}" if told["scene"] else ""
    lines = [f"Shot {told['shot']}: {len(report)} drawings in the colours of {told['sheet']}{light}"]
    for row in report:
        if row["note"]:
            lines.append(f"{row['file']}: {row['note']}")
        holes = [Hole(**hole) for hole in row["unpainted"]]
        if row["problem"]:
            lines.append(f"{row['file']}: not painted: {row['problem']}")
        elif holes:
            places = "; ".join(f"{hole.area} px at {hole.x},{hole.y}" for hole in holes)
            lines.append(f"{row['file']}: {len(holes)} of {row['segments']} areas unpainted: {places}")
        if guesses := [Hole(**hole) for hole in row["provisional"]]:
            places = "; ".join(f"{hole.area} px at {hole.x},{hole.y}" for hole in guesses)
            lines.append(f"{row['file']}: {len(guesses)} new areas in a provisional colour: {places}")
    if not any(row["problem"] or row["unpainted"] for row in report):
        lines.append("Every area is painted.")
    return "\n".join(said(line, language) for line in lines) + "\n"
