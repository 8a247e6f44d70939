import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.errors import BadFile
from inference.formats import decode_labels, encode_labels, parse_name


@pytest.mark.parametrize(
    ("name", "level", "number"),
    [
        ("A0001.tga", "A", 1),
        ("c0002.tga", "C", 2),
        ("0003.png", "A", 3),
        ("00026.png", "A", 26),
        ("A_0001.tga", "A", 1),
        ("A/0001.tga", "A", 1),
        ("cut012/b/0001.tga", "B", 1),
        ("B/A0001.tga", "A", 1),
        ("cut012/0001.tga", "A", 1),
        ("A-12.png", "A", 12),
        ("B 0004.png", "B", 4),
        ("cut012_B_0007.png", "B", 7),
        ("ep01_c012_BG0004.tga", "BG", 4),
        ("c012_0004.tga", "A", 4),
        ("laughing_girl_0003.png", "A", 3),
        ("A0001_line.png", "A", 1),
        ("shot 3/levels/D0010.TGA", "D", 10),
        ("shot3\\D0010.TGA", "D", 10),
        ("Ａ０００１.tga", "A", 1),  # noqa: RUF001
        ("カットB0002.tga", "B", 2),
    ],
)
def test_studio_file_names_tell_level_and_number(name: str, level: str, number: int) -> None:
    assert parse_name(name) == (level, number)


@pytest.mark.parametrize("name", ["line.png", "A.tga", "0001/line.png", "A99999999999999999999.png"])
def test_a_name_without_a_usable_number_is_refused(name: str) -> None:
    with pytest.raises(BadFile, match="drawing number"):
        parse_name(name)


@given(st.from_regex(r"[A-Z]{1,2}", fullmatch=True), st.integers(0, 9999), st.sampled_from(["", "_", "-", " "]))
def test_any_level_and_number_written_out_reads_back(level: str, number: int, joint: str) -> None:
    assert parse_name(f"cut_07_{level}{joint}{number:04d}.tga") == (level, number)


@given(st.text(max_size=30))
def test_any_name_is_understood_or_refused(name: str) -> None:
    try:
        level, number = parse_name(name)
    except BadFile:
        return
    assert level
    assert number >= 0


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([3, 65535, 65536, 2**31 - 1]), st.integers(0, 99))
def test_a_label_map_survives_storage(width: int, height: int, largest: int, seed: int) -> None:
    labels = np.random.default_rng(seed).integers(0, largest, (height, width), endpoint=True).astype(np.int32)
    data = encode_labels(labels)
    np.testing.assert_array_equal(decode_labels(data, width, height), labels)
    assert data == encode_labels(labels.copy())


def test_a_label_map_is_two_bytes_per_pixel_until_it_cannot_be() -> None:
    labels = np.full((3, 5), 65535, np.int32)
    assert gzip.decompress(encode_labels(labels)) == b"\xff\xff" * 15
    labels[0, 0] = 65536
    assert gzip.decompress(encode_labels(labels))[:4] == b"\x00\x00\x01\x00"


@pytest.mark.parametrize(
    "data",
    [b"", b"no gzip", encode_labels(np.ones((3, 5), np.int32))[:-4], gzip.compress(bytes(10**7)), gzip.compress(b"1")],
    ids=["empty", "other", "cut short", "bomb", "too small"],
)
def test_a_damaged_label_map_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile):
        decode_labels(data, 5, 3)
