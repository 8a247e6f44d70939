// @ts-check
/** Day, night, sunset: tabs over the colours of a sheet, and the table of a scene. */
import { sheets } from "../api.js";
import { inScene } from "../canvas/scenes.js";
import { TONES } from "../canvas/palette.js";
import { colourInput } from "../components/colour_input.js";
import { confirmLoss } from "../components/confirm.js";
import { openDialog } from "../components/dialog.js";
import { dropzone } from "../components/dropzone.js";
import { PALETTES } from "../components/file_kinds.js";
import { openSendFiles } from "../components/send_files.js";
import { showColour } from "../components/swatch.js";
import { tried } from "../components/tried.js";
import { field, h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { categoryName, TONE_LABELS } from "../terms.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

export class SceneTabs {
  element = h("div", { class: "scene-tabs", role: "group", "aria-label": _("Scenes") });
  /** The scene whose colours are shown; null = by day. @type {number | null} */
  chosen = null;

  /**
   * @param {T.Sheet} sheet its scenes are kept right here
   * @param {boolean} edits
   * @param {() => void} refill another scene, or other colours in it
   */
  constructor(sheet, edits, refill) {
    this.sheet = sheet;
    this.edits = edits;
    this.refill = refill;
    this.fill();
  }

  /** @returns {T.Scene | undefined} */
  get scene() {
    return this.sheet.scenes.find(({ id }) => id === this.chosen);
  }

  /** @param {T.Scene[]} scenes as they are now */
  use(scenes) {
    const known = new Map(this.sheet.scenes.map((scene) => [scene.id, scene]));
    this.sheet.scenes = scenes.map((scene) => Object.assign(known.get(scene.id) ?? {}, scene)); // rows hold on to theirs
    if (!this.scene) this.chosen = null;
    this.fill();
  }

  fill() {
    const { sheet, edits, scene } = this;
    const add = edits && h("button", { type: "button", class: "button quiet", onclick: () => openNewScene(sheet, (made) => this.#made(made)) }, icon("plus"), _("Scene"));
    this.element.hidden = !edits && sheet.scenes.length === 0;
    this.element.replaceChildren(
      this.#tab(null, _("Day")), ...sheet.scenes.map(({ id, name }) => this.#tab(id, name)), ...(add ? [add] : []),
      ...(edits && scene ? [h("span", { class: "grow" }), ...this.#acts(scene)] : []),
    );
  }

  /** @param {number | null} id @param {string} name */
  #tab(id, name) {
    const choose = () => this.choose(id);
    return h("button", { type: "button", class: "segment tab", "aria-pressed": String(id === this.chosen), onclick: choose }, name);
  }

  /** @param {number | null} id */
  choose(id) {
    this.chosen = id;
    this.fill();
    this.refill();
  }

  /** @param {T.Scene} made */
  #made(made) {
    if (!this.sheet.scenes.some(({ id }) => id === made.id)) this.sheet.scenes.push(made);
    this.choose(made.id);
  }

  /** @param {T.Scene} scene */
  #acts(scene) {
    const remove = () => confirmLoss({
      title: _("Remove the scene {scene}", { scene: scene.name }), words: _("Its colours will be gone from this sheet. What was published keeps them."),
      act: _("Remove the scene"), perform: () => sheets.removeScene(this.sheet.id, scene.id).then(() => this.use(this.sheet.scenes.filter(({ id }) => id !== scene.id))).then(this.refill),
    });
    const load = () => openSceneImport(this.sheet, scene, (loaded) => {
      Object.assign(scene, loaded);
      this.refill();
    });
    return [
      h("button", { type: "button", class: "button quiet", onclick: load }, icon("upload"), _("Colours from a palette")),
      iconButton("trash", _("Remove the scene {scene}", { scene: scene.name }), remove),
    ];
  }

  /** The rows of the scene's table. @param {T.Scene} scene */
  rows(scene) {
    const shown = inScene(this.sheet.entries, scene);
    return this.sheet.entries.map((day, i) => this.#row(scene, day, shown[i]));
  }

  /**
   * @param {T.Scene} scene
   * @param {T.Entry} day
   * @param {T.Entry} entry as it looks in the scene
   */
  #row(scene, day, entry) {
    const own = scene.colors.find(({ key }) => key === entry.key);
    const line = h("tr", null);
    /** @param {Partial<T.Entry>} change */
    const save = async (change) => {
      const saved = await tried(() => sheets.changeSceneEntry(this.sheet.id, scene.id, entry.key, change));
      if (!saved) return false;
      Object.assign(scene, saved);
      const [now] = inScene([day], scene);
      line.replaceWith(this.#row(scene, day, now));
      return true;
    };
    const reset = () => save(Object.fromEntries(TONES.map((tone) => [tone, null])));
    const cells = TONES.map((tone, i) => {
      if (!day[tone]) return h("td", null, h("span", { class: "dim" }, "–"));
      const control = this.edits ? colourInput(entry, tone, TONE_LABELS[i], save) : swatch(entry[tone]);
      return h("td", { class: own?.[tone] ? "own" : "as-by-day", title: own?.[tone] ? _("By day {colour}", { colour: day[tone].slice(0, 7) }) : _("As by day") }, control);
    });
    line.append(h("td", { class: "words" }, entry.name), h("td", { class: "words hint" }, categoryName(entry.category)), h("td", { class: "words hint" }, entry.group), ...cells);
    if (this.edits) line.append(h("td", null, own && iconButton("undo", _("{colour}: as by day", { colour: entry.name }), reset, "small")));
    return line;
  }
}

/** @param {string | null} hex */
function swatch(hex) {
  return h("span", { class: "colour" }, showColour(h("span", { class: "chip" }), hex ?? "#00000000"), h("code", null, hex?.slice(0, 7)));
}

/** @param {T.Sheet} sheet @param {(made: T.Scene) => void} done */
function openNewScene(sheet, done) {
  const name = h("input", { class: "input", required: true, maxlength: 100, autofocus: true, placeholder: _("night") });
  const filtered = h("input", { type: "checkbox", checked: true });
  const tint = h("input", { type: "color", class: "picker", value: "#6f7fc0", "aria-label": _("Filter") });
  const form = h(
    "form",
    { class: "stack" },
    field(_("Name"), name),
    h("label", { class: "check" }, filtered, h("span", null, _("Start from the day's colours through a filter")), tint),
    h("p", { class: "hint" }, _("Every colour is multiplied by the filter; then change those that should be otherwise. What a scene leaves out looks as by day.")),
    h("div", { class: "actions" }, h("button", { type: "submit", class: "button primary" }, icon("check"), _("Make the scene"))),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const made = await tried(() => sheets.addScene(sheet.id, { name: name.value.trim(), ...(filtered.checked ? { tint: tint.value } : {}) }));
    if (!made) return;
    dialog.close();
    done(made);
  });
  const dialog = openDialog(_("New scene"), [form]);
}

/** @param {T.Sheet} sheet @param {T.Scene} scene @param {(loaded: T.Scene) => void} done */
function openSceneImport(sheet, scene, done) {
  const file = dropzone({
    title: _("Palette file"), hint: _("GPL, ACO, ASE, OpenToonz TPL, colorbook.yml or sheet.json"), many: false, accept: PALETTES, onchange: () => dialog.refresh(),
  });
  const dialog = openSendFiles({
    title: _("Colours of {scene} from a palette", { scene: scene.name }), act: _("Use its colours"), ready: () => file.files().length > 0, done,
    content: [file.element, h("p", { class: "hint" }, _("Its colours go to the entries of the same name. Nothing is added to the sheet."))],
    data: () => {
      const form = new FormData();
      form.append("file", file.files()[0]);
      return form;
    },
    send: (form, progress, signal) => sheets.useScenePalette(sheet.id, scene.id, form, progress, signal),
  });
}
