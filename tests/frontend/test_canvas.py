"""The pure modules of ``frontend/canvas``, in the browser they are made for."""

import base64
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page

from inference.formats import read_image, write_png
from inference.lineart import line_art_from_rgba
from inference.painting import render
from inference.segments import segment
from inference.types import FloatArray, Painting, Plane, UInt8Array

pytestmark = pytest.mark.browser

# A cross of lines cuts a 5 x 5 drawing into four segments.
CROSS = [
    1, 1, 0, 2, 2,
    1, 1, 0, 2, 2,
    0, 0, 0, 0, 0,
    3, 3, 0, 4, 4,
    3, 3, 0, 4, 4,
]  # fmt: skip
PREPARED = """
const { decodeLabels, spreadUnderLines, indexPixels, segmentAt, segmentsAlong } = await import('/canvas/labels.js');
const { paletteTable, segmentColors, pack, unpack, LOST } = await import('/canvas/palette.js');
const { paintAll, paintSegments, segmentMask } = await import('/canvas/paint.js');
const labels = Uint16Array.from(given);
const index = indexPixels(spreadUnderLines(labels, 5, 5), 5, 4);
"""


@pytest.fixture
def look(modules_page: Page) -> Any:
    """Run JavaScript on the cross and return what it says."""
    return lambda body: modules_page.evaluate(f"async (given) => {{ {PREPARED} {body} }}", CROSS)


def test_colour_runs_under_the_lines_so_that_no_gap_shows_without_them(look: Any) -> None:
    spread = look("return [...spreadUnderLines(labels, 5, 5)]")
    assert 0 not in spread
    assert [spread[i] for i in (0, 4, 20, 24)] == [1, 2, 3, 4]


def test_a_drawing_that_is_all_line_stays_line(look: Any) -> None:
    assert look("return [...spreadUnderLines(new Uint16Array(25), 5, 5)]") == [0] * 25


def test_every_pixel_is_listed_under_its_segment_once(look: Any) -> None:
    start, pixels = look("return [[...index.start], [...index.pixels]]")
    assert start[0] == 0
    assert start[-1] == 25
    assert sorted(pixels) == list(range(25))


def test_painting_one_segment_touches_no_other_pixel(look: Any) -> None:
    red, others, box = look("""
        const pixels = new Uint32Array(25);
        const colors = Uint32Array.from([0, 0, 0, 0, pack(255, 0, 0, 255)]);
        const box = paintSegments(pixels, index, colors, [4]);
        const painted = [...labels].filter((label, i) => pixels[i] !== 0 && label !== 0);
        return [painted.filter((label) => label === 4).length, painted.filter((label) => label !== 4).length, box];
    """)
    assert (red, others) == (4, 0)
    assert box["x"] + box["width"] == 5
    assert box["y"] + box["height"] == 5


def test_a_label_map_of_the_wrong_size_is_refused(look: Any) -> None:
    said = look("try { decodeLabels(new ArrayBuffer(10), 2, 25) } catch (e) { return e.message }")
    assert said == "the label map has 10 bytes, the drawing needs 50"


def test_four_byte_labels_are_read_where_there_are_many_segments(look: Any) -> None:
    assert look("return [...decodeLabels(Uint32Array.from([70000, 1]).buffer, 4, 2)]") == [70000, 1]


def test_a_click_beside_a_hair_takes_the_nearest_segment(look: Any) -> None:
    assert look("return segmentAt(labels, 5, 5, {wx: 2.5, wy: 0.5}, 1)") in (1, 2)
    assert look("return segmentAt(labels, 5, 5, {wx: 2.5, wy: 0.5}, 0)") == 0
    assert look("return segmentAt(labels, 5, 5, {wx: -1, wy: 0}, 3)") == 0


def test_a_fast_stroke_misses_no_segment_between_two_points(look: Any) -> None:
    assert look("return segmentsAlong(labels, 5, 5, {wx: 0.5, wy: 0.5}, {wx: 4.5, wy: 0.5})") == [1, 2]


def test_the_highlight_covers_the_segment_and_stops_at_its_lines(look: Any) -> None:
    inside = look("""
        const { box, pixels } = segmentMask(index, labels, 5, 1, 7, 9);
        const under = (i) => labels[(box.y + Math.floor(i / box.width)) * 5 + box.x + i % box.width];
        return [...pixels].every((value, i) => (value !== 0) === (under(i) === 1));
    """)
    assert inside


