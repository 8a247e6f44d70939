"""Timesheets as XDTS files, and the names of levels that they and OpenToonz's levels share."""

import re
import unicodedata
from pathlib import PurePosixPath

from inference.formats import xdts
from inference.formats.timesheet import Timesheet, parse_drawing

_MAX_LEVEL = 16  # characters, as the level's row keeps it
_TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}(?![A-Za-z0-9])")


def read_timesheet(data: bytes, name: str) -> Timesheet:
    """Which drawing of which level shows at each frame. Raises BadFile."""
    return xdts.read(data, name)


def write_timesheet(timesheet: Timesheet) -> bytes:
    """The XDTS file."""
    return xdts.write(timesheet)


def level_name(text: str) -> str:
    """A level's name from a column's title or a level file's stem: ``c012_A`` and ``a`` are level A."""
    text = unicodedata.normalize("NFKC", text).strip()
    tokens = _TOKEN.findall(text.replace("_", " "))
    return str(tokens[-1] if len(tokens) == 1 else text).upper()[:_MAX_LEVEL]


def drawing_suffix(file_name: str) -> str:
    """The letter of drawing 12a, or nothing."""
    found = parse_drawing(PurePosixPath(file_name).stem)
    return found.suffix if found else ""
