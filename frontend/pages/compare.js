// @ts-check
/** Two sheets of a character side by side: what came, what went, what has another name or colour. */
import { productions, sheets } from "../api.js";
import { TONES } from "../canvas/palette.js";
import { pageHeader } from "../components/header.js";
import { showColour } from "../components/swatch.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { categoryName, TONE_LABELS } from "../terms.js";
import { goBack } from "../sheet/editions.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */

/**
 * @param {T.User} user
 * @param {number} id of the sheet before
 * @param {number} other of the one after
 */
export async function comparePage(user, id, other) {
  const [difference, sheet, after, rows] = await Promise.all([sheets.compare(id, other), sheets.get(id), sheets.get(other), sheets.editions(id)]);
  const production = await productions.get(sheet.production);
  const { name } = sheet.character;
  document.title = `${_("{character} {before} and {after}", { character: name, before: sheet.label, after: after.label })} - Shiage`;
  const all = rows.some((row) => row.id === other) ? rows : [...rows, { ...after, entries: after.entries.length, views: after.views.length }];
  const back = sheet.role === "supervisor" && sheet.edition > 0 && after.edition === 0;
  return h(
    "div",
    { class: "page" },
    pageHeader(user, [[production.name, `/productions/${production.id}`], [`${name} ${after.label}`, `/sheets/${other}`], [_("Compare"), null]]),
    h(
      "main",
      { class: "content" },
      h("div", { class: "title-row compare-head" }, h("h1", null, name), side(_("Before"), all, id, (chosen) => `/sheets/${chosen}/compare/${other}`), icon("next"), side(_("After"), all, other, (chosen) => `/sheets/${id}/compare/${chosen}`), h("span", { class: "grow" }), back && h("button", { type: "button", class: "button", onclick: () => goBack(after, sheet) }, icon("undo"), _("Go back to {edition}", { edition: sheet.label }))),
      h("p", { class: "hint" }, summary(difference)),
      ...tables(difference),
    ),
  );
}

/**
 * @param {string} label
 * @param {T.SheetLine[]} rows
 * @param {number} id
 * @param {(chosen: string) => string} address
 */
function side(label, rows, id, address) {
  const options = rows.map((row) => h("option", { value: row.id, selected: row.id === id }, row.edition ? `${row.label} ${row.name}` : `${row.label} ${_("Working sheet").toLowerCase()}`));
  const select = h("select", { class: "input", "aria-label": label }, ...options);
  select.addEventListener("change", () => location.assign(address(select.value)));
  return select;
}

/** @param {T.Difference} found */
function summary(found) {
  const { added, gone, changed, same, scenes_changed } = found;
  if (added.length + gone.length + changed.length + scenes_changed.length === 0) return _n("The only colour is the same.", "All {count} colours are the same.", same);
  return [
    changed.length > 0 && _("{count} changed", { count: changed.length }), added.length > 0 && _("{count} added", { count: added.length }),
    gone.length > 0 && _("{count} gone", { count: gone.length }), same > 0 && _("{count} the same", { count: same }),
  ].filter(Boolean).join(", ");
}

/** @param {T.Difference} found */
function tables({ added, gone, changed, scenes_added, scenes_gone, scenes_changed, views_added, views_gone, views_changed }) {
  const scenes = [...new Set(scenes_changed.map(({ scene }) => scene))];
  const lists = [
    [_("Scenes added"), scenes_added], [_("Scenes gone"), scenes_gone], [_("Views added"), views_added],
    [_("Views gone"), views_gone], [_("Views with other pictures"), views_changed],
  ];
  return [
    table(_("Changed"), "changed", changed.map((change) => row(change.before, change.after, title(change)))),
    table(_("Added"), "added", added.map((entry) => row(null, entry, [entry.name]))),
    table(_("Gone"), "gone", gone.map((entry) => row(entry, null, [entry.name]))),
    ...scenes.map((scene) => table(_("In the scene {scene}", { scene }), "changed", scenes_changed.filter((change) => change.scene === scene).map(({ before, after, name }) => row(before, after, [name], _("as by day"))))),
    ...lists.filter(([, names]) => names.length > 0).map(([words, names]) => h("p", null, h("strong", null, `${words}: `), /** @type {string[]} */ (names).join(", "))),
  ];
}

/** @param {T.EntryChange} change @returns {(Node | string)[]} */
function title({ before, after, fields_changed }) {
  const named = fields_changed.includes("name") ? [h("s", { class: "dim" }, before.name), " ", after.name] : [after.name];
  const moved = fields_changed.includes("category") ? [h("span", { class: "hint" }, ` ${categoryName(before.category)} → ${categoryName(after.category)}`)] : [];
  const grouped = fields_changed.includes("group") ? [h("span", { class: "hint" }, ` ${before.group || _("no group")} → ${after.group || _("no group")}`)] : [];
  return [...named, ...moved, ...grouped];
}

/** @param {string} words @param {string} kind @param {HTMLElement[]} rows */
function table(words, kind, rows) {
  if (rows.length === 0) return null;
  const head = h("tr", null, h("th", { scope: "col" }, words), ...TONE_LABELS.map((label) => h("th", { scope: "col" }, label)));
  return h("table", { class: `entries compare ${kind}` }, h("thead", null, head), h("tbody", null, ...rows));
}

/**
 * @param {T.Tones | null} before
 * @param {T.Tones | null} after
 * @param {(Node | string)[]} name
 * @param {string} absent what a tone that is not there is called
 */
function row(before, after, name, absent = _("none")) {
  const cells = TONES.map((tone) => {
    const [old, now] = [before?.[tone] ?? null, after?.[tone] ?? null];
    if (before && after && old !== now) return h("td", null, h("span", { class: "pair" }, chip(old, absent), icon("next"), chip(now, absent)));
    const one = old ?? now;
    return h("td", { class: before && after ? "same" : null }, one ? chip(one, absent) : h("span", { class: "dim" }, "–"));
  });
  return h("tr", null, h("td", null, ...name), ...cells);
}

/** @param {string | null} hex @param {string} absent */
function chip(hex, absent) {
  if (!hex) return h("span", { class: "hint" }, absent);
  return h("span", { class: "colour" }, showColour(h("span", { class: "chip wide" }), hex), h("code", null, hex.endsWith("ff") ? hex.slice(0, 7) : hex));
}
