// @ts-check
import { productions, shots, Stream } from "../api.js";
import { confirmLoss } from "../components/confirm.js";
import { pageHeader } from "../components/header.js";
import { openNewCharacter, openNewSheet } from "../components/new_sheet.js";
import { openNewShot } from "../components/new_shot.js";
import { runState } from "../components/run.js";
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */

/**
 * @param {T.User} user
 * @param {number} id
 */
export async function productionPage(user, id) {
  const [production, characters, all] = await Promise.all([
    productions.get(id), productions.characters(id), productions.shots(id),
  ]);
  document.title = `${production.name} - Shiage`;
  const shelf = h("div", { class: "cards posters" });
  /** @type {Map<number, Poster>} */
  const posters = new Map();
  /** @param {T.ShotLine[]} list */
  const fill = (list) => {
    for (const shot of list) posters.get(shot.id)?.update(shot) ?? posters.set(shot.id, new Poster(shot, production));
    const kept = list.map(({ id: shot }) => posters.get(shot)?.element).filter((element) => element !== undefined);
    shelf.replaceChildren(...(kept.length > 0 ? kept : [noShots(production, characters)]));
  };
  fill(all);
  follow(production, posters, async () => fill(await productions.shots(id)));
  const paints = production.role !== "viewer";
  return h(
    "div",
    { class: "page" },
    pageHeader(user, [[production.name, null]]),
    h(
      "main",
      { class: "content two" },
      h(
        "section",
        { "aria-label": _("Shots") },
        h("div", { class: "title-row" }, h("h1", null, _("Shots")), paints && newShotButton(production, characters)),
        shelf,
      ),
      sheetsColumn(production, characters),
    ),
  );
}

/** @param {T.Production} production @param {T.Character[]} characters */
function newShotButton(production, characters) {
  const none = !characters.some((character) => character.sheets.length > 0);
  const title = none ? _("A shot needs a colour sheet: make one first") : null;
  return h(
    "button",
    { type: "button", class: "button primary", disabled: none, title, onclick: () => openNewShot(production, characters) },
    icon("plus"),
    _("New shot"),
  );
}

/** @param {T.Production} production @param {T.Character[]} characters */
function noShots(production, characters) {
  const ready = characters.some((character) => character.sheets.length > 0);
  const viewer = production.role === "viewer";
  const next = viewer
    ? _("A painter's first shot will show here.")
    : ready
      ? _("Press New shot and drop the line drawings of a cut: PNG, TGA, TIFF, PSD or TLV files, a folder, or a zip.")
      : _("Start with a colour sheet, made from one painted picture of the character. Then drop the line drawings of a cut.");
  return h("div", { class: "empty" }, h("h2", null, _("No shots yet")), h("p", null, next));
}

/**
 * Keep the posters right.
 * @param {T.Production} production
 * @param {Map<number, Poster>} posters
 * @param {() => Promise<void>} reload
 */
function follow(production, posters, reload) {
  const stream = new Stream(production.id, production.event ?? 0);
  stream.events.on((event) => {
    if (event.kind === "shot.created" || event.kind === "shot.deleted" || event.kind === "shot.changed") void reload();
    else if (event.kind === "notes.changed") posters.get(event.payload.shot)?.notes(event.payload.open);
    else if (event.kind === "run.changed") posters.get(event.payload.shot)?.run(event.payload.run);
    else if (event.kind === "painting.proposed" || event.kind === "correction.added" || event.kind === "drawing.ready") {
      posters.get(event.payload.shot)?.pictureLater(event.number);
    }
  });
}

class Poster {
  #state = h("div", { class: "poster-state" });
  #picture = h("img", { class: "poster", alt: "", loading: "lazy" });
  #facts = h("span", { class: "card-facts" });
  #notes = h("span", { class: "card-notes" });
  #url = "";
  #timer = 0;

