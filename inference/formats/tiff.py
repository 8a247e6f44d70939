"""TIFF of scanners and paint programs: one page, grey to RGBA, 1 to 16 bits; out as 8-bit RGBA, losslessly packed."""

import io

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from inference.errors import BadFile
from inference.formats.decode import DAMAGED, MAX_SIDE, check_bytes, check_size, decode, to_rgba
from inference.types import UInt8Array

MAGICS = (b"II*\x00", b"MM\x00*")
_KIND = "TIFF"
_MODES = ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "I", "I;16", "I;16B", "I;16L")
_TILE_WIDTH, _TILE_HEIGHT = 322, 323


def read(data: bytes, name: str) -> UInt8Array:
    """(H, W, 4) RGBA; CMYK is converted without a profile.

    Raises BadFile for a damaged, truncated or too large file, several pages, floating-point or Lab colours.
    """
    check_bytes(data, name)
    _check_tags(data, name)
    image = decode(data, name, _KIND)
    if image.mode not in _MODES:
        raise BadFile(f"{name}: a TIFF of the kind {image.mode}. Save it as 8-bit RGB or grey.")
    return to_rgba(image)


def _check_tags(data: bytes, name: str) -> None:
    """Refuse tiles that are larger than any page: the decoder would make room for them."""
    try:
        with Image.open(io.BytesIO(data), formats=[_KIND]) as image:
            check_size(*image.size, name)
            tags = image.tag_v2 if isinstance(image, TiffImagePlugin.TiffImageFile) else {}
            for tag in (_TILE_WIDTH, _TILE_HEIGHT):
                size = tags.get(tag, 0)
                if not isinstance(size, int) or size > MAX_SIDE:
                    raise BadFile(f"{name}: cut into tiles of {str(size)[:20]} pixels. Save it without tiles.")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadFile(f"{name}: the picture is larger than {MAX_SIDE}x{MAX_SIDE}. Scale it down.") from None
    except UnidentifiedImageError:
        raise BadFile(f"{name}: the TIFF file's first bytes are damaged. Export it again.") from None
    except DAMAGED as error:
        raise BadFile(f"{name}: the TIFF file is damaged ({error}). Export it again.") from error


def write(rgba: UInt8Array) -> bytes:
    """The file's bytes of (H, W, 4), deflate-packed, with alpha."""
    out = io.BytesIO()
    Image.fromarray(rgba, "RGBA").save(out, _KIND, compression="tiff_adobe_deflate")
    return out.getvalue()
