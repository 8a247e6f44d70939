"""No module shows a text that is not looked up in the page's language."""

from pathlib import Path

import pytest

from tests.frontend.bare_texts import bare_texts
from tests.frontend.test_shell import modules, name
from webapp.locale.modules import NotConstant, texts


@pytest.mark.parametrize("path", modules(), ids=name)
def test_every_text_of_a_module_passes_through_the_words(path: Path) -> None:
    assert list(bare_texts(path.read_text())) == []


@pytest.mark.parametrize(
    "line",
    [
        'h("button", { type: "button", title: "Undo" });',
        'h("p", null, "unpainted");',
        'h("p", null, ready && "unpainted");',
        'h("p", null, ready ? _("painted") : "unpainted");',
        'h("p", null, ...[h("b", null, "unpainted")]);',
        "h('p', null, `${count} unpainted`);",
        'h("input", { "aria-label": `Name of ${entry.name}` });',
        'note.textContent = count > 1 ? "Saved" : "";',
        'document.title = "Productions";',
        'input.setAttribute("aria-label", "Name");',
        'toast("Saved");',
        'toast(`Saved: ${_("all")}`, "good");',
        'openDialog("Export", [form]);',
        'iconButton("close", "Close", close);',
        'const MODES = [["off", "Lines count as they are drawn"]];',
        'return done ? "Not coloured yet" : _("Coloured");',
        "export const command = { name: 'bucket', title: 'Bucket', group: 'Tools' };",
    ],
)
def test_a_bare_text_is_found(line: str) -> None:
    assert len(list(bare_texts(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'h("button", { type: "button", class: "button quiet", "data-command": "undo" }, icon("undo"), _("Undo"));',
        'if (event.key === "Page Up" && typeof title === "string") title.append("", " / ");',
        'throw new Error("there is no icon of that name");',
        'toast(_("Saved"), "good");',
        'form.append("name", name.value);',
        'import { h } from "../dom.js";',
        'desk.changed.emit("frame");',
        "canvas.style.transform = `translate(${x}px, ${y}px)`;",
    ],
)
def test_what_no_person_reads_is_no_bare_text(line: str) -> None:
    assert list(bare_texts(line)) == []


def test_a_text_put_together_by_the_page_cannot_be_looked_up() -> None:
    assert list(texts("_n('{count} gap', '{count} gaps', n, { of: _(\"all\") })")) == [
        ("{count} gap", "{count} gaps"),
        ("all",),
    ]
    with pytest.raises(NotConstant):
        list(texts("_(`${count} gaps`)"))
