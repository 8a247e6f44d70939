// @ts-check
/** The list over the canvas: a shot's notes, open or resolved; one of them unfolded as a thread; a new one being written. */
import { notes as api } from "../api.js";
import { commandButton } from "../commands/button.js";
import { notes as notesCommand } from "../commands/notes.js";
import { pins } from "../commands/pins.js";
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { NoteCard } from "./note_card.js";
import { wordsForm } from "./words_form.js";
import { _, language } from "../words.js";

/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk */
export function notesPanel(desk) {
  const { notes } = desk;
  const filters = /** @type {const} */ (["open", "resolved"]).map((name) => h("button", { type: "button", class: "segment", onclick: () => notes.show(name) }));
  const draft = wordsForm({
    label: _("What is to be done here?"), act: _("Pin the note"), discard: () => notes.discard(),
    send: async (text) => {
      const made = await notes.pin(text);
      if (made !== null) cards.get(made)?.focus(); // who has but a keyboard goes on from there
      return made !== null;
    },
  });
  const list = h("div", { class: "note-list" });
  const nothing = h("p", { class: "empty small" });
  const panel = h(
    "section",
    { class: "notes", "aria-label": _("Notes") },
    h("header", { class: "gaps-head" }, h("h2", null, _("Notes")), commandButton(pins, desk, null, "small"), iconButton("close", _("Close the list"), () => notesCommand.perform(desk), "small")),
    h("div", { class: "segments wide", role: "group", "aria-label": _("Which notes") }, ...filters),
    draft.element,
    list,
    nothing,
    h("a", { class: "button quiet", href: api.fileUrl(desk.shot.id), download: "" }, icon("export"), _("Retake sheet (CSV)")),
  );
  /** @type {Map<number, NoteCard>} */
  const cards = new Map();
  let drafting = notes.draft;
  const refresh = () => {
    panel.hidden = !notes.open;
    const open = notes.count();
    filters[0].textContent = _("Open {count}", { count: open.toLocaleString(language) });
    filters[1].textContent = _("Resolved {count}", { count: (notes.all.length - open).toLocaleString(language) });
    filters.forEach((button, i) => button.setAttribute("aria-pressed", String((i === 0) === (notes.filter === "open"))));
    draft.element.hidden = notes.draft === null;
    if (notes.draft && notes.draft !== drafting) draft.focus();
    drafting = notes.draft;
    const listed = notes.listed;
    for (const id of [...cards.keys()]) if (!notes.all.some((note) => note.id === id)) cards.delete(id);
    for (const note of listed) {
      const card = cards.get(note.id) ?? new NoteCard(desk, note);
      cards.set(note.id, card);
      card.update(note);
    }
    keep(list, listed.flatMap(({ id }) => cards.get(id)?.element ?? []));
    nothing.hidden = listed.length > 0 || notes.draft !== null;
    nothing.textContent = emptyWords(desk);
  };
  desk.changed.on((aspect) => (aspect === "notes" || aspect === "shot") && refresh());
  refresh();
  return panel;
}

/** @param {Desk} desk */
function emptyWords({ notes, canPaint }) {
  if (notes.filter === "resolved") return _("Nothing is resolved yet.");
  return canPaint ? _("No open notes. Take the pin (⇧ P) and click where something is to be done; drag to draw a mark.") : _("No open notes.");
}

/**
 * Children in order. What stays is not touched: a text that is just being typed keeps its cursor.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} wanted
 */
function keep(list, wanted) {
  for (const child of [...list.children]) if (!wanted.some((element) => element === child)) child.remove();
  wanted.forEach((element, i) => list.children[i] !== element && list.insertBefore(element, list.children[i] ?? null));
}