def test_a_tone_that_the_sheet_leaves_out_shows_as_normal(look: Any) -> None:
    colours = look("""
        const entry = {key: 3, name: 'hair', category: 'hair', normal: '#102030ff', highlight: '#ffffffff',
                       shadow: null, second_shadow: null, order: 0};
        const table = paletteTable([entry]);
        const painting = {entry: Uint16Array.from([0, 3, 3, 3, 0]), tone: Uint8Array.from([0, 0, 1, 2, 0])};
        return [...segmentColors(painting, table)].map(unpack);
    """)
    assert colours[1] == colours[3] == [16, 32, 48, 255]
    assert colours[2] == [255, 255, 255, 255]
    assert colours[4] == [0, 0, 0, 0]


def test_an_entry_that_the_sheet_has_lost_shows_in_a_loud_red(look: Any) -> None:
    lost = look("""
        const painting = {entry: Uint16Array.from([0, 9]), tone: Uint8Array.from([0, 0])};
        return segmentColors(painting, paletteTable([]))[1] === LOST;
    """)
    assert lost


def test_white_paper_becomes_transparent_and_soft_edges_stay_soft(modules_page: Page) -> None:
    paper, grey, line = modules_page.evaluate("""async () => {
        const { clearPaper } = await import('/canvas/lines.js');
        const rgba = Uint8ClampedArray.from([255, 255, 255, 255, 128, 128, 128, 255, 200, 30, 30, 255]);
        clearPaper(rgba, Uint16Array.from([1, 1, 0]));
        return [[...rgba.slice(0, 4)], [...rgba.slice(4, 8)], [...rgba.slice(8)]];
    }""")
    assert paper[3] == 0
    assert grey == [0, 0, 0, 127]
    assert line == [200, 30, 30, 255]


def test_zooming_keeps_what_is_under_the_cursor_under_the_cursor(modules_page: Page) -> None:
    before, after = modules_page.evaluate("""async () => {
        const { View } = await import('/canvas/view.js');
        const view = new View();
        view.fit({width: 1920, height: 1080}, {width: 900, height: 500}, 20);
        const cursor = {sx: 123, sy: 321};
        const before = view.toWorld(cursor);
        view.zoomTo(cursor, 7);
        return [before, view.toWorld(cursor)];
    }""")
    assert after["wx"] == pytest.approx(before["wx"])
    assert after["wy"] == pytest.approx(before["wy"])


def test_what_was_used_last_is_kept_when_memory_runs_out(modules_page: Page) -> None:
    kept, released = modules_page.evaluate("""async () => {
        const { ByteCache } = await import('/canvas/lru.js');
        const released = [];
        const cache = new ByteCache(20, (value) => released.push(value));
        cache.set(1, 'a', 10); cache.set(2, 'b', 10); cache.get(1); cache.set(3, 'c', 10);
        return [[1, 2, 3].map((key) => cache.peek(key) ?? null), released];
    }""")
    assert kept == ["a", None, "c"]
    assert released == ["b"]


def test_the_unsure_glows_brighter_than_the_sure_and_the_unpainted_brightest(modules_page: Page) -> None:
    light = modules_page.evaluate("""async () => {
        const { heat } = await import('/canvas/confidence.js');
        const { unpack, pack } = await import('/canvas/palette.js');
        const painting = {
            entry: Uint16Array.from([0, 1, 1, 1, 0, 1]), byPerson: Uint8Array.from([0, 0, 0, 0, 0, 1]),
            confidence: Uint8Array.from([0, 255, 100, 5, 0, 255]),
        };
        return [1, 2, 3, 4, 5].map((label) => {
            const [r, g, b] = unpack(heat(painting, label, pack(240, 240, 240, 255)));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        });
    }""")
    sure, doubtful, very_doubtful, unpainted, by_person = light
    assert unpainted > doubtful > very_doubtful > sure + 30
    assert by_person < very_doubtful


APART = 0.1  # OKLab
SIGHT = """[  // Machado, Oliveira and Fernandes 2009, full severity, on linear RGB
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
]"""


def test_neighbours_never_share_a_colour_in_the_leak_view(look: Any) -> None:
    colours, again = look("""
        const { leakColors } = await import('/canvas/leaks.js');
        return [[...leakColors(index, 5)], [...leakColors(index, 5)]];
    """)
    assert len(set(colours[1:])) == 4
    assert colours == again


