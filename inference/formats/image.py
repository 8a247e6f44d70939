"""One reader for every picture: what a file is, its bytes say, not its name."""

from pathlib import Path

from inference.errors import BadFile
from inference.formats import png, tga
from inference.formats.decode import MAX_BYTES, check_bytes
from inference.types import UInt8Array

# Enough of the usual suspects to tell a painter what was found.
_KNOWN = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"8BPS", "a Photoshop document"),
    (b"CSFCHUNK", "a Clip Studio document"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"RIFF", "a WebP picture, a sound or a film"),
    (b"TLV1", "an OpenToonz level"),
)


def read_image(data: bytes, name: str) -> UInt8Array:
    """The picture as (H, W, 4) RGBA, row 0 on top. PNG is known by its content, TGA by its name and header.

    Raises BadFile, naming the file, what was found and what to do: no picture, not PNG or TGA, truncated, animated,
    larger than 8192x8192 or than 64 MB.
    """
    check_bytes(data, name)
    if data.startswith(png.MAGIC):
        return png.read(data, name)
    found = next((what for magic, what in _KNOWN if data.startswith(magic)), None)
    if found is None and name.lower().endswith((".tga", ".icb", ".vda")):
        return tga.read(data, name)
    raise BadFile(
        f"{name}: not a PNG or TGA picture, found {found or 'something unknown'}. Export it as PNG or TGA.",
        "not_an_image",
    )


def read_image_file(path: Path) -> UInt8Array:
    """``read_image`` of a file on disk; a missing, unreadable or too large one is a BadFile as well."""
    try:
        # Asked before reading: nobody wants a film in memory to learn that it is none.
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(
                f"{path.name}: the file is larger than {MAX_BYTES // 2**20} MB. Save it smaller.", "too_large"
            )
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}). Check the path and its permissions.") from error
    return read_image(data, path.name)
