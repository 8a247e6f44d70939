// @ts-check
import { productions, sheets, Stream } from "../api.js";
import { TONES } from "../canvas/palette.js";
import { colourInput } from "../components/colour_input.js";
import { confirmLoss } from "../components/confirm.js";
import { pageHeader } from "../components/header.js";
import { named } from "../components/named.js";
import { openNewView } from "../components/new_view.js";
import { openPaletteExport, openPaletteImport } from "../components/palette_files.js";
import { showColour } from "../components/swatch.js";
import { publishedWords } from "../components/shot_sheet.js";
import { tried } from "../components/tried.js";
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { CATEGORIES, categoryName, TONE_LABELS } from "../terms.js";
import { entryActs } from "../sheet/entry_acts.js";
import { editionList, sayWhatHappened } from "../sheet/editions.js";
import { SceneTabs } from "../sheet/scenes.js";
import { Signal } from "../signal.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */


/**
 * @param {T.User} user
 * @param {number} id
 */
export async function sheetPage(user, id) {
  const sheet = await sheets.get(id);
  const [production, editions] = await Promise.all([productions.get(sheet.production), sheets.editions(id)]);
  document.title = `${sheet.character.name} ${sheet.label} - Shiage`;
  const edits = sheet.role === "supervisor" && sheet.edition === 0;
  const rows = h("tbody", null);
  const fill = () => {
    const { scene } = tabs;
    rows.replaceChildren(...(scene ? tabs.rows(scene) : sheet.entries.map((entry) => row(sheet, entry, edits, fill))));
    if (add) add.hidden = scene !== undefined;
  };
  const add = edits && addButton(sheet, rows, () => fill());
  const tabs = new SceneTabs(sheet, edits, fill);
  const published = h("section", { class: "editions", "aria-label": _("Editions") });
  /** @param {T.SheetLine[]} list */
  const fillEditions = (list) => published.replaceChildren(...editionList(sheet, list, fillEditions));
  fill();
  fillEditions(editions);
  sayWhatHappened();
  new Stream(production.id, production.event ?? 0).events.on((event) => {
    if (event.kind === "sheet.published") void sheets.editions(id).then(fillEditions);
    if (event.kind !== "sheet.changed" || event.payload.sheet !== id) return;
    const known = new Map(sheet.entries.map((entry) => [entry.key, entry]));
    sheet.entries = event.payload.entries.map((entry) => Object.assign(known.get(entry.key) ?? {}, entry)); // rows hold on to theirs
    tabs.use(event.payload.scenes);
    if (!rows.contains(document.activeElement)) fill();
  });
  return h(
    "div",
    { class: "page" },
    pageHeader(user, [[production.name, `/productions/${production.id}`], [`${sheet.character.name} ${sheet.label}`, null]]),
    h(
      "main",
      { class: "content two" },
      h(
        "section",
        { "aria-label": _("Colours") },
        h("div", { class: "title-row" }, h("h1", null, sheet.character.name), h("span", { class: "hint" }, `${_("Sheet {label}", { label: sheet.label })}, ${_n("{count} colour", "{count} colours", sheet.entries.length)}`), h("span", { class: "grow" }), paletteButton("export", _("Palette file"), () => openPaletteExport(sheet, tabs.scene)), edits && paletteButton("upload", _("From a palette"), () => openPaletteImport(sheet)), add),
        edits && h("p", { class: "hint" }, _("A change shows at once in every shot that uses this sheet.")),
        sheet.edition > 0 && h("p", { class: "hint" }, _("{edition}: {published}. It stays as it is.", { edition: sheet.name, published: publishedWords(sheet) })),
        tabs.element,
        h(
          "table",
          { class: "entries" },
          h("thead", null, h("tr", null, h("th", { scope: "col" }, _("Name")), h("th", { scope: "col" }, _("Category")), h("th", { scope: "col" }, _("Group")), ...TONE_LABELS.map((label) => h("th", { scope: "col" }, label)), edits && h("th", null, h("span", { class: "visually-hidden" }, _("Remove"))))),
          rows,
        ),
        sheet.entries.length === 0 && h("p", { class: "empty small" }, _("No colours yet.")),
      ),
      h("div", { class: "side" }, published, views(sheet, edits)),
    ),
  );
}

/** @param {string} name of the icon @param {string} words @param {() => void} onclick */
function paletteButton(name, words, onclick) {
  return h("button", { type: "button", class: "button quiet", onclick }, icon(name), words);
}

/** @param {T.Sheet} sheet @param {HTMLElement} rows @param {() => void} again */
function addButton(sheet, rows, again) {
  const add = async () => {
    const entry = await tried(() =>
      sheets.addEntry(sheet.id, { name: _("New colour"), category: "clothes", normal: "#808080ff", order: sheet.entries.length }),
    );
    if (!entry) return;
    if (!sheet.entries.some(({ key }) => key === entry.key)) sheet.entries.push(entry); // else the stream was faster
    again();
    rows.lastElementChild?.querySelector("input")?.select();
  };
  return h("button", { type: "button", class: "button", onclick: add }, icon("plus"), _("Add a colour"));
}

