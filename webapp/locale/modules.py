"""Reads the frontend's modules: which texts they pass through ``words.js``."""

from collections.abc import Iterator

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_javascript.language()))
SPEAKING = {"_", "_n"}
CALL = {"call_expression", "new_expression"}


class NotConstant(Exception):
    """A text that cannot be looked up, because it is put together while the page runs."""


def parsed(source: str) -> Node:
    """The tree of a module."""
    return _PARSER.parse(source.encode()).root_node


def nodes(root: Node, kinds: set[str]) -> Iterator[Node]:
    """Every node of these kinds, from the top down."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type in kinds:
            yield node
        waiting += reversed(node.children)


def callee(call: Node) -> str:
    """What a call calls, without what it belongs to."""
    function = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    return said(function).split(".")[-1] if function else ""


def said(node: Node) -> str:
    """A string's or template's own words; of any other node its source."""
    if node.type == "string":
        return "".join(_unescaped(part) for part in node.named_children)
    if node.type == "template_string":
        return "".join(_unescaped(part) for part in node.named_children if part.type != "template_substitution")
    return node.text.decode() if node.text else ""


def _unescaped(part: Node) -> str:
    text = part.text.decode() if part.text else ""
    if part.type != "escape_sequence":
        return text
    return {"\\n": "\n", "\\t": "\t"}.get(text, text[1:])


def texts(source: str) -> Iterator[tuple[str, ...]]:
    """(text,) of every ``_`` and (one, many) of every ``_n`` of a module. Raises NotConstant."""
    for call in nodes(parsed(source), {"call_expression"}):
        name = callee(call)
        arguments = call.child_by_field_name("arguments")
        if name not in SPEAKING or arguments is None:
            continue
        given = [child for child in arguments.named_children if child.type != "comment"][: 2 if name == "_n" else 1]
        if any(child.type != "string" for child in given):
            raise NotConstant(f"line {call.start_point.row + 1}: {said(call)}")
        yield tuple(said(child) for child in given)
