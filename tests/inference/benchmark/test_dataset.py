import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fixtures.house.paintbucket import MINIATURE, write_miniature
from inference.benchmark.colors import BACKGROUND, NO_COLOR, ColorBook
from inference.benchmark.dataset import (
    Clip,
    annotated,
    find_clips,
    read_drawing,
    read_index_labels,
    read_truth,
    read_views,
)
from inference.benchmark.rewarp import rewarp
from inference.errors import BadFile, ShiageError
from inference.formats import read_image_file
from inference.formats.character import read_colorbook
from inference.sheetfile import read_sheet
from inference.types import LineArt

HOUSE = MINIATURE.parent / "house_production"


def test_the_miniature_drawn_anew_is_the_same(tmp_path: Path) -> None:
    again = {path.relative_to(tmp_path) for path in write_miniature(tmp_path)}
    assert again == {path.relative_to(MINIATURE) for path in MINIATURE.rglob("*") if path.is_file()}
    for name in again:
        if name.parent.name in ("gt", "label", "line", "line_anno", "shadow"):
            now, committed = (np.asarray(Image.open(folder / name)) for folder in (tmp_path, MINIATURE))
            # Other processors round otherwise in the last bit, and a pixel on an edge falls to its other side.
            assert (now != committed).mean() <= 1 / 1000, name


def test_the_originals_layout_is_read_unchanged(nuri: Clip) -> None:
    assert nuri.name == "paintbucket_miniature/nuri"
    assert [files.name for files in nuri.drawings] == ["0000", "0001", "0002", "0003", "0004"]
    assert all(None not in (f.gt, f.seg, f.json_color, f.label, f.line_anno) for f in (*nuri.drawings, *nuri.views))
    assert len(nuri.views) == 5


def test_segments_are_numbered_as_the_data_numbers_them(copy: Path) -> None:
    path = copy / "seg" / "0000.png"
    rgb = np.asarray(Image.open(path).convert("RGB")).astype(np.int32)
    labels = rgb[..., 0] * 65536 + rgb[..., 1] * 256 + rgb[..., 2]
    turned = np.where(labels > 0, labels.max() + 1 - labels, 0)  # another order than ours
    Image.fromarray(np.stack([turned >> 16, turned >> 8 & 255, turned & 255], axis=2).astype(np.uint8)).save(path)
    colors = json.loads((copy / "json_color" / "0000.json").read_text())
    mirrored = {str(labels.max() + 1 - int(label)): color for label, color in colors.items()}
    (copy / "json_color" / "0000.json").write_text(json.dumps(mirrored))
    clip = find_clips([copy])[0]
    _, segments = read_drawing(clip.drawings[0])
    np.testing.assert_array_equal(segments.labels, turned)
    truth = read_truth(clip.drawings[0], segments)
    gt = read_image_file(copy / "gt" / "0000.png")
    assert clip.book.name(int(truth[segments.labels[5, 5]])) == "background"
    inside = segments.labels > 0
    packed = gt.astype(np.int64) @ np.array([1 << 24, 1 << 16, 1 << 8, 1])
    np.testing.assert_array_equal(truth[segments.labels][inside], packed[inside])


def test_truth_is_the_same_from_json_and_from_the_painted_picture(nuri: Clip, copy: Path) -> None:
    shutil.rmtree(copy / "json_color")
    _, segments = read_drawing(nuri.drawings[1])
    from_json = read_truth(nuri.drawings[1], segments)
    from_picture = read_truth(find_clips([copy])[0].drawings[1], segments)
    np.testing.assert_array_equal(from_json[1:], from_picture[1:])


def test_what_the_data_lacks_is_computed(nuri: Clip, copy: Path) -> None:
    for kind in ("seg", "json_color", "json_index", "label", "line_anno", "shadow"):
        shutil.rmtree(copy / kind)
    bare = find_clips([copy])[0]
    line_art, segments = read_drawing(bare.drawings[0])
    _, given = read_drawing(nuri.drawings[0])
    assert segments.count == given.count
    np.testing.assert_array_equal(segments.labels > 0, given.labels > 0)
    truth = read_truth(bare.drawings[0], segments)
    filled = annotated(bare.drawings[0], line_art, segments, truth, bare.book)
    expected = read_drawing(nuri.drawings[0], annotated=True)[0]
    np.testing.assert_array_equal(filled.rgba[..., :3], expected.rgba[..., :3])
    np.testing.assert_array_equal(filled.annotations, expected.annotations)
    index = read_index_labels(bare.drawings[0], segments, truth)
    parts = read_index_labels(nuri.drawings[0], given, read_truth(nuri.drawings[0], given))
    assert len(np.unique(index)) == len(np.unique(parts))


