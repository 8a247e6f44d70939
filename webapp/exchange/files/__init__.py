"""The door to the engine's light half: files are checked, read and written while the painter waits. No torch here."""

from inference.errors import ShiageError as FileRefused
from inference.formats.timesheet import Column, Timesheet
from inference.formats.timesheet import Drawing as SheetDrawing
from webapp.exchange.files.colors import (
    ENDINGS,
    PaletteFormat,
    View,
    check_view,
    colors_of,
    read_entries,
    write_entries,
)
from webapp.exchange.files.gaps import FoundGap, Gaps, Points, find_gaps, gaps_of, stroke
from webapp.exchange.files.levels import level_files, level_palette
from webapp.exchange.files.pictures import (
    Cel,
    FileFormat,
    Hole,
    Lines,
    encode_cel,
    encode_picture,
    line_png,
    painted_pixels,
    palette,
    segment_at,
    small,
    unpainted_places,
)
from webapp.exchange.files.timesheets import drawing_suffix, level_name, read_timesheet, write_timesheet
from webapp.exchange.files.uploads import (
    Checked,
    Picture,
    Place,
    Problem,
    Taken,
    Upload,
    check_pictures,
    place_of,
    read_pictures,
)

__all__ = [
    "ENDINGS",
    "Cel",
    "Checked",
    "Column",
    "FileFormat",
    "FileRefused",
    "FoundGap",
    "Gaps",
    "Hole",
    "Lines",
    "PaletteFormat",
    "Picture",
    "Place",
    "Points",
    "Problem",
    "SheetDrawing",
    "Taken",
    "Timesheet",
    "Upload",
    "View",
    "check_pictures",
    "check_view",
    "colors_of",
    "drawing_suffix",
    "encode_cel",
    "encode_picture",
    "find_gaps",
    "gaps_of",
    "level_files",
    "level_name",
    "level_palette",
    "line_png",
    "painted_pixels",
    "palette",
    "place_of",
    "read_entries",
    "read_pictures",
    "read_timesheet",
    "segment_at",
    "small",
    "stroke",
    "unpainted_places",
    "write_entries",
    "write_timesheet",
]
