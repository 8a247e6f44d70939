from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.errors import BadFile
from inference.formats import aco, ase, colorbook, gpl, read_palette, tpl, write_palette
from inference.formats.palette import (
    LINES,
    NOTHING,
    Palette,
    Swatch,
    entries_of_palette,
    palette_of,
    styles_of_entries,
)
from inference.types import CATEGORIES, ColorEntry

FORMATS = [gpl, aco, ase, tpl]
NAMES = [module.__name__.rpartition(".")[2] for module in FORMATS]
byte = st.integers(0, 255)
opaque = st.tuples(byte, byte, byte, st.just(255))
any_color = st.one_of(opaque, st.tuples(byte, byte, byte, byte))
word = st.text("abcdefgh髪肌\"\\'<&>1\N{FULLWIDTH DIGIT ONE}_|%@", min_size=1, max_size=8)
swatch = st.builds(Swatch, word, any_color, st.sampled_from([*CATEGORIES, "colors"]), st.just(False))

NURI = [
    ColorEntry(1, "paper", "background", (255, 255, 255, 0)),
    ColorEntry(2, "face", "skin", (250, 220, 200, 255), (255, 240, 230, 255), (200, 150, 130, 255)),
    ColorEntry(3, "前髪", "hair", (90, 60, 40, 255), None, (60, 40, 20, 255), (30, 20, 10, 255)),
    ColorEntry(4, '1st "button" \\ knob', "clothes", (1, 2, 3, 255)),
    ColorEntry(5, "face", "hat", (9, 8, 7, 128)),
]


@pytest.mark.parametrize("module", FORMATS, ids=NAMES)
@given(st.lists(swatch, max_size=12))
def test_every_palette_keeps_every_colour_name_page_and_place(module: ModuleType, swatches: list[Swatch]) -> None:
    palette = palette_of(swatches)
    assert module.read(module.write(palette), "x").swatches == palette.swatches


@pytest.mark.parametrize("module", FORMATS, ids=NAMES)
def test_a_sheet_survives_every_palette_format(module: ModuleType) -> None:
    palette = styles_of_entries(NURI, "Nuri").palette
    read = module.read(module.write(palette), "nuri")
    assert read.swatches == palette.swatches
    assert entries_of_palette(read) == NURI


def test_a_sheet_survives_the_papers_colour_list() -> None:
    assert colorbook.read(colorbook.write(NURI), "colorbook.yml") == NURI


@pytest.mark.parametrize(
    "line",
    [
        "eyelash on eye: [[39, 64, 59],[19, 44, 39],[38, 13, 18],null]",
        "eyelash on eye: [[39 64 59],[19 44 39],[38 13 18],null]",
    ],
)
def test_the_papers_own_example_is_read(line: str) -> None:
    assert colorbook.read(line.encode(), "colorbook.yml") == [
        ColorEntry(1, "eyelash", "eyes", (19, 44, 39, 255), (39, 64, 59, 255), (38, 13, 18, 255))
    ]


def test_styles_are_lines_first_then_every_tone_of_every_entry() -> None:
    styles = styles_of_entries(NURI)
    swatches = styles.palette.swatches
    assert swatches[0] == NOTHING
    assert [swatch.page for swatch in swatches[1:6]] == [LINES] * 5
    assert [swatches[style].name for style in styles.of_color[3]] == ["前髪", "前髪", "前髪 shadow", "前髪 shadow 2"]
    assert [swatch.page for swatch in swatches[6:9]] == ["background", "skin", "skin"]
    assert [swatch.autopaint for swatch in swatches[1:4]] == [False, True, True]


def test_more_colours_than_a_level_has_styles_are_refused() -> None:
    with pytest.raises(ValueError, match="4095"):
        styles_of_entries([ColorEntry(key, str(key), "hair", (0, 0, 0, 255)) for key in range(1, 4095)])


OPENTOONZ = rb"""<palette id='1'>
  <version> 71 0 </version>
  <refImgPath> "D:\\model\\a \"b\" <c>.tlv" </refImgPath>
  <styles>
    <style> color_0 3 255 255 255 0 </style>
    <style> _1 color 3 0 0 255 255 </style>
    <style pickedpos="740,96"> |"studio > day" "@skin" "skin tone" 3 221 152 91 255 </style>
    <style> __hidden 3 1 2 3 4 </style>
    <style> bubbles 1145 0.5 12 3 </style>
  </styles>
  <stylepages>
    <page> <name> "color model" </name> <indices> 2 0 </indices> </page>
    <page> <name> lines </name> <indices> 1 </indices> </page>
  </stylepages>
  <shortcuts> 9 0 1 2 3 4 5 6 7 8 </shortcuts>
</palette>
"""


