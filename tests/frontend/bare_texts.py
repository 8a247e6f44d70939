"""Finds texts in the modules that would reach the screen without passing through ``words.js``."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from webapp.locale.modules import CALL, SPEAKING, callee, nodes, parsed, said

# What carries words to the screen: properties of elements and dialogs, ...
SHOWING_PROPERTIES = {
    "title", "hint", "label", "placeholder", "words", "act", "alt", "text", "head", "aria-label", "aria-description",
    "aria-valuetext", "aria-roledescription",
}  # fmt: skip
SHOWING_ASSIGNMENTS = {"textContent", "innerText", "title", "placeholder", "ariaLabel", "alt"}
# ... and calls, of which every argument from this place on is shown.
SHOWING_CALLS = {
    "h": 2, "put": 1, "append": 0, "prepend": 0, "before": 0, "after": 0, "replaceWith": 0, "replaceChildren": 0,
    "toast": 0, "openDialog": 0, "field": 0, "iconButton": 1, "commandButton": 2, "slider": 0, "nothingHere": 0,
    "openSheetForm": 0, "paletteButton": 1, "ApiError": 2,
}  # fmt: skip
# Not the words of those calls: a toast's kind, an element's classes, an adjustment's name.
NO_TEXT = {"info", "good", "error", "wide", "widest", "quiet", "small", "part", "small card-act", "max", "radius"}
NAMES = re.compile(
    r"PNG|TGA|TIFF|PSD|TLV \+ TPL|GPL|ACO|ASE|TPL|colorbook\.yml|sheet\.json|GIMP, Krita, Inkscape"
    r"|PaintBucket-Character|(v -)? ?Shiage|px|kB|MB|v|c012"
)
# For the console, or for the page itself.
SILENT_CALLS = {"Error", "RangeError", "TypeError", "DOMException", "querySelector", "querySelectorAll", "closest"}
PROSE = re.compile(r"[A-Z][a-z]+,? [a-z]+|[a-z]+,? [a-z]+,? [a-z]+|[a-z]+ [a-z]+\.$")
THROUGH = {
    "ternary_expression",
    "binary_expression",
    "parenthesized_expression",
    "spread_element",
    "array",
    "template_substitution",
    "template_string",
}


def bare_texts(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of everything in a module that is shown as it stands."""
    for node in nodes(parsed(source), {"string", "template_string"}):
        text = said(node).strip(" .,:·#()%/-+…\n")
        if re.search(r"[^\W\d_]", text) and not NAMES.fullmatch(text) and _is_shown(node, text):
            yield node.start_point.row + 1, text


def _is_shown(node: Node, text: str) -> bool:
    calls = {callee(above) for above in _above(node) if above.type in CALL}
    if calls & (SPEAKING | SILENT_CALLS):
        return False
    while node.parent and node.parent.type in THROUGH:
        if node.parent.type == "ternary_expression" and node == node.parent.child_by_field_name("condition"):
            return False
        if node.parent.type == "binary_expression" and _compares(node.parent):
            return False
        node = node.parent
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "pair":
        key = parent.child_by_field_name("key")
        return node != key and key is not None and said(key) in SHOWING_PROPERTIES
    if parent.type == "arguments" and parent.parent:
        place = parent.named_children.index(node)
        if callee(parent.parent) == "setAttribute" and place == 1:
            return said(parent.named_children[0]) in SHOWING_PROPERTIES
        if place >= SHOWING_CALLS.get(callee(parent.parent), 1000) and not _is_form(parent.parent):
            return text not in NO_TEXT
    if parent.type in {"assignment_expression", "augmented_assignment_expression"}:
        left = parent.child_by_field_name("left")
        if left is not None and said(left).split(".")[-1] in SHOWING_ASSIGNMENTS:
            return True
    return bool(PROSE.search(text)) and parent.type not in {"import_statement", "subscript_expression"}


def _above(node: Node) -> Iterator[Node]:
    while node.parent:
        node = node.parent
        yield node


def _compares(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return operator is not None and operator.type in {"===", "!==", "in", "<", ">"}


def _is_form(call: Node) -> bool:
    """``form.append("name", value)`` shows nothing."""
    return said(call).startswith("form.")
