"""Painted pictures and exports: exact colours, and no work when nothing has changed."""

import gzip
import io
import json
import zipfile
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from inference.formats import read_image, write_png
from tests.webapp.exchange.files import TGA, upload
from tests.webapp.painting.shots import COLORS, black_page, line_drawing
from tests.webapp.studio import JSON, SIZE, World, client_of, labels_of
from webapp.exchange.pictures import picture_png
from webapp.painting.final import NEW
from webapp.painting.models import Correction, Proposal
from webapp.painting.services.corrections import correction_add
from webapp.productions.blobs import blob_put
from webapp.productions.models import ColorEntry, Drawing

RGBA = {key: tuple(bytes.fromhex(color[1:])) for key, color in COLORS.items()}


def picture(client: Client, drawing: Drawing, query: str = "") -> Any:
    answer = client.get(f"/api/v1/drawings/{drawing.pk}/painted.png{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    return np.array(Image.open(io.BytesIO(answer.content)))


def test_every_pixel_is_exactly_its_segments_colour(world: World) -> None:
    drawing = world.drawings[0]
    pixels = picture(client_of(world.yuki), drawing, "?lines=none")
    labels = labels_of(drawing)
    assert pixels.shape == (SIZE[1], SIZE[0], 4)
    for label, color in RGBA.items():
        assert (pixels[labels == label] == color).all()
    assert not pixels[labels == 0].any()


def test_lines_are_drawn_as_the_artist_drew_them(world: World) -> None:
    pixels = picture(client_of(world.yuki), world.drawings[0])
    assert (pixels[labels_of(world.drawings[0]) == 0] == (0, 0, 0, 255)).all()


def test_painted_trace_lines_take_a_colour_beside_them(world: World) -> None:
    pixels = read_image(line_drawing(), "A0001.png")
    pixels[(pixels == (0, 0, 0, 255)).all(axis=2)] = (0, 0, 255, 255)
    drawing = world.drawings[0]
    drawing.line = blob_put(write_png(pixels))
    drawing.save()
    found = {tuple(color) for color in picture(client_of(world.yuki), drawing, "?lines=painted").reshape(-1, 4)}
    assert found <= set(RGBA.values())


def test_a_drawing_whose_segments_are_not_cut_shows_its_lines(world: World) -> None:
    drawing = world.drawings[0]
    Drawing.objects.update(labels="", segment_count=None)
    pixels = picture(client_of(world.yuki), drawing)
    assert {tuple(color) for color in pixels.reshape(-1, 4)} == {(0, 0, 0, 255), (255, 255, 255, 255)}


def test_a_thumbnail_has_the_width_asked_for(world: World) -> None:
    client = client_of(world.yuki)
    assert picture(client, world.drawings[0], "?width=40").shape == (30, 40, 4)
    assert picture(client, world.drawings[0], "?width=4000").shape == (SIZE[1], SIZE[0], 4)


@pytest.mark.parametrize("query", ["?lines=red", "?width=0", "?width=x", "?width=9000"])
def test_a_picture_that_cannot_be_made_is_refused(world: World, query: str) -> None:
    answer = client_of(world.yuki).get(f"/api/v1/drawings/{world.drawings[0].pk}/painted.png{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_what_has_not_changed_is_not_rendered_again(world: World) -> None:
    client, address = client_of(world.yuki), f"/api/v1/drawings/{world.drawings[0].pk}/painted.png?width=40"
    tag = client.get(address)["ETag"]
    with patch("webapp.exchange.views.picture_png", side_effect=AssertionError("rendered")):
        again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_a_small_picture_is_rendered_once_for_everybody(world: World) -> None:
    address = f"/api/v1/drawings/{world.drawings[0].pk}/painted.png?width=41"
    first = client_of(world.yuki).get(address).content
    with patch("webapp.exchange.views.picture_png", side_effect=AssertionError("rendered")):
        assert client_of(world.mika).get(address).content == first
    assert client_of(world.stranger).get(address).status_code == 404


def test_a_picture_that_somebody_painted_into_meanwhile_is_not_kept(world: World) -> None:
    address = f"/api/v1/drawings/{world.drawings[0].pk}/painted.png?width=42"
    entry = ColorEntry.objects.get(sheet=world.sheet, key=3)

    def as_a_swatch_changes(**asked: Any) -> bytes:
        ColorEntry.objects.filter(pk=entry.pk).update(normal="#123456ff")
        return picture_png(**asked)

    with patch("webapp.exchange.views.picture_png", as_a_swatch_changes):
        other = client_of(world.yuki).get(address).content
    entry.save()  # the colour from before
    assert client_of(world.yuki).get(address).content != other


def test_the_tag_changes_with_everything_that_the_picture_shows(world: World) -> None:
    client, drawing = client_of(world.mika), world.drawings[0]

    def tag(query: str = "") -> str:
        return str(client.get(f"/api/v1/drawings/{drawing.pk}/painted.png{query}")["ETag"])

    tags = [tag(), tag("?width=40"), tag("?lines=none")]
    Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[2], entry=3)
    tags.append(tag())
    ColorEntry.objects.filter(key=3).update(shadow="#000000ff")
    tags.append(tag())
    Drawing.objects.filter(pk=drawing.pk).update(labels="")
    tags.append(tag())
    Drawing.objects.filter(pk=drawing.pk).update(line=blob_put(black_page()))
    tags.append(tag())
    assert len(set(tags)) == len(tags)


def test_a_new_swatch_shows_at_once(world: World) -> None:
    client, drawing = client_of(world.mika), world.drawings[0]
    address = f"/api/v1/sheets/{world.sheet.pk}/entries/3/"
    assert client.patch(address, {"normal": "#123456"}, content_type=JSON).status_code == 200
    pixels = picture(client, drawing, "?lines=none")
    assert (pixels[labels_of(drawing) == 3] == (0x12, 0x34, 0x56, 255)).all()


def export(client: Client, world: World, query: str = "") -> zipfile.ZipFile:
    answer = client.get(f"/api/v1/shots/{world.shot.pk}/export/{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{world.shot.name}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert archive.testzip() is None
    return archive


def test_a_veil_has_holes_where_an_entry_is(world: World) -> None:
    client, drawing = client_of(world.yuki), world.drawings[0]
    address = f"/api/v1/drawings/{drawing.pk}/veil.png?entry=3&width={SIZE[0]}"
    answer = client.get(address)
    veil = np.array(Image.open(io.BytesIO(answer.content)))
    labels = labels_of(drawing)
    assert (veil[labels == 3] == 0).all()
    assert (veil[labels != 3] == (12, 13, 16, 190)).all()
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[2], entry=3)
    wider = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (np.array(Image.open(io.BytesIO(wider.content)))[labels == 2] == 0).all()


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
@pytest.mark.parametrize("kind", ["png", "tga"])
def test_an_export_holds_the_painted_drawings_under_their_names(world: World, kind: str) -> None:
    archive = export(client_of(world.yuki), world, f"?format={kind}")
    assert archive.namelist() == [f"A/A0001.{kind}", f"A/A0002.{kind}", "report.json", "report.txt"]
    data = archive.read(f"A/A0001.{kind}")
    labels = labels_of(world.drawings[0])
    pixels = read_image(data, f"A0001.{kind}")
    for label in (2, 3):
        assert (pixels[labels == label] == RGBA[label]).all()
    if kind == "tga":
        assert (data[2], data[16]) == (10, 24)  # run-length coded, 24 bits
    assert (
        archive.read("report.txt").decode()
        == "Shot c001: 2 drawings in the colours of Boxy v1\nEvery area is painted.\n"
    )


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_the_report_says_what_is_still_unpainted_and_where(world: World) -> None:
    first, second = world.drawings
    Correction.objects.create(drawing=first, labels=first.labels, segments=[2], entry=0)
    Drawing.objects.filter(pk=second.pk).update(labels="", segment_count=None, problem="A0002.png: every pixel is line")
    archive = export(client_of(world.yuki), world)
    labels = labels_of(first)
    report = json.loads(archive.read("report.json"))
    (hole,) = report["drawings"][0]["unpainted"]
    assert (hole["segment"], hole["area"]) == (2, int((labels == 2).sum()))
    assert labels[hole["y"], hole["x"]] == 2
    assert report["drawings"][1]["problem"] == "A0002.png: every pixel is line"
    text = archive.read("report.txt").decode()
    assert f"A/A0001.png: 1 of 3 areas unpainted: {hole['area']} px at {hole['x']},{hole['y']}" in text
    assert "A/A0002.png: not painted: A0002.png: every pixel is line" in text


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_the_report_warns_of_provisional_colours_until_a_person_confirms_them(world: World) -> None:
    first = world.drawings[0]
    Proposal.objects.filter(drawing=first).update(novelty=bytes([0, 0, NEW, 0]))
    archive = export(client_of(world.yuki), world)
    labels = labels_of(first)
    (place,) = json.loads(archive.read("report.json"))["drawings"][0]["provisional"]
    assert (place["segment"], place["area"]) == (2, int((labels == 2).sum()))
    assert labels[place["y"], place["x"]] == 2
    warning = f"A/A0001.png: 1 new areas in a provisional colour: {place['area']} px at {place['x']},{place['y']}"
    assert warning in archive.read("report.txt").decode()
    correction_add(drawing=first, by=world.ren, segments=[2], entry=2)
    assert "provisional" not in export(client_of(world.yuki), world).read("report.txt").decode()


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_a_tga_shot_goes_out_as_png_when_asked(world: World) -> None:
    form = {"name": "cels", "sheet": world.sheet.pk, "files": [upload("c0001.tga", TGA), upload("c0002.tga", TGA)]}
    shot = client_of(world.ren).post(f"/api/v1/productions/{world.production.pk}/shots/", form).json()
    answer = client_of(world.ren).get(f"/api/v1/shots/{shot['id']}/export/?format=png")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert archive.namelist()[:2] == ["C/c0001.png", "C/c0002.png"]


@pytest.mark.parametrize("query", ["?format=gif", "?lines=none"])
def test_an_export_that_cannot_be_made_is_refused(world: World, query: str) -> None:
    answer = client_of(world.yuki).get(f"/api/v1/shots/{world.shot.pk}/export/{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_a_tga_line_is_sent_as_png_with_white_as_transparent(world: World) -> None:
    form = {"name": "cels", "sheet": world.sheet.pk, "files": [upload("c0001.tga", TGA)]}
    shot = client_of(world.ren).post(f"/api/v1/productions/{world.production.pk}/shots/", form).json()
    (drawing,) = shot["levels"][0]["drawings"]
    answer = client_of(world.ren).get(drawing["line_url"])
    pixels = np.array(Image.open(io.BytesIO(answer.content)))
    assert {tuple(color) for color in pixels.reshape(-1, 4)} == {(0, 0, 0, 255), (255, 255, 255, 0)}
    assert "immutable" in answer["Cache-Control"]
    assert client_of(world.ren).get(drawing["line_url"].replace(".png", "0.png")).status_code == 404


def test_a_label_map_is_sent_as_gzip_of_two_bytes_a_pixel(world: World) -> None:
    drawing = world.drawings[0]
    answer = client_of(world.yuki).get(f"/api/v1/drawings/{drawing.pk}/labels/{drawing.labels}/")
    assert (answer["Content-Encoding"], answer["X-Label-Bytes"]) == ("gzip", "2")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "immutable" in answer["Cache-Control"]
    labels = np.frombuffer(gzip.decompress(answer.content), "<u2").reshape(SIZE[1], SIZE[0])
    assert (labels == labels_of(drawing)).all()
