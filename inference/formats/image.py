"""One reader for every picture: what a file is, its bytes say, not its name."""

from pathlib import Path

from inference.errors import BadFile
from inference.formats import png, psd, tga, tiff
from inference.formats.decode import MAX_BYTES, check_bytes
from inference.types import UInt8Array

# Enough of the usual suspects to tell a painter what was found.
_KNOWN = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"CSFCHUNK", "a Clip Studio document"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"RIFF", "a WebP picture, a sound or a film"),
    (b"TLV1", "an OpenToonz level"),
)

_WRITERS = {".png": png.write, ".tga": tga.write, ".tif": tiff.write, ".tiff": tiff.write, ".psd": psd.write}
PICTURES = frozenset(_WRITERS)  # suffixes that are read and written


def read_image(data: bytes, name: str) -> UInt8Array:
    """The picture as (H, W, 4) RGBA, row 0 on top. PNG, TIFF and PSD are known by their content, TGA by its name.

    Raises BadFile, naming the file, what was found and what to do: no picture, of another format, truncated, animated
    or of several pages, larger than 8192x8192 or than 64 MB.
    """
    check_bytes(data, name)
    if data.startswith(png.MAGIC):
        return png.read(data, name)
    if data.startswith(tiff.MAGICS):
        return tiff.read(data, name)
    if data.startswith(psd.MAGIC):
        return psd.read(data, name)
    found = next((what for magic, what in _KNOWN if data.startswith(magic)), None)
    if found is None and name.lower().endswith((".tga", ".icb", ".vda")):
        return tga.read(data, name)
    raise BadFile(
        f"{name}: not a PNG, TGA, TIFF or PSD picture, found {found or 'something unknown'}. Export it as PNG.",
        "not_an_image",
    )


def read_image_file(path: Path) -> UInt8Array:
    """``read_image`` of a file on disk; a missing, unreadable or too large one is a BadFile as well."""
    return read_image(read_bytes(path), path.name)


def write_image(rgba: UInt8Array, suffix: str) -> bytes:
    """A picture's file of (H, W, 4) by the suffix of its name: .png, .tga, .tif, .tiff or .psd. Raises BadFile."""
    writer = _WRITERS.get(suffix.lower())
    if writer is None:
        raise BadFile(f"pictures are not written as {suffix!r}. Known are {', '.join(sorted(_WRITERS))}.")
    return writer(rgba)


def read_bytes(path: Path) -> bytes:
    """A file's bytes; a missing, unreadable or too large one is a BadFile."""
    try:
        # Asked before reading: nobody wants a film in memory to learn that it is none.
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(
                f"{path.name}: the file is larger than {MAX_BYTES // 2**20} MB. Save it smaller.", "too_large"
            )
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}). Check the path and its permissions.") from error