def test_shading_is_filled_by_part(nuri: Clip) -> None:
    line_art, segments = read_drawing(nuri.drawings[0], annotated=True)
    truth = read_truth(nuri.drawings[0], segments)
    fill_of = {
        "hair, shadow": (185, 137, 253),
        "skin, shadow": (255, 179, 196),
        "skirt, shadow": (188, 201, 251),
    }
    for name, fill in fill_of.items():
        label = next(n for n in range(1, segments.count + 1) if nuri.book.name(int(truth[n])) == name)
        assert {tuple(rgb) for rgb in line_art.rgba[segments.labels == label][:, :3].tolist()} == {fill}
    assert not (line_art.planes[segments.labels > 0]).any(), "a fill is no line"


def test_index_labels_name_the_same_part_in_every_drawing(nuri: Clip) -> None:
    named: dict[int, set[str]] = {}
    for files in nuri.drawings:
        _, segments = read_drawing(files)
        truth = read_truth(files, segments)
        for part, color in zip(read_index_labels(files, segments, truth)[1:], truth[1:], strict=True):
            named.setdefault(int(part), set()).add(nuri.book.name(int(color)))
    assert all(len(names) == 1 for names in named.values())
    assert named[0] == {"background"}


def test_the_colour_book_is_the_house_sheet() -> None:
    book = read_colorbook(MINIATURE / "nuri")
    sheet = read_sheet(HOUSE / "sheet.json")
    foreground = [entry for entry in sheet.entries if entry.category != "background"]
    assert [(e.name, e.category, e.normal, e.highlight, e.shadow, e.second_shadow) for e in book] == [
        (e.name, e.category, e.normal, e.highlight, e.shadow, e.second_shadow) for e in foreground
    ]


def test_our_own_layout_has_its_sheet_in_the_parent_folder() -> None:
    clip = find_clips([HOUSE])[0]
    assert clip.name == "house_production/shot"
    assert [files.name for files in clip.views] == ["front", "full_body"]
    assert len(clip.drawings) == 12
    _, segments = read_drawing(clip.drawings[0])
    truth = read_truth(clip.drawings[0], segments)
    assert not any(clip.book.name(int(color)).startswith("#") for color in truth[1:])


def test_a_sheet_is_no_clip(tmp_path: Path) -> None:
    shutil.copytree(MINIATURE / "nuri", tmp_path / "a" / "nuri")
    shutil.copytree(MINIATURE / "nuri", tmp_path / "b" / "nuri")
    names = [clip.name for clip in find_clips([tmp_path])]
    assert names == [f"{tmp_path.name}/a/nuri", f"{tmp_path.name}/b/nuri"]
    assert len({clip.name for clip in find_clips([tmp_path / "a", tmp_path / "b"])}) == 2


def test_one_reference_is_the_front_long_shot_and_five_have_the_face_last(nuri: Clip) -> None:
    assert [view.line_art.name for view in read_views(nuri, 1)] == ["0000.png"]
    assert [view.line_art.name for view in read_views(nuri, 5)][-1] == "0004.png"
    assert len(read_views(nuri, None)) == 5
    house = find_clips([HOUSE])[0]
    assert [view.line_art.name for view in read_views(house, 1)] == ["full_body.png"]


def test_colours_keep_their_names_both_ways(nuri: Clip) -> None:
    _, segments = read_drawing(nuri.drawings[0])
    truth = read_truth(nuri.drawings[0], segments)
    painting = nuri.book.painting(truth)
    np.testing.assert_array_equal(nuri.book.colors(painting)[1:], truth[1:])
    assert painting.entry[1:].all()


def test_a_colour_that_the_sheet_lacks_gets_an_entry_of_its_own() -> None:
    book = ColorBook()
    colors = np.array([NO_COLOR, 0x112233FF, BACKGROUND, NO_COLOR, 0x112233FF])
    painting = book.painting(colors)
    assert painting.entry[3] == 0
    assert painting.entry[1] == painting.entry[4] != painting.entry[2]
    np.testing.assert_array_equal(book.colors(painting)[1:], colors[1:])
    assert book.name(0x112233FF) == "#112233"
    assert book.name(NO_COLOR) == "unpainted"


