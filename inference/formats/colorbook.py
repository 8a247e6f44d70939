"""``colorbook.yml``, the text-colour list of PaintBucket-Character: ``NAME on CATEGORY: [highlight, normal, shadow 1,
shadow 2]``, each a colour or null."""

from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from inference.errors import BadFile
from inference.formats.decode import check_text
from inference.formats.palette import OTHER_CATEGORY
from inference.types import CATEGORIES, RGBA, ColorEntry

_MAX = 256 * 1024  # bytes; a character has 30 lines
_MAX_DEPTH = 5  # the book, its list, a colour, a number, one for aliases
_ORDER = ("highlight", "normal", "shadow", "second_shadow")
_NONE = ("null", "~", "", "none", "None", "Null", "NULL")
# The dataset's words for some of the twelve.
_ALIASES = {
    "eye": "eyes", "shoe": "shoes", "sock": "socks", "cloth": "clothes", "clothing": "clothes", "glass": "glasses",
    "headwear": "hair", "beard": "hair",
}  # fmt: skip


class _Shallow(yaml.SafeLoader):
    """Stops at lists in lists in lists, before they cost time."""

    depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise yaml.YAMLError("lists in lists in lists")
        node: Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read(data: bytes, name: str) -> list[ColorEntry]:
    """A sheet's entries, keys from 1 in the file's order. An unknown category counts as clothes.

    Raises BadFile: no YAML, too large, a line that is no such list.
    """
    text = check_text(data, name)
    if len(data) > _MAX:
        raise BadFile(f"{name}: has {len(data) // 1024} kB, too much for a colour list. Is it the right file?")
    try:
        # Nodes only: nothing is constructed, so neither aliases nor merge keys can multiply anything.
        root = yaml.compose(text, Loader=_Shallow)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise BadFile(f"{name}: is no YAML text{line}. Write the colour list again.") from error
    if not isinstance(root, MappingNode) or not root.value:
        raise BadFile(
            f'{name}: has no colours. Lines like "fringe on hair: [null, [90, 60, 40], null, null]" go there.'
        )
    return [_entry(key, title, tones, name) for key, (title, tones) in enumerate(root.value, 1)]


def _entry(key: int, title: Node, tones: Node, name: str) -> ColorEntry:
    line = f"{name}: line {title.start_mark.line + 1}"
    if not isinstance(title, ScalarNode) or not isinstance(tones, SequenceNode) or not 2 <= len(tones.value) <= 4:
        raise BadFile(f'{line} is not "NAME on CATEGORY: [highlight, normal, shadow 1, shadow 2]". Write it so.')
    colors = {field: _color(node, line) for field, node in zip(_ORDER, tones.value, strict=False)}
    normal = colors.pop("normal")
    if normal is None:
        raise BadFile(f"{line} has no normal colour, the second of its list. Give one.")
    part, joint, category = title.value.rpartition(" on ")
    category = _ALIASES.get(category.strip().lower(), category.strip().lower())
    if not joint or category not in CATEGORIES:
        return ColorEntry(key, title.value, OTHER_CATEGORY, normal, **colors)
    return ColorEntry(key, part, category, normal, **colors)


def _color(node: Node, line: str) -> RGBA | None:
    """``[90, 60, 40]``, with or without alpha; ``[90 60 40]`` is seen as well."""
    if isinstance(node, ScalarNode) and node.value in _NONE:
        return None
    nodes = node.value if isinstance(node, SequenceNode) else [node]
    words = [word for item in nodes[:4] for word in (item.value.split() if isinstance(item, ScalarNode) else ["?"])]
    whole = len(nodes) <= 4 and len(words) in (3, 4)
    if not whole or not all(word.isascii() and word.isdigit() and len(word) < 4 and int(word) < 256 for word in words):
        raise BadFile(f"{line} has a colour that is none: three or four numbers from 0 to 255, or null, go there.")
    red, green, blue, alpha = (*map(int, words), 255)[:4]
    return red, green, blue, alpha


def write(entries: list[ColorEntry]) -> bytes:
    """The list of a sheet's entries; opaque colours have three numbers. Raises ValueError for two of one name."""
    book: dict[str, Any] = {}
    for entry in entries:
        title = f"{entry.name} on {entry.category}"
        if title in book:
            raise ValueError(f"two entries are called {title!r}")
        book[title] = [_numbers(getattr(entry, field)) for field in _ORDER]
    if not book:
        raise ValueError("a colour list without colours")
    return yaml.safe_dump(book, sort_keys=False, allow_unicode=True, default_flow_style=None, width=200).encode()


def _numbers(color: RGBA | None) -> list[int] | None:
    if color is None:
        return None
    return list(color) if color[3] != 255 else list(color[:3])
