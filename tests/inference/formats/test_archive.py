import io
import stat
import zipfile

import pytest

from inference.errors import BadFile
from inference.formats import is_archive, read_archive


def packed(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files:
            archive.writestr(name, data)
    out.seek(0)
    return out


def test_drawings_come_out_in_order_without_the_litter_of_other_computers() -> None:
    file = packed(
        ("cut1/A0001.tga", b"one"), ("__MACOSX/cut1/._A0001.tga", b"x"), ("cut1/.DS_Store", b"x"),
        ("cut1/Thumbs.db", b"x"), ("cut1/A0002.tga", b"two"),
    )  # fmt: skip
    assert list(read_archive(file, "cut1.zip")) == [("cut1/A0001.tga", b"one"), ("cut1/A0002.tga", b"two")]


def test_a_zip_is_known_by_its_first_bytes() -> None:
    assert is_archive(packed(("a", b"")).getvalue())
    assert not is_archive(b"\x89PNG")


@pytest.mark.parametrize("path", ["../A0001.tga", "a/../../A0001.tga", "/etc/A0001.tga", "C:/A0001.tga", "..\\A1.tga"])
def test_a_path_that_climbs_out_is_refused_before_anything_is_unpacked(path: str) -> None:
    drawings = read_archive(packed(("A0001.tga", b"fine"), (path, b"evil")), "cut.zip")
    with pytest.raises(BadFile, match="leads out"):
        next(drawings)


def test_an_archive_inside_the_archive_is_refused() -> None:
    with pytest.raises(BadFile, match=r"cut\.zip/more\.ZIP: an archive inside"):
        list(read_archive(packed(("more.ZIP", b"PK")), "cut.zip"))


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("A0001.tga")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(BadFile, match="is a link"):
        list(read_archive(file, "cut.zip"))


def test_a_password_is_refused() -> None:
    data = bytearray(packed(("A0001.tga", b"secret")).getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadFile, match="encrypted"):
        list(read_archive(io.BytesIO(data), "cut.zip"))


def test_a_bomb_is_stopped_by_what_really_comes_out_whatever_its_header_claims() -> None:
    data = bytearray(packed(("A0001.tga", bytes(5_000_000))).getvalue())
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + at
        data[start : start + 4] = (10).to_bytes(4, "little")
    with pytest.raises(BadFile, match=r"unpacks to more|damaged"):
        list(read_archive(io.BytesIO(data), "cut.zip", max_unpacked=1_000_000))


def test_the_limit_counts_all_files_together() -> None:
    file = packed(*((f"A{n:04d}.tga", bytes(400_000)) for n in range(3)))
    drawings = read_archive(file, "cut.zip", max_unpacked=1_000_000)
    assert [next(drawings)[0], next(drawings)[0]] == ["A0000.tga", "A0001.tga"]
    with pytest.raises(BadFile, match="unpacks to more"):
        next(drawings)


def test_one_file_above_64_mb_is_refused_by_name() -> None:
    with pytest.raises(BadFile, match=r"A0001\.tga: larger than 64 MB"):
        list(read_archive(packed(("A0001.tga", bytes(64 * 2**20 + 1))), "cut.zip"))


def test_japanese_names_without_the_unicode_flag_are_read() -> None:
    data = packed(("xxxxx_A0001.tga", b"1")).getvalue().replace(b"xxxxx", "仕上".encode("cp932") + b"_")
    assert [name for name, _ in read_archive(io.BytesIO(data), "cut.zip")] == ["仕上__A0001.tga"]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 broken", packed(("a", b"x" * 99)).getvalue()[:-30], packed().getvalue()],
    ids=["nothing", "broken", "cut short", "no file in it"],  # a zip tells the time: its bytes are no name
)
def test_a_damaged_or_empty_zip_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile, match=r"cut\.zip"):
        list(read_archive(io.BytesIO(data), "cut.zip"))


def test_a_file_whose_checksum_is_wrong_is_refused() -> None:
    data = packed(("A0001.tga", b"hello painter"), compression=zipfile.ZIP_STORED).getvalue()
    with pytest.raises(BadFile, match="damaged"):
        list(read_archive(io.BytesIO(data.replace(b"hello", b"hullo")), "cut.zip"))
