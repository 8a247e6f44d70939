"""OpenToonz palettes (``.tpl``): styles by number, and the pages that show them.

The file looks like XML but is none: texts in it are quoted as in C, so XML parsers fail on good files. Its grammar is
tags, quoted texts and bare words; there are no entities that could explode.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from inference.errors import BadFile
from inference.formats.decode import check_text
from inference.formats.palette import DEFAULT_PAGE, MAX_STYLE, NOTHING, Palette, Swatch
from inference.types import RGBA

_TOKEN = re.compile(
    r"""\s*(?:(?P<comment><!--.*?-->)
    | <(?P<end>/?)\s*(?P<tag>[\w.-]+)(?P<attributes>(?:[^<>"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)>
    | "(?P<double>(?:[^"\\]|\\.)*)"
    | '(?P<single>(?:[^'\\]|\\.)*)'
    | (?P<word>[^\s<>"']+))""",
    re.VERBOSE | re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_%]+")
_UNESCAPE = re.compile(r"""\\(["'\\])""")
_FLAGS = re.compile(r"_[0-9]")
_NEEDS_MARK = re.compile(r"[0-9_|@]")  # names that would be taken for flags, numbers or studio names
_AUTOPAINT = 1
_SOLID = 3
_PACKED = b"TABc"
_UNKNOWN: RGBA = (128, 128, 128, 255)  # a texture's or gradient's stand-in


class _Token(NamedTuple):
    kind: str  # "open", "close", "text"
    text: str


def read(data: bytes, name: str) -> Palette:
    """Styles in their order, with name, colour and page. Textures and gradients keep their number and show as grey.

    Raises BadFile: not an OpenToonz palette, packed, truncated, more than 4095 styles, larger than 4 MB.
    """
    if data.startswith(_PACKED):
        raise BadFile(f"{name}: is a packed OpenToonz palette. Save it unpacked.")
    text = check_text(data, name)
    swatches: list[Swatch] = []
    pages: dict[int, str] = {}
    path: list[str] = []
    words: list[str] = []
    page = DEFAULT_PAGE
    for token in _tokens(text, name):
        if not path and (token.kind != "open" or token.text != "palette"):
            raise BadFile(f"{name}: not an OpenToonz palette. Save it as .tpl in OpenToonz.")
        if token.kind == "text":
            words.append(token.text)
            continue
        if token.kind == "open":
            path.append(token.text)
        else:
            if path.pop() != token.text:
                raise BadFile(f"{name}: </{token.text}> closes what was not opened. Save the palette again.")
            if path == ["palette", "styles"]:
                swatches.append(_swatch(words, name))
            elif path == ["palette", "stylepages", "page"] and token.text == "name":
                page = words[0] if words else DEFAULT_PAGE
            elif path == ["palette", "stylepages", "page"] and token.text == "indices":
                pages.update((int(word), page) for word in words if word.isascii() and word.isdigit() and len(word) < 6)
            if not path:
                return _palette(swatches, pages, name)
        words = []
    raise BadFile(f"{name}: the palette is cut short. Copy or save it again.")


def _palette(swatches: list[Swatch], pages: dict[int, str], name: str) -> Palette:
    if not 0 < len(swatches) <= MAX_STYLE + 1:
        raise BadFile(f"{name}: has {len(swatches)} styles, 1 to {MAX_STYLE + 1} are possible. Save the palette again.")
    return Palette(
        tuple(
            Swatch(swatch.name, swatch.color, pages.get(style, ""), swatch.autopaint)
            for style, swatch in enumerate(swatches)
        )
    )


def _tokens(text: str, name: str) -> Iterator[_Token]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise BadFile(f"{name}: line {line} is damaged. Copy or save the palette again.")
        at = found.end()
        if found["tag"]:
            if not found["attributes"].endswith("/"):
                yield _Token("close" if found["end"] else "open", found["tag"])
        elif found["comment"] is None:
            quoted = found["double"] if found["double"] is not None else found["single"]
            yield _Token("text", found["word"] if quoted is None else _plain(quoted))


def _plain(quoted: str) -> str:
    return _UNESCAPE.sub(r"\1", quoted)


def _swatch(words: list[str], name: str) -> Swatch:
    """``[_FLAGS] [|GLOBAL [@ORIGINAL]] NAME TAG R G B A``; names that begin with a digit or _ have another _."""
    rest = list(words)
    flags = int(rest.pop(0)[1]) if rest and _FLAGS.fullmatch(rest[0]) else 0
    if rest and rest[0].startswith("|"):
        rest.pop(0)
        if rest and rest[0].startswith("@"):
            rest.pop(0)
    if not rest:
        raise BadFile(f"{name}: a style is empty. Save the palette again.")
    # Only ASCII digits are a style's kind: a name may well begin with a full-width one.
    title = "color" if "0" <= rest[0][:1] <= "9" else rest.pop(0).removeprefix("_")
    try:
        numbers = [int(word) for word in rest[:5]]
    except ValueError:
        numbers = []
    if len(numbers) in (4, 5) and numbers[0] == _SOLID and all(0 <= value <= 255 for value in numbers[1:]):
        red, green, blue, alpha = (*numbers[1:], 255)[:4]
        return Swatch(title, (red, green, blue, alpha), autopaint=bool(flags & _AUTOPAINT))
    if numbers and numbers[0] == _SOLID:
        raise BadFile(f"{name}: the style {title!r} has no readable colour. Save the palette again.")
    return Swatch(title, _UNKNOWN, autopaint=bool(flags & _AUTOPAINT))


def write(palette: Palette) -> bytes:
    """The file that OpenToonz 1.2 to 1.7 opens; pages come in the order of their first style.

    The palette's name is left out: what stands there in OpenToonz is the number of a studio palette that the styles
    are linked to, and it stumbles over a hyphen in it. It calls a palette by its file's name.
    """
    lines = ['<palette name="">', "<version>", "71 0", "</version>", "<styles>"]
    swatches = palette.swatches or (NOTHING,)
    for swatch in swatches:
        flags = f"_{_AUTOPAINT} " if swatch.autopaint else ""
        title = f"_{swatch.name}" if _NEEDS_MARK.match(swatch.name) else swatch.name
        if not flags and len(swatch.name) == 1 and title != swatch.name:
            flags = "_0 "
        color = " ".join(str(value) for value in swatch.color)
        lines += ["<style>", f"{flags}{_text(title or 'color')} {_SOLID} {color}", "</style>"]
    lines += ["</styles>", "<stylepages>"]
    for page in dict.fromkeys(swatch.page for swatch in swatches if swatch.page):
        indices = " ".join(str(style) for style, swatch in enumerate(swatches) if swatch.page == page)
        lines += ["<page>", "<name>", _text(page), "</name>", "<indices>", indices, "</indices>", "</page>"]
    lines += ["</stylepages>", "</palette>", ""]
    return "\n".join(lines).encode()


def _text(text: str) -> str:
    return text if _BARE.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
