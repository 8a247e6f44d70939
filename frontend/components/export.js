// @ts-check
import { shots } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { lights } from "../shot/scene_bar.js";
import { openDialog } from "./dialog.js";
import { tried } from "./tried.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/**
 * @param {string} name
 * @param {[string, string, string][]} options value, label, hint
 * @param {string} [chosen] value
 */
function choice(name, options, chosen = options[0][0]) {
  const radios = options.map(([value, label, hint]) =>
    h(
      "label",
      { class: "radio" },
      h("input", { type: "radio", name, value, checked: value === chosen }),
      h("span", null, label, h("span", { class: "hint" }, hint)),
    ),
  );
  return h("fieldset", { class: "choice" }, ...radios);
}

/** Is it more than one drawing a frame? @param {T.Shot} shot */
function isTimed(shot) {
  return shot.levels.some(({ exposures, drawings }) =>
    exposures.length !== drawings.length || exposures.some(([frame, id], i) => frame !== i + 1 || id !== drawings[i].id));
}

/** @param {Desk} desk */
export function openExport(desk) {
  const ids = desk.shot.levels.flatMap((level) => level.drawings.map((drawing) => drawing.id));
  const unpainted = ids.map((id) => desk.paintings.summary(id).unpainted);
  const open = unpainted.filter((count) => count > 0).length;
  const segments = unpainted.reduce((sum, count) => sum + count, 0);
  const provisional = ids.reduce((sum, id) => sum + desk.paintings.summary(id).provisional, 0);
  const form = h(
    "form",
    { class: "stack", method: "dialog" },
    choice("format", [
      ["png", "PNG", _("with transparency")],
      ["tga", "TGA", _("24 bit, run-length encoded; white is transparent")],
      ["tiff", "TIFF", _("with transparency, LZW")],
      ["psd", "PSD", _("line and paint on layers of their own")],
      ["tlv", "TLV + TPL", _("an OpenToonz level with its palette")],
    ]),
    choice("lines", [
      ["drawn", _("Lines as drawn"), _("the artist's lines over the paint")],
      ["painted", _("Lines painted over"), _("trace lines take the colour beside them")],
    ]),
    desk.sheet.scenes.length > 0 &&
      choice("scene", lights(desk).map(([id, name]) => [String(id ?? 0), name, id === desk.shot.scene ? _("as this shot is now") : ""]), String(desk.shot.scene ?? 0)),
    isTimed(desk.shot) && h("p", { class: "hint" }, _("The timesheet goes along as XDTS.")),
    open > 0 &&
      h("p", { class: "note" }, icon("warning"), _("{segments} in {drawings} still unpainted; report.txt in the zip lists them.", {
        segments: _n("{count} segment", "{count} segments", segments), drawings: _n("{count} drawing", "{count} drawings", open),
      })),
    provisional > 0 &&
      h("p", { class: "note" }, icon("warning"), _n("{count} new segment still in a provisional colour; report.txt lists it.", "{count} new segments still in a provisional colour; report.txt lists them.", provisional)),
    h("div", { class: "actions" }, h("button", { type: "submit", class: "button primary", autofocus: true }, icon("export"), _("Download zip"))),
  );
  form.addEventListener("submit", async () => {
    const data = new FormData(form);
    const format = /** @type {T.ExportFormat} */ (data.get("format"));
    const lines = data.get("lines") === "painted" ? "painted" : "drawn";
    const scene = Number(data.get("scene")) || null;
    const link = h("a", { href: shots.exportUrl(desk.shot.id, format, lines, scene), download: true });
    link.click();
    // What a shot went out in is what it is in: the next export and everybody's canvas say the same.
    if (desk.canPaint && scene !== desk.shot.scene) await tried(() => shots.change(desk.shot.id, { scene }));
  });
  openDialog(_("Export {shot}", { shot: desk.shot.name }), [form]);
}
