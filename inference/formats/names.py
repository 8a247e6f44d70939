"""What a drawing's file name says: ``A0001.tga`` is drawing 1 of level A."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

from inference.errors import BadFile

DEFAULT_LEVEL = "A"
MAX_NUMBER = 999_999

# The last run of digits, and right before it (perhaps with a joint between) a token of one or two letters.
_NAME = re.compile(r"^(?:.*?(?<![A-Za-z0-9])(?P<level>[A-Za-z]{1,2})[ _.\-]*)?(?<![0-9])(?P<number>[0-9]+)[^0-9]*$")
_NUMBER = re.compile(r"(?P<number>[0-9]+)[^0-9]*$")
_LEVEL_FOLDER = re.compile(r"[A-Za-z]{1,2}")


class DrawingName(NamedTuple):
    """A level (cel layer) in capitals and the drawing's number in it."""

    level: str
    number: int


def parse_name(name: str) -> DrawingName:
    """Level and number of a drawing's file name.

    The number is the last run of digits. The level is the token of one or two letters right before it; without one
    it is the folder, if that is named so (``B/0001.tga``), else A. Full-width letters and digits count as plain ones.
    Raises BadFile when there is no usable number.
    """
    path = PurePosixPath(unicodedata.normalize("NFKC", name).replace("\\", "/"))
    stem = path.stem
    found = _NAME.match(stem) or _NUMBER.search(stem)
    if found is None:
        raise BadFile(
            f"{name}: no drawing number in the file's name. Name it like A0001.png: level, then number.", "bad_name"
        )
    number = int(found["number"])
    if number > MAX_NUMBER:
        raise BadFile(f"{name}: the drawing number {found['number']} is too large. Name it like A0001.png.", "bad_name")
    folder = _LEVEL_FOLDER.fullmatch(path.parent.name)
    level = found.groupdict().get("level") or (folder.group() if folder else DEFAULT_LEVEL)
    return DrawingName(level.upper(), number)