def test_colours_of_the_leak_view_stay_apart_for_every_kind_of_colour_vision(modules_page: Page) -> None:
    nearest = modules_page.evaluate(f"""async () => {{
        const {{ LEAK_COLORS, OUTSIDE }} = await import('/canvas/leaks.js');
        const {{ unpack }} = await import('/canvas/palette.js');
        const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const times = (rows, [a, b, c]) => rows.map((row) => row[0] * a + row[1] * b + row[2] * c);
        const lab = (rgb) => times(
            [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
             [0.0259040371, 0.7827717662, -0.808675766]],
            times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                   [0.0883024619, 0.2817188376, 0.6299787005]], rgb).map(Math.cbrt));
        const all = [...LEAK_COLORS, OUTSIDE].map((color) => unpack(color).slice(0, 3).map((v) => linear(v / 255)));
        return Math.min(...{SIGHT}.flatMap((sight) => {{
            const seen = all.map((rgb) => lab(times(sight, rgb).map((v) => Math.min(1, Math.max(0, v)))));
            const apart = (one, other) => Math.hypot(...one.map((v, k) => v - other[k]));
            return seen.flatMap((one, i) => seen.slice(0, i).map((other) => apart(one, other)));
        }}));
    }}""")
    assert nearest > APART


def test_trace_lines_hide_under_paint_and_show_on_bare_paper(look: Any) -> None:
    taken, kept, bare, painted = look("""
        const { takeTraceLines } = await import('/canvas/lines.js');
        const { paintTraceLines } = await import('/canvas/trace.js');
        const rgba = new Uint8ClampedArray(100);
        const lines = [...labels.keys()].filter((i) => labels[i] === 0);
        for (const i of lines) rgba.set(i % 5 === 2 ? [0, 0, 0, 255] : [0, 0, 255, 255], 4 * i);
        const trace = takeTraceLines(rgba, labels, spreadUnderLines(labels, 5, 5), 5, 4);
        const show = (colors) => {
            const pixels = new Uint32Array(25);
            paintAll(pixels, index, colors);
            paintTraceLines(pixels, trace, colors);
            return [...unpack(pixels[10])];
        };
        const under = spreadUnderLines(labels, 5, 5)[10];
        const colors = new Uint32Array(5);
        const bare = show(colors);
        colors[labels[5]] = colors[under] = pack(9, 8, 7, 255);
        return [trace.places.length, [...rgba.subarray(8, 12)], bare, show(colors)];
    """)
    assert taken == 4  # the blue bar, but for where the black one crosses it
    assert kept == [0, 0, 0, 255]
    assert bare == [0, 0, 255, 255]
    assert painted == [9, 8, 7, 255]


HOUSE = Path(__file__).parents[2] / "fixtures" / "house_production" / "shot" / "line"
PAINT = """async ([png, labels, width, height, count, palette, order]) => {
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const { decodeLabels, spreadUnderLines, indexPixels } = await import('/canvas/labels.js');
    const { clearPaper, takeTraceLines } = await import('/canvas/lines.js');
    const { paintAll, paintSegments } = await import('/canvas/paint.js');
    const { paintTraceLines } = await import('/canvas/trace.js');
    const map = decodeLabels(bytes(labels).buffer, 2, width * height);
    const bitmap = await createImageBitmap(new Blob([bytes(png)]), { colorSpaceConversion: 'none' });
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const rgba = context.getImageData(0, 0, width, height).data;
    clearPaper(rgba, map);
    const spread = spreadUnderLines(map, width, height);
    const index = indexPixels(spread, width, count);
    const trace = takeTraceLines(rgba, map, spread, width, count);
    const colors = new Uint32Array(bytes(palette).buffer);
    const pixels = new Uint32Array(width * height);
    paintAll(pixels, index, colors);
    paintTraceLines(pixels, trace, colors);
    // Once more, from other colours, one segment after the other as clicks come.
    const clicked = new Uint32Array(width * height);
    const now = colors.slice().reverse();
    paintAll(clicked, index, now);
    paintTraceLines(clicked, trace, now);
    for (const label of order) {
        now[label] = colors[label];
        paintSegments(clicked, index, now, [label]);
        paintTraceLines(clicked, trace, now, [label]);
    }
    let text = '';
    for (const byte of new Uint8Array(pixels.buffer)) text += String.fromCharCode(byte);
    return [btoa(text), pixels.every((color, i) => color === clicked[i])];
}"""


