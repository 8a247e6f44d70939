"""Drawings come and go in the industry's files: documents with layers, levels with palettes, TIFF. All over HTTP."""

import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from inference.formats import read_image, read_palette, tlv, write_image
from inference.formats.cel import cel_colors, cel_of_colors
from inference.formats.layers import Layer
from inference.formats.palette import LINE_SWATCHES, Swatch, palette_of
from inference.formats.psd import read_layers, write_layers
from inference.formats.tpl import write as write_tpl
from tests.webapp.exchange.files import LINE, upload, zipped
from tests.webapp.painting.shots import COAT, COLORS, PAPER, SIZE, SKIN, line_drawing, painted_drawing
from tests.webapp.studio import World, client_of, files_stored, labels_of
from webapp.painting.final import final_painting
from webapp.painting.preparing import shot_prepare
from webapp.productions.blobs import blob_get
from webapp.productions.models import ColorEntry, Drawing, Shot

RGBA = {key: tuple(bytes.fromhex(color[1:])) for key, color in COLORS.items()}
Files = list[tuple[str, bytes]]

pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")


def pixels(data: bytes) -> Any:
    return np.array(Image.open(io.BytesIO(data)).convert("RGBA"))


def send(world: World, files: Files, **fields: Any) -> Any:
    form = {"name": "in", "sheet": world.sheet.pk, "files": [upload(*file) for file in files], **fields}
    return client_of(world.ren).post(f"/api/v1/productions/{world.production.pk}/shots/", form)


def problems(answer: Any) -> list[str]:
    assert answer.status_code == 400
    return [problem["code"] for problem in answer.json()["error"]["details"]]


def export(client: Client, shot: int, query: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"/api/v1/shots/{shot}/export/{query}"))))


def document(paint: bool = True) -> bytes:
    """A Photoshop document: a white sheet, paint, a hidden rough, and the line on top."""
    line = pixels(LINE)
    line[(line[..., :3] == 255).all(axis=2)] = 0
    rough = np.full_like(line, 128)
    layers = [Layer("paper", np.full_like(line, 255)), Layer("rough line", rough, visible=False)]
    layers += [Layer("彩色", pixels(painted_drawing(20)))] if paint else []
    return write_layers([*layers, Layer("主線", line)], *SIZE)


def level(numbers: tuple[int, ...] = (1, 3), painted: bool = True) -> Files:
    """An OpenToonz level of the little drawings and its palette; the last cel is not painted."""
    palette = palette_of([*LINE_SWATCHES.values(), *(Swatch(f"s{key}", color) for key, color in RGBA.items())])
    cels = []
    for number in numbers:
        picture = pixels(painted_drawing() if painted and number != numbers[-1] else line_drawing())
        if not (painted and number != numbers[-1]):
            picture[(picture[..., :3] == 255).all(axis=2)] = 0
        cel, palette = cel_of_colors(picture, number, palette, "cel")
        cels.append(cel)
    return [("c012_A.tlv", tlv.write(cels)), ("c012_A.tpl", write_tpl(palette))]


def test_a_documents_line_layer_is_the_drawing_and_its_paint_layer_the_painted_frame(world: World) -> None:
    shot = send(world, [("A0007.psd", document())]).json()
    (drawing,) = Drawing.objects.filter(level__shot=shot["id"])
    assert (drawing.number, drawing.file_name) == (7, "A0007.psd")
    assert ((pixels(blob_get(drawing.line))[..., 3] > 0) == (pixels(LINE)[..., 0] == 0)).all()
    shot_prepare(shot["id"])
    drawing.refresh_from_db()
    assert final_painting(drawing).entry.tolist() == [0, PAPER, SKIN, COAT]
    assert final_painting(drawing).by_person[1:].all()


def test_a_document_without_paint_is_only_a_drawing(world: World) -> None:
    shot = send(world, [("A0007.psd", document(paint=False))]).json()
    assert Drawing.objects.get(level__shot=shot["id"]).painted == ""


def test_paint_in_a_document_and_a_painted_frame_beside_it_are_one_too_many(world: World) -> None:
    answer = send(world, [("A0007.psd", document())], painted=[upload("A0007.png", painted_drawing(20))])
    assert problems(answer) == ["same_number"]


def test_a_tiff_is_a_drawing_kept_byte_for_byte(world: World) -> None:
    data = write_image(pixels(LINE), ".tif")
    shot = send(world, [("B0002.tif", data)]).json()
    (drawing,) = shot["levels"][0]["drawings"]
    assert blob_get(Drawing.objects.get(pk=drawing["id"]).line) == data
    assert (pixels(client_of(world.ren).get(drawing["line_url"]).content) == pixels(LINE)).all()


@pytest.mark.parametrize("packed", [False, True], ids=["side by side", "in a zip"])
def test_a_levels_ink_becomes_drawings_and_its_paint_painted_frames(world: World, packed: bool) -> None:
    files = level()
    shot = send(world, [("cut.zip", zipped({f"cut/{n}": data for n, data in files}))] if packed else files).json()
    assert [(row["name"], len(row["drawings"])) for row in shot["levels"]] == [("A", 2)]
    first, last = Drawing.objects.filter(level__shot=shot["id"]).order_by("number")
    assert [(d.number, d.file_name) for d in (first, last)] == [(1, "c012_A_0001.tlv"), (3, "c012_A_0003.tlv")]
    assert (bool(first.painted), bool(last.painted)) == (True, False)
    assert ((pixels(blob_get(first.line))[..., 3] > 0) == (pixels(line_drawing())[..., 0] == 0)).all()
    shot_prepare(shot["id"])
    first.refresh_from_db()
    assert final_painting(first).entry.tolist() == [0, PAPER, SKIN, COAT]
    last.refresh_from_db()
    assert not final_painting(last).entry.any()


