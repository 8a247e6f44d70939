// @ts-check
/** The sheet as a palette: one row per entry, one swatch per tone. */
import { TONES, toneColor } from "../canvas/palette.js";
import { showColour } from "../components/swatch.js";
import { h } from "../dom.js";
import { categoryName, TONE_LABELS } from "../terms.js";
import { sceneBar } from "./scene_bar.js";
import { viewDock } from "./view_dock.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

const TONE_MARKS = [_("N"), _("H"), _("S"), _("S2")];

/** @param {Desk} desk @param {HTMLElement} queue what lies over it */
export function palettePanel(desk, queue) {
  const filter = h("input", { type: "search", class: "input", placeholder: _("Find a colour"), "aria-label": _("Find a colour by name") });
  const list = h("div", { class: "palette-list" });
  const now = h("div", null);
  const panel = h("aside", { class: "palette", "aria-label": _("Colours of the sheet") }, queue, h("div", { class: "palette-now" }, sceneBar(desk), now), h("div", { class: "palette-filter" }, filter), list, viewDock(desk));

  let shape = "";
  const fill = () => {
    shape = shapeOf(desk.entries);
    const words = filter.value.trim().toLowerCase();
    const fits = desk.entries.filter((entry) => `${entry.name} ${headingOf(entry)} ${entry.category} ${categoryName(entry.category)}`.toLowerCase().includes(words));
    list.replaceChildren(...byHeading(fits).map(([heading, entries]) => group(desk, heading, entries)));
    if (fits.length === 0) list.append(h("p", { class: "empty small" }, _("No colour of that name. Clear the search to see all.")));
  };
  const choose = (seek = true) => {
    now.replaceChildren(chosen(desk));
    for (const swatch of list.querySelectorAll("button.swatch")) {
      const is = swatch instanceof HTMLElement && swatch.dataset.key === `${desk.kit.entry}.${desk.kit.tone}`;
      swatch.setAttribute("aria-pressed", String(is));
      if (is && seek) swatch.scrollIntoView({ block: "nearest" });
    }
  };
  filter.addEventListener("input", () => [fill(), choose()]);
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      const first = list.querySelector(".swatch");
      if (first instanceof HTMLElement) first.click();
    }
    if (event.key === "Enter" || event.key === "Escape") {
      filter.value = "";
      fill();
      choose();
      filter.blur();
      event.preventDefault();
    }
  });
  desk.asked.on((what) => what === "find" && filter.focus());
  desk.changed.on((aspect) => {
    if (aspect === "sheet" && shapeOf(desk.entries) === shape) recolour(desk, list);
    else if (aspect === "sheet") {
      desk.light.point(null); // the row under the pointer is another one now
      fill();
    }
    if (aspect === "sheet" || aspect === "colour") choose(aspect === "colour");
    if (aspect === "mark") lightUp(list, desk.light.pointed);
  });
  fill();
  choose();
  return panel;
}

/** All of it but the colours: who tries them out changes nothing else. @param {T.Entry[]} entries */
function shapeOf(entries) {
  return JSON.stringify(entries.map((entry) => [entry.key, entry.name, entry.category, entry.group, ...TONES.map((tone) => entry[tone] !== null)]));
}

/** @param {Desk} desk @param {HTMLElement} list */
function recolour(desk, list) {
  for (const swatch of list.querySelectorAll("button.swatch")) {
    if (!(swatch instanceof HTMLElement)) continue;
    const [key, tone] = (swatch.dataset.key ?? "").split(".").map(Number);
    const entry = desk.entryOf(key);
    if (entry) showColour(swatch, toneColor(entry, tone));
  }
}

/** The row of the entry that is pointed at in the drawing. @param {HTMLElement} list @param {number | null} entry */
function lightUp(list, entry) {
  list.querySelector(".entry.lit")?.classList.remove("lit");
  const row = entry === null ? null : list.querySelector(`[data-entry="${entry}"]`);
  row?.classList.add("lit");
  row?.scrollIntoView({ block: "nearest" });
}

/** Its own group, else its category. @param {T.Entry} entry */
function headingOf(entry) {
  return entry.group || categoryName(entry.category);
}

/** @param {T.Entry[]} entries @returns {[string, T.Entry[]][]} headings in the sheet's order */
function byHeading(entries) {
  /** @type {Map<string, T.Entry[]>} */
  const groups = new Map();
  for (const entry of entries) groups.set(headingOf(entry), [...(groups.get(headingOf(entry)) ?? []), entry]);
  return [...groups];
}

/**
 * @param {Desk} desk
 * @param {string} heading
 * @param {T.Entry[]} entries
 */
function group(desk, heading, entries) {
  const rows = entries.map((entry) => {
    const swatches = TONES.map((tone, i) => {
      if (entry[tone] === null) return h("span", { class: "swatch none" });
      const name = `${entry.name}, ${TONE_LABELS[i].toLowerCase()}`;
      const swatch = h("button", {
        type: "button", class: "swatch", title: name, "aria-label": name, "data-key": `${entry.key}.${i}`,
        onclick: () => desk.kit.chooseColour(entry.key, /** @type {T.Tone} */ (i)),
        onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      });
      return showColour(swatch, toneColor(entry, i));
    });
    const [point, leave] = [entry.key, null].map((key) => () => desk.light.point(key));
    return h("div", { class: "entry", "data-entry": entry.key, onpointerenter: point, onpointerleave: leave, onfocusin: point, onfocusout: leave }, h("span", { class: "entry-name", title: entry.name }, entry.name), ...swatches);
  });
  return h("section", { class: "palette-group" }, h("h3", null, heading), ...rows);
}

/** @param {Desk} desk */
function chosen(desk) {
  const entry = desk.entryOf(desk.kit.entry);
  if (!entry) return h("p", { class: "empty small" }, _("This sheet has no colours yet. A supervisor can add them on its page."));
  const big = showColour(h("span", { class: "now-swatch" }), desk.kit.colour ?? entry.normal);
  const tones = TONES.map((tone, i) => {
    const has = entry[tone] !== null;
    return h(
      "button",
      {
        type: "button", class: "tone", disabled: !has, "aria-pressed": String(desk.kit.tone === i),
        title: `${TONE_LABELS[i]} (⇧ ${i + 1})`, "aria-label": TONE_LABELS[i],
        onclick: () => desk.kit.chooseColour(entry.key, /** @type {T.Tone} */ (i)),
        onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      },
      TONE_MARKS[i],
    );
  });
  return h(
    "div",
    { class: "now" },
    big,
    h("div", { class: "now-text" }, h("strong", null, entry.name), h("span", { class: "hint" }, `${categoryName(entry.category)} · ${TONE_LABELS[desk.kit.tone].toLowerCase()}`)),
    h("div", { class: "tones", role: "group", "aria-label": _("Tone") }, ...tones),
  );
}
