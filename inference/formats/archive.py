"""Many drawings from one zip, without trusting a word that the zip says about itself."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from inference.errors import BadFile
from inference.formats.decode import MAX_BYTES

MAX_UNPACKED = 2 * 1024**3  # bytes, counted while unpacking
MAX_FILES = 10_000
MAGIC = b"PK\x03\x04"
_CHUNK = 1024 * 1024
_NESTED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".lzh", ".cab")
_LITTER = {"thumbs.db", "desktop.ini"}
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


def is_archive(data: bytes) -> bool:
    """Whether the first bytes are a zip's."""
    return data.startswith(MAGIC)


def read_archive(file: BinaryIO, name: str, max_unpacked: int = MAX_UNPACKED) -> Iterator[tuple[str, bytes]]:
    """Yield (path inside, bytes) of every file, in the archive's order; dot files and ``__MACOSX`` are skipped.

    Raises BadFile, always before the offending file is yielded: no zip, paths that climb out, links, encryption,
    archives inside, more than 10,000 files, one file above 64 MB, more than 2 GB in all. Names and flags are all
    checked before the first file is unpacked.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = _checked_members(archive, name)
            left = max_unpacked
            for inside, member in members:
                data = _unpack(archive, member, f"{name}/{inside}", name, left, max_unpacked)
                left -= len(data)
                yield inside, data
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise BadFile(f"{name}: the zip is damaged or of a rare kind ({error}). Pack it again.", "bad_zip") from error


def _checked_members(archive: zipfile.ZipFile, name: str) -> list[tuple[str, zipfile.ZipInfo]]:
    members = []
    for member in archive.infolist():
        inside = _real_name(member)
        _refuse_bad_path(inside, member, name)
        if member.is_dir() or _is_litter(inside):
            continue
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise BadFile(f"{name}/{inside}: is encrypted. Pack the zip without a password.", "bad_zip")
        if inside.lower().endswith(_NESTED):
            raise BadFile(f"{name}/{inside}: an archive inside the archive. Unpack it first.", "bad_zip")
        members.append((inside, member))
    if not members:
        raise BadFile(f"{name}: the zip holds no files. Pack the drawings into it.", "nothing_in_it")
    if len(members) > MAX_FILES:
        raise BadFile(
            f"{name}: the zip holds {len(members)} files, the most allowed is {MAX_FILES}. Split it.", "too_many_files"
        )
    return members


def _real_name(member: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag come from Windows (Shift-JIS) or from tools that forget the flag."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    raw = member.filename.encode("cp437")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _refuse_bad_path(inside: str, member: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(inside.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in inside or "\0" in inside:
        raise BadFile(
            f"{name}: the path {inside!r} leads out of the zip. Pack it again from the drawings' folder.",
            "bad_zip_path",
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BadFile(f"{name}/{inside}: is a link, not a drawing. Pack the file itself.", "bad_zip_path")


def _is_litter(inside: str) -> bool:
    parts = PurePosixPath(inside.replace("\\", "/")).parts
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts) or parts[-1].lower() in _LITTER


def _unpack(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, name: str, left: int, max_unpacked: int
) -> bytes:
    """The member's bytes, counted as they come: the header's size may lie."""
    data = bytearray()
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            data += chunk
            if len(data) > left:
                raise BadFile(
                    f"{name}: unpacks to more than {max_unpacked / 2**30:.3g} GB. Send it in parts.", "zip_too_large"
                )
            if len(data) > MAX_BYTES:
                raise BadFile(f"{shown}: larger than {MAX_BYTES // 2**20} MB. Save it smaller.", "too_large")
    return bytes(data)
