"""Files in and out. Nothing here imports torch or OpenCV: a web process checks uploads with it.

Every picture format is a module with the same two functions::

    read(data: bytes, name: str) -> UInt8Array   # (H, W, 4) RGBA, row 0 on top; raises BadFile
    write(rgba: UInt8Array) -> bytes

``read_image`` picks the module by looking at the bytes.
"""

from inference.formats.archive import is_archive, read_archive
from inference.formats.image import read_image, read_image_file
from inference.formats.labelmap import decode_labels, encode_labels
from inference.formats.names import DrawingName, parse_name
from inference.formats.png import write as write_png
from inference.formats.tga import write as write_tga

__all__ = [
    "DrawingName",
    "decode_labels",
    "encode_labels",
    "is_archive",
    "parse_name",
    "read_archive",
    "read_image",
    "read_image_file",
    "write_png",
    "write_tga",
]
