"""The page's modules as one file. The web process packs them as it starts: no build, and nothing to install for it.

An empty browser takes three times as long for 190 small modules as for one large one, however fast they are served. A
module becomes a function that returns what it exports, and comes after those that it imports. That is all the same to
modules that import each other in no circle and export nothing that changes, which is checked. Ours are so regular that
lines tell: ``import { a, b as c } from "./d.js";``, ``export { a } from "./b.js";``, ``export`` of a function, const or
class.
"""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

IMPORT = re.compile(r'^import \{ ?([^}]*?) ?\} from "([^"]+)";$', re.M)
PASSED_ON = re.compile(r'^export \{ ?([^}]*?) ?\} from "([^"]+)";$', re.M)
EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) (\w+))", re.M)
# Types are imported inside comments: import("./a.js").B
NOT_UNDERSTOOD = re.compile(r'^(?:import|export|await)\b.*|\bimport\((?!"[^"]+"\)\.).*', re.M)


class Unpackable(ValueError):
    """A module that is written in another way than ours; names the file and the line."""


def pack(folder: Path, start: str) -> str:
    """``start``, a path in ``folder``, with everything that it imports. Raises Unpackable."""
    packed: dict[str, str] = {}
    _add(folder, start, packed, ())
    return "\n".join(packed.values())


def _add(folder: Path, path: str, packed: dict[str, str], importers: tuple[str, ...]) -> None:
    if path in importers:
        raise Unpackable(" -> ".join([*importers, path]))
    if path in packed:
        return
    text = (folder / path).read_text()
    for _, source in [*IMPORT.findall(text), *PASSED_ON.findall(text)]:
        _add(folder, _beside(path, source), packed, (*importers, path))
    names = {known: f"${number}" for number, known in enumerate(packed)}
    packed[path] = _as_function(path, text, f"${len(packed)}", names)


def _as_function(path: str, text: str, name: str, names: Mapping[str, str]) -> str:
    exported = EXPORT.findall(text)

    def take(found: re.Match[str]) -> str:
        return f"const {{ {found[1].replace(' as ', ': ')} }} = {names[_beside(path, found[2])]};"

    def pass_on(found: re.Match[str]) -> str:
        exported.extend(re.findall(r"(\w+)(?:,|$)", found[1]))  # a as b: b
        return take(found)

    body = EXPORT.sub("", PASSED_ON.sub(pass_on, IMPORT.sub(take, text)))
    if strange := NOT_UNDERSTOOD.search(body):
        raise Unpackable(f"{path}: {strange[0]}")
    # Where a module lies is part of what it may ask for: a worker's address.
    body = body.replace("import.meta.url", f'new URL("{path}", import.meta.url)')
    return f"// {path}\nconst {name} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _beside(path: str, source: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), source))