def test_an_opentoonz_palette_with_flags_studio_names_and_textures_is_read() -> None:
    with_bare_studio_name = OPENTOONZ.replace(b'|"studio > day" "@skin"', b'"|studio > day" "@skin"')
    assert tpl.read(with_bare_studio_name, "a.tpl").swatches == (
        Swatch("color_0", (255, 255, 255, 0), "color model"),
        Swatch("color", (0, 0, 255, 255), "lines", autopaint=True),
        Swatch("skin tone", (221, 152, 91, 255), "color model"),
        Swatch("_hidden", (1, 2, 3, 4), ""),
        Swatch("bubbles", (128, 128, 128, 255), ""),
    )


def test_a_palette_does_not_leave_as_a_studio_palette() -> None:
    """OpenToonz takes a palette's name for the number of a studio palette, and what follows a hyphen for a style's."""
    assert tpl.write(Palette((NOTHING,), "Nuri - day")).startswith(b'<palette name="">')
    linked = OPENTOONZ.replace(b"<palette id='1'>", b'<palette name="1519347562_18467">')
    assert tpl.read(linked, "a.tpl") == tpl.read(OPENTOONZ, "a.tpl")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("fringe", "fringe 3 "), ("front hair", '"front hair" 3 '), ("前髪", '"前髪" 3 '),
        ("\N{FULLWIDTH DIGIT ONE}号影", '"\N{FULLWIDTH DIGIT ONE}号影" 3 '),
        ("1st", "_1st 3 "), ("7", "_0 _7 3 "), ("_", "_0 __ 3 "), ("|day", '"_|day" 3 '), ("@skin", '"_@skin" 3 '),
        ('a "b" & <c>', r'"a \"b\" & <c>" 3 '), ("back\\slash\\n", r'"back\\slash\\n" 3 '),
        ("two\nlines", '"two\nlines" 3 '), ("50%", "_50% 3 "),
    ],
)  # fmt: skip
def test_names_are_quoted_and_marked_as_opentoonz_wants_them(name: str, written: str) -> None:
    data = tpl.write(palette_of([Swatch(name, (1, 2, 3, 255))]))
    assert f"<style>\n{written}1 2 3 255\n</style>" in data.decode()
    assert tpl.read(data, "a.tpl").swatches[1].name == name


def test_a_backslash_that_escapes_nothing_stays() -> None:
    data = OPENTOONZ.replace(b"bubbles", rb'"bub\bles"')
    assert tpl.read(data, "a.tpl").swatches[4].name == r"bub\bles"


def test_a_gimp_palette_from_elsewhere_is_read() -> None:
    data = b"GIMP Palette\r\nName: Day\r\nColumns: 0\r\n# comment\r\n  1   2   3\r\n255 0 9 bright red\r\n"
    assert read_palette(data, "x.gpl") == Palette(
        (NOTHING, Swatch("color", (1, 2, 3, 255)), Swatch("bright red", (255, 0, 9, 255))), "Day"
    )


def test_photoshop_swatches_in_other_models_become_rgb() -> None:
    colors = [(1, 0, 65535, 65535, 0), (2, 65535, 65535, 65535, 0), (8, 5000, 0, 0, 0), (2, 0, 65535, 65535, 65535)]
    data = b"".join(n.to_bytes(2, "big") for n in (1, len(colors), *(value for color in colors for value in color)))
    assert [swatch.color[:3] for swatch in aco.read(data, "x.aco").swatches[1:]] == [
        (255, 0, 0), (0, 0, 0), (128, 128, 128), (0, 255, 255),
    ]  # fmt: skip


def test_a_colour_that_has_no_exact_rgb_is_refused_by_its_place() -> None:
    data = b"".join(n.to_bytes(2, "big") for n in (1, 1, 7, 5000, 100, 100, 0))
    with pytest.raises(BadFile, match=r"x\.aco: colour 1 is given as Lab.*RGB"):
        aco.read(data, "x.aco")


@pytest.mark.parametrize("module", FORMATS, ids=NAMES)
def test_a_palette_is_known_by_its_content(module: ModuleType) -> None:
    palette = palette_of([Swatch("red", (255, 0, 1, 255))])
    name = "x.aco" if module is aco else "renamed.txt"
    assert read_palette(module.write(palette), name).swatches == palette.swatches


def test_an_unknown_palette_is_refused_with_what_is_known() -> None:
    with pytest.raises(BadFile, match=r"notes\.txt.*\.aco, \.ase, \.gpl, \.tpl"):
        read_palette(b"Dear painter", "notes.txt")
    with pytest.raises(BadFile, match="Known are"):
        write_palette(Palette(), ".txt")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"- a\n- b\n", "has no colours"),
        (b"a: {b: c}\n", "line 1"),
        (b"fringe on hair: [null, null, null, null]\n", "no normal colour"),
        (b"ok on hair: [null, [1,2,3]]\nfringe on hair: [null, [1, 2, 300], null, null]\n", "line 2"),
        (b"fringe on hair: [null, [1, 2, 3.5], null, null]\n", "line 1"),
        (b"a: [[[[[", "is no YAML text"),
        (b"[" * 200_000, "is no YAML text"),
    ],
)
def test_a_colour_list_that_is_none_says_where(data: bytes, found: str) -> None:
    with pytest.raises(BadFile, match=found):
        colorbook.read(data, "colorbook.yml")
