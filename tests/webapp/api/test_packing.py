"""Modules as one file: it does what they do one by one."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.templatetags.static import static

from webapp.api.packing import Unpackable, pack
from webapp.api.served import state_of
from webapp.api.static import shelved

MODULES = {
    "app.js": """import { all, two as second } from "./rooms/door.js";
import { Count } from "./rooms/count.js";

const place = import.meta.url;
self.said = [all("a"), second, new Count().up(), new URL("./rooms/a.png", place).pathname];
""",
    "rooms/door.js": """export { one as all, two } from "./deep/words.js";
""",
    "rooms/deep/words.js": """import { Count } from "../count.js";

/** @param {import("../count.js").Count} kept */
export function one(kept) {
  return `${kept}${new Count().up()}`;
}

export const two = [
  "export const no = 1;", // not at the beginning of a line
];
""",
    "rooms/count.js": """let all = 0;

export class Count {
  up() {
    return ++all;
  }
}
""",
}
SAID = ["a1", ["export const no = 1;"], 2, "/rooms/a.png"]


def written(folder: Path, modules: dict[str, str]) -> Path:
    for path, text in modules.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_a_module_is_there_once_and_before_those_that_import_it(tmp_path: Path) -> None:
    packed = pack(written(tmp_path, MODULES), "app.js")
    heads = [line[3:] for line in packed.splitlines() if line.startswith("// ")]
    assert heads == ["rooms/count.js", "rooms/deep/words.js", "rooms/door.js", "app.js"]


@pytest.mark.parametrize(
    "line",
    [
        'import "./a.js";', 'import * as a from "./a.js";', 'import a from "./a.js";', "export let a = 1;",
        "export default 1;", 'export * from "./a.js";', 'const a = await import("./a.js");', "await 1;",
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    with pytest.raises(Unpackable, match=r"^rooms/a.js: "):
        pack(written(tmp_path, {"app.js": 'import { b } from "./rooms/a.js";', "rooms/a.js": f"{line}\n"}), "app.js")


def test_a_circle_is_refused_and_shown(tmp_path: Path) -> None:
    circle = {"app.js": 'import { a } from "./a.js";', "a.js": 'import { b } from "./b.js";'}
    circle["b.js"] = 'import { a } from "./a.js";'
    with pytest.raises(Unpackable, match=r"app.js -> a.js -> b.js -> a.js"):
        pack(written(tmp_path, circle), "app.js")


def test_the_files_of_the_pages_get_another_name_when_one_of_them_changes(tmp_path: Path) -> None:
    folder = written(tmp_path, MODULES)
    before = state_of(folder)
    (folder / "package.json").write_text("{}")  # no part of the pages
    assert state_of(folder) == before
    (folder / "rooms/door.js").write_text("")
    assert state_of(folder) != before
    assert state_of(folder, "another Django") != state_of(folder)


@pytest.mark.parametrize(("encoding", "from_memory"), [(b"gzip, br", True), (b"identity", False)])
async def test_the_start_comes_packed_and_small_to_whoever_unpacks_it(encoding: bytes, from_memory: bool) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("a file has no body to read")

    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await send("asked Django")

    scope = {"type": "http", "method": "GET", "path": static("app.js"), "headers": [(b"accept-encoding", encoding)]}
    await shelved(elsewhere)(scope, receive, send)
    if not from_memory:
        assert sent == ["asked Django"]
        return
    start, body = sent
    headers = dict(start["headers"])
    assert (headers[b"content-encoding"], headers[b"content-type"]) == (b"gzip", b"text/javascript; charset=utf-8")
    assert b"immutable" in headers[b"cache-control"]
    assert "// pages/shot.js\n" in gzip.decompress(body["body"]).decode()