/**
 * @param {T.Sheet} sheet
 * @param {T.Entry} entry
 * @param {boolean} edits
 * @param {() => void} again
 */
function row(sheet, entry, edits, again) {
  const line = h("tr", null);
  /** @type {Signal<void>} */
  const renamed = new Signal();
  /** @param {Partial<T.Entry>} change */
  const save = async (change) => {
    const saved = await tried(() => sheets.changeEntry(sheet.id, entry.key, change));
    if (saved) Object.assign(entry, saved);
    if (saved && "name" in change) renamed.emit();
    return saved !== null;
  };
  const category = edits ? categoryInput(entry, save, renamed) : h("span", { class: "hint" }, categoryName(entry.category));
  line.append(
    h("td", null, edits ? nameInput(entry, save, category) : entry.name),
    h("td", null, category),
    h("td", null, edits ? groupInput(sheet, entry, save, renamed) : h("span", { class: "hint" }, entry.group)),
    ...TONES.map((tone, i) => h("td", null, edits ? colourInput(entry, tone, TONE_LABELS[i], save, renamed) : colour(entry[tone]))),
  );
  if (edits) line.append(h("td", null, entryActs(sheet, entry, renamed, again)));
  return line;
}

/** @param {string | null} hex */
function colour(hex) {
  if (!hex) return h("span", { class: "dim" }, "–");
  const chip = showColour(h("span", { class: "chip" }), hex);
  return h("span", { class: "colour" }, chip, h("code", null, hex.slice(0, 7)));
}

/** @import { Save } from "../components/colour_input.js" */

/** @param {T.Entry} entry @param {Save} save @param {HTMLElement} category which a new name may change */
function nameInput(entry, save, category) {
  const input = h("input", { class: "input bare", value: entry.name, maxlength: 100, "aria-label": _("Name") });
  input.addEventListener("change", async () => {
    if (!(await save({ name: input.value.trim() }))) input.value = entry.name;
    if (category instanceof HTMLSelectElement) category.value = entry.category;
  });
  return input;
}

/** @param {T.Entry} entry @param {Save} save @param {Signal<void>} renamed */
function categoryInput(entry, save, renamed) {
  const input = named(h("select", { class: "input bare kind" }), () => _("Category of {colour}", { colour: entry.name }), renamed);
  input.append(...CATEGORIES.map((category) => h("option", { value: category, selected: category === entry.category }, categoryName(category))));
  input.addEventListener("change", () => save({ category: input.value }));
  return input;
}

/** @param {T.Sheet} sheet @param {T.Entry} entry @param {Save} save @param {Signal<void>} renamed */
function groupInput(sheet, entry, save, renamed) {
  const id = `groups-${entry.key}`;
  const known = h("datalist", { id });
  const input = named(h("input", { class: "input bare kind", value: entry.group, maxlength: 60, placeholder: "–", list: id }), () => _("Group of {colour}", { colour: entry.name }), renamed);
  input.addEventListener("focus", () => known.replaceChildren(...[...new Set(sheet.entries.map(({ group }) => group))].filter(Boolean).map((value) => h("option", { value }))));
  input.addEventListener("change", async () => {
    if (!(await save({ group: input.value.trim() }))) input.value = entry.group;
  });
  return h("span", null, input, known);
}

/** @param {T.Sheet} sheet @param {boolean} edits */
function views(sheet, edits) {
  const reload = () => location.reload();
  const remove = (/** @type {T.ReferenceView} */ view) =>
    confirmLoss({
      title: _("Remove the view {view}", { view: view.name }), words: _("The engine no longer learns from it. Shots that are painted stay as they are."),
      act: _("Remove the view"), perform: () => sheets.removeView(sheet.id, view.id).then(reload),
    });
  const list = sheet.views.map((view) =>
    h(
      "figure",
      { class: "view" },
      h("a", { href: view.painted_url, title: _("Open the picture") }, h("img", { src: view.painted_url, alt: `${sheet.character.name}, ${view.name}`, loading: "lazy" })),
      h("figcaption", null, view.name, h("span", { class: "hint" }, `${view.width} × ${view.height}`), edits && iconButton("trash", _("Remove the view {view}", { view: view.name }), () => remove(view), "small")),
    ),
  );
  const none = h("p", { class: "empty small" }, _("No reference view yet. Without one, the first drawing of a shot is painted by hand and the engine follows it."));
  return h("section", { class: "views", "aria-label": _("Reference views") }, h("div", { class: "title-row" }, h("h2", null, _("Reference views")), edits && h("button", { type: "button", class: "button", onclick: () => openNewView(sheet, reload) }, icon("plus"), _("Add a view"))), ...(list.length > 0 ? list : [none]));
}
