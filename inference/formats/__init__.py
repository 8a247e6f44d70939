"""Files in and out. Nothing here imports torch or OpenCV: a web process checks uploads with it.

Every format is a module with the same two functions, ``read(data: bytes, name: str)`` and ``write(...) -> bytes``; what
it reads is what it writes, and every damaged file is a BadFile that names the file and says what to do:

* pictures: png, tga, tiff, psd <-> UInt8Array, (H, W, 4) RGBA, row 0 on top (psd: also layers)
* levels: tlv <-> Cels, drawings as an index; ``cel`` turns paintings and pictures into cels and back
* palettes: gpl, aco, ase, tpl <-> Palette; ``palette`` turns a sheet's entries into a palette and back
* lists: colorbook <-> a sheet's entries; timesheets: xdts <-> Timesheet
* the PaintBucket-Character layout: ``paintbucket`` for single files, ``character`` for a folder

``read_image`` and ``read_palette`` pick the module by looking at the bytes. docs/formats.md has the table.
Libraries that take long to load (psd-tools, LZO) are imported when the first such file comes.
"""

from inference.formats.archive import is_archive, read_archive
from inference.formats.image import PICTURES, read_bytes, read_image, read_image_file, write_image
from inference.formats.labelmap import decode_labels, encode_labels
from inference.formats.names import DrawingName, parse_name
from inference.formats.palettes import PALETTES, read_palette, write_palette
from inference.formats.png import write as write_png
from inference.formats.tga import write as write_tga

__all__ = [
    "PALETTES",
    "PICTURES",
    "DrawingName",
    "decode_labels",
    "encode_labels",
    "is_archive",
    "parse_name",
    "read_archive",
    "read_bytes",
    "read_image",
    "read_image_file",
    "read_palette",
    "write_image",
    "write_palette",
    "write_png",
    "write_tga",
]
