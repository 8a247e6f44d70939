"""Files as painters send them, good and bad."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from tests.webapp.painting.shots import line_drawing, png


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """One field of a form."""
    return SimpleUploadedFile(name, data)


def tga(image: Image.Image) -> bytes:
    """A 24-bit run-length coded cel."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "TGA", compression="tga_rle")
    return buffer.getvalue()


def sized(width: int, height: int) -> bytes:
    """A PNG line drawing of that size: a frame."""
    image = Image.new("RGBA", (width, height), "white")
    ImageDraw.Draw(image).rectangle((1, 1, width - 2, height - 2), outline="black")
    return png(image)


def animated(kind: str) -> bytes:
    """Two pictures in one file."""
    frames = [Image.new("RGB", (32, 32), color) for color in ("white", "black")]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def huge_header(width: int, height: int) -> bytes:
    """A PNG that says it is that large; its few bytes of pixels are never reached."""
    small = png(Image.new("L", (1, 1)))
    header = small[12:16] + struct.pack(">II", width, height) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


def zipped(files: Mapping[str, bytes], **attributes: int) -> bytes:
    """A zip with these paths, exactly as given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            info = zipfile.ZipInfo(path)
            info.compress_type = zipfile.ZIP_DEFLATED
            for name, value in attributes.items():
                setattr(info, name, value)
            archive.writestr(info, data)
    return buffer.getvalue()


def photograph() -> bytes:
    """Smooth colours all over."""
    image = Image.merge("RGB", [Image.linear_gradient("L").rotate(90 * n).resize((320, 240)) for n in range(3)])
    return png(image.convert("RGBA"))


LINE = line_drawing(20)  # none of the world's drawings
TGA = tga(Image.open(io.BytesIO(LINE)))
