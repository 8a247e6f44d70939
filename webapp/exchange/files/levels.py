"""Painted drawings as OpenToonz levels: an index of inks and paints, and the palette that says what they are."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from inference.formats import decode_labels, read_image, tlv
from inference.formats.cel import Cel as Index
from inference.formats.cel import cel_of_painting
from inference.formats.palette import Styles
from inference.formats.tpl import write as write_tpl
from inference.lineart import line_art_from_rgba
from inference.painting import trace_segments
from inference.types import Painting, Plane, Sheet
from webapp.exchange.files.colors import SheetEntry, entry_of_row, styles_of_rows
from webapp.exchange.files.pictures import Cel, Lines

_LONGEST_SUFFIX = 1  # letters in a level


class LevelPalette(NamedTuple):
    """A sheet as OpenToonz sees it."""

    styles: Styles
    sheet: Sheet


def level_palette(rows: Iterable[SheetEntry], name: str) -> LevelPalette:
    """Raises BadFile when the sheet has more colours than a level takes."""
    rows = list(rows)
    return LevelPalette(styles_of_rows(rows, name), Sheet(tuple(entry_of_row(row) for row in rows)))


def level_files(
    cels: Iterable[tuple[int, str, Cel]], palette: LevelPalette, lines: Lines
) -> Iterator[tuple[str, bytes]]:
    """(ending, bytes) of a level's two files from (number, suffix, cel). Raises BadFile for what cannot be a level."""
    yield ".tlv", tlv.write([_index(number, suffix, cel, palette, lines) for number, suffix, cel in cels])
    yield ".tpl", write_tpl(palette.styles.palette)


def _index(number: int, suffix: str, cel: Cel, palette: LevelPalette, lines: Lines) -> Index:
    planes = line_art_from_rgba(read_image(cel.line, cel.name), cel.name).planes
    suffix = suffix if len(suffix) <= _LONGEST_SUFFIX else ""
    if not cel.labels:
        paper = (planes == Plane.PAPER).astype(np.int32)
        nothing = Painting(np.zeros(2, np.uint16), np.zeros(2, np.uint8), np.zeros(2, np.float32))
        return cel_of_painting(number, paper, planes, nothing, palette.styles, None, suffix)
    labels = decode_labels(cel.labels, *cel.size)
    painting = Painting(cel.entry, cel.tone, np.ones(len(cel.entry), np.float32))
    traces = trace_segments(labels, painting, palette.sheet.palette, planes) if lines == "painted" else None
    return cel_of_painting(number, labels, planes, painting, palette.styles, traces, suffix)