def test_a_bent_copy_keeps_every_colour_behind_closed_lines(nuri: Clip, tmp_path: Path) -> None:
    folder = rewarp(nuri, tmp_path, count=2, seed=3)
    assert folder.name == "nuri-rewarped"
    clip = find_clips([folder])[0]
    original = set(read_truth(nuri.drawings[0], read_drawing(nuri.drawings[0])[1])[1:].tolist())
    for files in clip.drawings:
        _, segments = read_drawing(files)
        gt = read_image_file(folder / "gt" / f"{files.name}.png").astype(np.int64)
        packed = gt @ np.array([1 << 24, 1 << 16, 1 << 8, 1])
        pairs = np.unique(np.stack([segments.labels, packed], axis=2)[segments.labels > 0], axis=0)
        assert len(pairs) == segments.count, "a line is broken: two colours meet in one segment"
        assert set(read_truth(files, segments)[1:].tolist()) <= original
    again = rewarp(nuri, tmp_path / "again", count=2, seed=3)
    assert (again / "line" / "0002.png").read_bytes() == (folder / "line" / "0002.png").read_bytes()
    other = rewarp(nuri, tmp_path / "other", count=2, seed=4)
    assert (other / "line" / "0002.png").read_bytes() != (folder / "line" / "0002.png").read_bytes()


def seg_too_small(folder: Path) -> None:
    Image.new("RGB", (9, 9)).save(folder / "seg" / "0000.png")


def seg_is_a_picture(folder: Path) -> None:
    Image.new("RGB", (480, 480), (250, 230, 210)).save(folder / "seg" / "0000.png")


def color_missing(folder: Path) -> None:
    path = folder / "json_color" / "0000.json"
    colors = json.loads(path.read_text())
    del colors["7"]
    path.write_text(json.dumps(colors))


def color_of_nobody(folder: Path) -> None:
    path = folder / "json_color" / "0000.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"99999": [1, 2, 3, 255]}))


def color_is_a_word(folder: Path) -> None:
    (folder / "json_color" / "0000.json").write_text('{"1": "red"}')


def gt_too_small(folder: Path) -> None:
    shutil.rmtree(folder / "json_color")
    Image.new("RGBA", (9, 9)).save(folder / "gt" / "0000.png")


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (seg_too_small, "9x9"),
        (seg_is_a_picture, "more than it has pixels"),
        (color_missing, "no colour for segment 7"),
        (color_of_nobody, "segment 99999"),
        (color_is_a_word, "has no colour of three"),
        (gt_too_small, "9x9"),
    ],
)
def test_files_that_contradict_each_other_are_named(copy: Path, spoil: Callable[[Path], None], found: str) -> None:
    spoil(copy)
    files = find_clips([copy])[0].drawings[0]
    with pytest.raises(BadFile, match=found) as error:
        read_truth(files, read_drawing(files)[1])
    assert "0000" in str(error.value)


def test_a_folder_without_clips_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShiageError, match="no clip found"):
        find_clips([tmp_path])
    with pytest.raises(BadFile, match="is no folder"):
        find_clips([tmp_path / "nowhere"])


def test_the_one_real_frame_of_the_dataset_is_read(hand_drawn: Path, tmp_path: Path) -> None:
    for kind in ("line", "gt", "label", "seg"):
        (tmp_path / "real" / kind).mkdir(parents=True)
        shutil.copy(hand_drawn / "paintbucket_sample" / f"{kind}.png", tmp_path / "real" / kind / "0000.png")
    files = find_clips([tmp_path])[0].drawings[0]
    line_art, segments = read_drawing(files)
    assert isinstance(line_art, LineArt)
    assert segments.count == 274
    truth = read_truth(files, segments)
    assert int((truth[1:] == BACKGROUND).sum()) > 0
    parts = read_index_labels(files, segments, truth)
    assert set(np.unique(parts[truth == BACKGROUND])) <= {0}
    for part in np.unique(parts[1:]):
        assert len(np.unique(truth[1:][parts[1:] == part])) == 1, "a part has one colour"