def soft(rgba: UInt8Array) -> UInt8Array:
    """The same drawing with soft lines on white paper."""
    ink = (rgba[..., 3:] / np.float32(255)).astype(np.float32)
    on_white: FloatArray = rgba[..., :3] * ink + 255 * (1 - ink)
    blurred = cv2.GaussianBlur(on_white, (0, 0), 0.7)
    opaque = np.full((*rgba.shape[:2], 1), 255, np.uint8)
    return np.concatenate([np.rint(blurred).astype(np.uint8), opaque], axis=-1)


@pytest.mark.parametrize("kind", ["sharp", "soft"])
def test_the_canvas_paints_trace_lines_as_an_export_does(modules_page: Page, kind: str) -> None:
    rgba = read_image((HOUSE / "A0003.png").read_bytes(), "A0003.png")[:480, 320:960]
    rgba = np.ascontiguousarray(rgba if kind == "sharp" else soft(rgba))
    art = line_art_from_rgba(rgba, "a.png")
    cut = segment(art)
    random = np.random.default_rng(3)
    colors = random.integers(0, 256, (cut.count + 1, 4), np.uint8)
    colors[:, 3] = 255
    colors[random.random(len(colors)) < 0.1] = 0  # unpainted
    colors[0] = 0
    every = np.arange(cut.count + 1, dtype=np.uint16)
    painting = Painting(every, np.zeros(len(every), np.uint8), np.ones(len(every), np.float32))
    exported = render(cut.labels, painting, np.repeat(colors[:, None], 4, axis=1), rgba, art.planes, "painted")

    height, width = cut.labels.shape
    texts = [base64.b64encode(data).decode() for data in (write_png(rgba), cut.labels.astype("<u2").tobytes())]
    order = [int(label) for label in random.permutation(cut.count) + 1]
    palette = base64.b64encode(colors.tobytes()).decode()
    told, same_by_clicks = modules_page.evaluate(PAINT, [*texts, width, height, cut.count, palette, order])
    shown = np.frombuffer(base64.b64decode(told), np.uint8).reshape(height, width, 4)
    is_side = (cut.labels == 0) & np.isin(art.planes, [Plane.HIGHLIGHT, Plane.SHADOW]) & (exported[..., 3] > 0)
    assert is_side.sum() > 1000
    different = (shown != exported).any(axis=-1) & is_side
    # A speck walled in by black lines has no side; the nearest area is told by two walks that may differ.
    assert different.sum() <= 2
    assert same_by_clicks


def test_an_outline_holds_the_segments_that_lie_wholly_inside_and_no_other(look: Any) -> None:
    inside = """
        const { segmentsInside } = await import('/canvas/fence.js');
        const held = (outline) => segmentsInside(labels, index, 5, 5, outline);
        return [
            held([[0, 0], [2, 0], [2, 2], [0, 2]]), held([[0, 0], [4, 0], [4, 2], [0, 2]]),
            held([[3, 3], [4, 3], [4, 4]]), held([[-9, -9], [9, -9], [9, 9], [-9, 9]]), held([[2, 2], [2, 2]]),
        ];
    """
    assert look(inside) == [[1], [1, 2], [], [1, 2, 3, 4], []]


# Base 1, a highlight 2 behind a red line, a shadow 3 behind a blue one, a second shadow 4 behind a yellow-green one;
# 5 lies behind a black line.
TONES = """
const { tonesFrom } = await import('/canvas/tones.js');
const { takeTraceLines } = await import('/canvas/lines.js');
const row = [2, 0, 1, 0, 3, 0, 4, 0, 5], inks = { 1: [255, 0, 0], 3: [0, 0, 255], 5: [173, 255, 47], 7: [0, 0, 0] };
const height = 6, map = Uint16Array.from(Array(height).fill(row).flat());
const line = row.flatMap((label, x) => [...(inks[x] ?? [0, 0, 0]), label ? 0 : 255]);
const rgba = new Uint8ClampedArray(Array(height).fill(line).flat());
const trace = takeTraceLines(rgba, map, spreadUnderLines(map, row.length, height), row.length, 5);
return [1, 2].map((base) => [...tonesFrom(trace, base)].sort());
"""


def test_tones_go_across_red_blue_and_yellow_green_lines_but_not_across_black_ones(look: Any) -> None:
    from_base, from_highlight = look(TONES)
    assert from_base == [[1, 0], [2, 1], [3, 2], [4, 3]]
    assert from_highlight == [[1, 1], [2, 0], [3, 2], [4, 3]]