  /** @param {T.ShotLine} shot @param {T.Production} production */
  constructor(shot, production) {
    const card = h(
      "a",
      { href: `/shots/${shot.id}`, class: "card shot" },
      h("span", { class: "poster-box" }, this.#picture, this.#notes),
      h("span", { class: "card-title" }, shot.name),
      this.#facts,
      this.#state,
    );
    const paints = production.role !== "viewer";
    this.element = h("div", { class: "poster-cell" }, card, paints && iconButton("trash", _("Delete {shot}", { shot: shot.name }), () => deleteShot(shot), "small card-act"));
    this.update(shot);
  }

  /** @param {T.ShotLine} shot */
  update(shot) {
    this.#url = shot.poster_url ? `${shot.poster_url}&lines=painted` : "";
    if (this.#url) this.#picture.src = this.#url;
    this.#picture.hidden = !this.#url;
    this.#facts.replaceChildren(h("span", null, _n("{count} drawing", "{count} drawings", shot.drawings)), h("span", null, _n("{count} frame", "{count} frames", shot.frames)), h("span", { title: shot.sheet.published ? _("It holds on to this edition") : _("It follows the working sheet") }, shot.sheet.name), ...(shot.scene ? [h("span", { title: _("The scene it is in") }, shot.scene)] : []));
    this.run(shot.run);
    this.notes(shot.notes);
    return this;
  }

  /** @param {number} open */
  notes(open) {
    this.#notes.hidden = open === 0;
    this.#notes.replaceChildren(icon("note"), _n("{count} open note", "{count} open notes", open));
  }

  /** @param {T.Run | null} run */
  run(run) {
    this.#state.replaceChildren(runState(run));
  }

  /** @param {number} version */
  pictureLater(version) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#url) this.#picture.src = `${this.#url}&v=${version}`;
    }, 400);
  }
}

/** @param {T.ShotLine} shot */
function deleteShot(shot) {
  const { id, name } = shot;
  confirmLoss({
    title: _("Delete {shot}", { shot: name }), act: _("Delete the shot"), perform: () => shots.remove(id),
    words: _n(
      "Its drawing and everything painted on it will be gone for good. Export it first if you are not sure.",
      "Its {count} drawings and everything painted on them will be gone for good. Export it first if you are not sure.",
      shot.drawings,
    ),
  });
}

/** @param {T.Production} production @param {T.Character[]} characters */
function sheetsColumn(production, characters) {
  const supervises = production.role === "supervisor";
  const list = characters.map((character) =>
    h(
      "article",
      { class: "character" },
      h("h3", null, character.name),
      ...character.sheets.map((sheet) =>
        h(
          "a",
          { href: `/sheets/${sheet.id}`, class: `sheet-link${sheet.edition ? " edition-link" : ""}` },
          h("span", null, sheet.edition ? `${sheet.label} ${sheet.name}` : _("Sheet {label}", { label: sheet.label })),
          h("span", { class: "hint" }, `${_n("{count} colour", "{count} colours", sheet.entries)}, ${_n("{count} view", "{count} views", sheet.views)}`),
        ),
      ),
      character.sheets.length === 0 && h("p", { class: "hint" }, _("No sheet yet")),
      supervises &&
        h("button", { type: "button", class: "button quiet", onclick: () => openNewSheet(character) }, icon("plus"), _("Sheet from a painted picture")),
    ),
  );
  return h(
    "section",
    { class: "side", "aria-label": _("Characters and their sheets") },
    h(
      "div",
      { class: "title-row" },
      h("h2", null, _("Characters")),
      supervises && h("button", { type: "button", class: "button", onclick: () => openNewCharacter(production) }, icon("plus"), _("New sheet")),
    ),
    ...(list.length > 0
      ? list
      : [h("p", { class: "empty small" }, supervises ? _("Make the first sheet from a painted picture of a character.") : _("A supervisor makes the first sheet."))]),
  );
}