def test_a_level_without_its_palette_is_refused_by_the_palettes_name(world: World) -> None:
    before = files_stored()
    answer = send(world, level()[:1])
    assert problems(answer) == ["no_palette"]
    assert "c012_A.tpl" in answer.json()["error"]["message"]
    assert files_stored() == before


def test_a_palette_without_its_level_is_refused(world: World) -> None:
    assert problems(send(world, [("A0001.png", LINE), *level()[1:]])) == ["no_level"]


def test_a_level_that_is_cut_short_is_refused_once(world: World) -> None:
    (name, data), palette = level()
    answer = send(world, [(name, data[: len(data) // 2]), palette])
    assert len(problems(answer)) == 1
    assert answer.json()["error"]["message"].startswith("c012_A.tlv: ")
    assert not Shot.objects.filter(name="in").exists()


def test_a_level_and_a_picture_of_one_number_are_refused(world: World) -> None:
    assert problems(send(world, [*level(), ("A0003.png", LINE)])) == ["same_number"]


def test_exported_tiff_has_exactly_the_colours_of_the_sheet(world: World) -> None:
    archive = export(client_of(world.yuki), world.shot.pk, "?format=tiff")
    assert archive.namelist()[:2] == ["A/A0001.tif", "A/A0002.tif"]
    found = read_image(archive.read("A/A0001.tif"), "A0001.tif")
    for label in (2, 3):
        assert (found[labels_of(world.drawings[0]) == label] == RGBA[label]).all()


def test_an_exported_document_has_lines_over_paint(world: World) -> None:
    archive = export(client_of(world.yuki), world.shot.pk, "?format=psd")
    layers, size = read_layers(archive.read("A/A0001.psd"), "A0001.psd")
    assert (size, [layer.role for layer in layers]) == (SIZE, ["paint", "line"])
    labels = labels_of(world.drawings[0])
    paint, line = (layer.on_page(*SIZE) for layer in layers)
    assert (paint[labels == 3] == RGBA[3]).all()
    assert ((line[..., 3] > 0) == (labels == 0)).all()


def test_an_exported_level_opens_with_its_palette_in_the_colours_of_the_sheet(world: World) -> None:
    archive = export(client_of(world.yuki), world.shot.pk, "?format=tlv")
    assert archive.namelist() == ["A/A.tlv", "A/A.tpl", "report.json", "report.txt"]
    palette = read_palette(archive.read("A/A.tpl"), "A.tpl")
    first, second = tlv.read(archive.read("A/A.tlv"), "A.tlv")
    assert (first.number, second.number) == (1, 2)
    labels, shown = labels_of(world.drawings[0]), cel_colors(first, palette)
    for label in (2, 3):
        assert (shown[labels == label] == RGBA[label]).all()
    assert (shown[labels == 0] == (0, 0, 0, 255)).all()
    assert ((first.tone == 0) == (labels == 0)).all()
    report = json.loads(archive.read("report.json"))
    assert [row["file"] for row in report["drawings"]] == ["A/A.tlv", "A/A.tlv"]


def test_a_painted_level_comes_back_as_it_went_out(world: World) -> None:
    archive = export(client_of(world.yuki), world.shot.pk, "?format=tlv")
    shot = send(world, [(name, archive.read(f"A/{name}")) for name in ("A.tlv", "A.tpl")]).json()
    shot_prepare(shot["id"])
    for back, drawing in zip(
        Drawing.objects.filter(level__shot=shot["id"]).order_by("number"), world.drawings, strict=True
    ):
        assert back.labels == drawing.labels
        assert final_painting(back).entry.tolist() == final_painting(drawing).entry.tolist()


def test_a_drawing_that_is_not_cut_goes_out_as_lines(world: World) -> None:
    Drawing.objects.update(labels="", segment_count=None)
    for kind, names in (("psd", ["A/A0001.psd"]), ("tlv", ["A/A.tlv", "A/A.tpl"])):
        archive = export(client_of(world.yuki), world.shot.pk, f"?format={kind}")
        assert archive.namelist()[: len(names)] == names
    (cel, _) = tlv.read(export(client_of(world.yuki), world.shot.pk, "?format=tlv").read("A/A.tlv"), "A.tlv")
    assert ((cel.tone == 0) == (labels_of_line() == 0)).all()
    assert not cel.paint.any()


def labels_of_line() -> Any:
    return (pixels(line_drawing())[..., 0] > 0).astype(int)


def test_a_sheet_with_more_colours_than_a_level_takes_is_said_before_the_zip_starts(world: World) -> None:
    ColorEntry.objects.bulk_create(
        ColorEntry(sheet=world.sheet, key=100 + n, name=str(n), category="skin", normal="#00000080")
        for n in range(4200)
    )
    answer = client_of(world.yuki).get(f"/api/v1/shots/{world.shot.pk}/export/?format=tlv")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "no_export")


def test_a_note_of_the_reader_is_shown_and_exported(world: World) -> None:
    soft = Image.open(io.BytesIO(LINE)).convert("L").resize((320, 240), Image.Resampling.BILINEAR).resize(SIZE)
    buffer = io.BytesIO()
    soft.save(buffer, "PNG")
    shot = send(world, [("A0001.png", buffer.getvalue())]).json()
    assert shot["levels"][0]["drawings"][0]["note"] == ""
    shot_prepare(shot["id"])
    shown = client_of(world.ren).get(f"/api/v1/shots/{shot['id']}/").json()["levels"][0]["drawings"][0]
    assert shown["note"].startswith("A0001.png: ")
    assert shown["note"] in export(client_of(world.ren), shot["id"], "?format=png").read("report.txt").decode()
