// @ts-check
/** One note in the list; unfolded, its thread. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { whereIs } from "./timesheet.js";
import { wordsForm } from "./words_form.js";
import { _, _n, language } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

export class NoteCard {
  #number = h("span", { class: "note-number" });
  #text = h("span", { class: "note-text" });
  #facts = h("span", { class: "note-facts" });
  #replies = h("ul", { class: "note-replies" });
  #settled = h("p", { class: "hint" });
  #resolve = h("button", { type: "button", class: "button" });
  #thread;
  #head;
  #note;

  /** @param {Desk} desk @param {T.Note} note */
  constructor(desk, note) {
    this.desk = desk;
    this.#note = note;
    const { notes, user, canPaint } = desk;
    this.#head = h(
      "button",
      { type: "button", class: "note-head", onclick: () => notes.choose(notes.chosen === note.id ? null : note.id) },
      this.#number, this.#text, this.#facts,
    );
    this.#resolve.addEventListener("click", () => notes.resolve(note.id, !this.#note.resolved));
    const mine = note.by?.id === user.id;
    const remove = mine && h("button", { type: "button", class: "button quiet", onclick: () => notes.remove(this.#note) }, icon("trash"), _("Take back"));
    const answer = wordsForm({ label: _("Answer"), act: _("Send"), send: (text) => notes.answer(note.id, text) });
    this.#thread = h("div", { class: "note-thread" }, this.#settled, this.#replies, ...(canPaint ? [answer.element, h("div", { class: "actions" }, remove, this.#resolve)] : []));
    this.element = h("article", { class: "pinned-note" }, this.#head, this.#thread);
  }

  focus() {
    this.#head.focus();
  }

  /** @param {T.Note} note */
  update(note) {
    this.#note = note;
    const unfolded = this.desk.notes.chosen === note.id;
    this.element.classList.toggle("unfolded", unfolded);
    this.#head.setAttribute("aria-expanded", String(unfolded));
    this.#head.title = unfolded ? "" : note.text;
    this.#number.textContent = String(note.number);
    this.#text.textContent = note.text;
    const answers = note.replies.length > 0 ? [_n("{count} answer", "{count} answers", note.replies.length)] : [];
    this.#facts.textContent = [this.#where(), person(note.by), when(note.created_at), ...answers].filter(Boolean).join(" · ");
    this.#thread.hidden = !unfolded;
    this.#settled.hidden = !note.resolved;
    this.#settled.textContent = note.resolved ? _("Resolved by {name}, {time}", { name: person(note.resolved.by), time: when(note.resolved.at) }) : "";
    this.#resolve.replaceChildren(icon(note.resolved ? "undo" : "check"), note.resolved ? _("Open again") : _("Resolve"));
    this.#replies.replaceChildren(...note.replies.map((reply) => h("li", null, h("span", { class: "note-facts" }, `${person(reply.by)} · ${when(reply.created_at)}`), h("span", { class: "note-text" }, reply.text))));
  }

  #where() {
    const { shot } = this.desk;
    const frame = whereIs(shot, this.#note.drawing)?.frame;
    return frame ? _("Frame {frames}", { frames: frame }) : (this.desk.drawingById(this.#note.drawing)?.name ?? "");
  }
}

/** @param {T.Person | null} by */
function person(by) {
  return by?.name ?? _("somebody who has left");
}

/** @param {string} at ISO */
function when(at) {
  return new Date(at).toLocaleString(language, { dateStyle: "short", timeStyle: "short" });
}
