"""Reads the server's modules: which sentences they say to people.

What the engine and the web side refuse is raised, logged and kept in English, and turned into the reader's language
where it is read (``webapp.words``). So nothing is marked in the code: whatever reads like a sentence is one.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# What people in a browser never meet: the shell, the operator's commands and settings, training.
_ELSEWHERE = re.compile(
    r"/(migrations|management|launch|locale|training|synthesis|benchmark|matching)/"
    r"|/(admin|brokers|cli|convert|env|folder|schema|settings|sheetfile|character|paintbucket|plot|plots|torchvision_door)\.py$"
)
# It may end with another one, that of a refusal which it quotes.
_SENTENCE = re.compile(r"\S+ .*[.?]( \{\w+\})?\s*", re.DOTALL)
_SILENT_CALLS = {"compile", "execute", "cast", "SQL", "OpenApiResponse"}
_WORDS = re.compile(r"(?<![{\w])[a-z]{2,} ")
_SILENT_KEYWORDS = {"help_text", "description", "head"}
# Said within a sentence, and therefore no sentence of their own.
_SAYING_CALLS = {"notes.append", "lines.append", "ValueError"}
_MARKING_CALLS = {"_"}  # gettext_noop, for labels
_PARTS = (
    "a JPEG picture", "a GIF picture", "a BMP picture", "a Clip Studio document", "a PDF document", "a zip archive",
    "a WebP picture, a sound or a film", "an OpenToonz level", "something unknown", "an older level", "something else",
    "a painter or supervisor", "a supervisor", " at drawing {at}", " and other drawings", " in line {line}", " is",
    " and other shots are", "highlight", "shadow", "second shadow",
    "Shot {shot}: {report} drawings in the colours of {sheet}{light}", "the level is not written: {error}",
)  # fmt: skip


def sentences(root: Path) -> Iterator[tuple[Path, str]]:
    """(file, sentence) of everything that the server says, with a {name} for whatever is filled in."""
    for folder in (root / "webapp", root / "inference"):
        for file in sorted(folder.rglob("*.py")):
            if not _ELSEWHERE.search(file.as_posix()):
                yield from ((file, text) for text in said(file.read_text()))
    yield from ((Path(__file__), text) for text in _PARTS)


def said(source: str) -> Iterator[str]:
    """The sentences of a module."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            text = _template(node)
            if _is_said(text, above[node]) and not _is_silent(node, above):
                yield text


def _template(node: ast.JoinedStr | ast.Constant) -> str:
    """With names for what is filled in, each another one."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    names: list[str] = []
    text = ""
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name = _name(part.value)
            count = sum(other.rstrip("0123456789") == name for other in names)
            names.append(f"{name}{count + 1}" if count else name)
            text += f"{{{names[-1]}}}"
        elif isinstance(part, ast.Constant):
            text += str(part.value).replace("{", "{{").replace("}", "}}")
    return text


def _name(value: ast.expr) -> str:
    for node in ast.walk(value):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and str(node.slice.value).isalpha():
            return str(node.slice.value)
        if isinstance(node, ast.Attribute):
            return node.attr.strip("_").lower()
        if isinstance(node, ast.Name) and node.id not in {"len", "str", "repr", "sorted", "round"}:
            return node.id.strip("_").lower()
    return "value"


def _is_said(text: str, parent: ast.AST) -> bool:
    if _SENTENCE.fullmatch(text) or _is_call(parent, _MARKING_CALLS):
        return True
    return _is_call(parent, _SAYING_CALLS) and bool(_WORDS.search(text))


def _is_silent(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    parent = above.get(node)
    if isinstance(parent, ast.Expr):
        return True  # a docstring
    while parent is not None and not isinstance(parent, ast.stmt):
        if isinstance(parent, ast.JoinedStr):
            return True  # a part of a sentence that is found itself
        if isinstance(parent, ast.keyword) and parent.arg in _SILENT_KEYWORDS:
            return True
        if isinstance(parent, ast.Call):
            owner, _, name = ast.unparse(parent.func).rpartition(".")
            if owner == "log" or name in _SILENT_CALLS:
                return True
        parent = above.get(parent)
    return False


def _is_call(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in names
