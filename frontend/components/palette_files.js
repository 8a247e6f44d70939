// @ts-check
/** A sheet's colours as palette files, out to other programs and in from them. */
import { sheets } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openDialog } from "./dialog.js";
import { dropzone } from "./dropzone.js";
import { PALETTES } from "./file_kinds.js";
import { openSendFiles } from "./send_files.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

/** @type {[T.PaletteFormat, string, string][]} */
const FORMATS = [
  ["gpl", "GPL", "GIMP, Krita, Inkscape"],
  ["aco", "ACO", _("Photoshop colour swatches")],
  ["ase", "ASE", _("Adobe swatch exchange, Clip Studio")],
  ["tpl", "TPL", _("OpenToonz palette, a page per category")],
  ["colorbook", "colorbook.yml", "PaintBucket-Character"],
  ["json", "sheet.json", _("everything that this sheet says")],
];

/** @param {T.Sheet} sheet @param {T.Scene} [scene] in its colours */
export function openPaletteExport(sheet, scene) {
  const links = FORMATS.map(([format, name, hint]) =>
    h("a", { class: "file-link", href: sheets.paletteUrl(sheet.id, format, scene?.id), download: true }, icon("export"), h("strong", null, name), h("span", { class: "hint" }, hint)),
  );
  openDialog(scene ? _("Colours of {scene} as a palette file", { scene: scene.name }) : _("Colours as a palette file"), [h("div", { class: "file-links" }, ...links)]);
}

/** @param {T.Sheet} sheet */
export function openPaletteImport(sheet) {
  const file = dropzone({
    title: _("Palette file"), hint: _("GPL, ACO, ASE, OpenToonz TPL, colorbook.yml or sheet.json"),
    many: false, accept: PALETTES, onchange: () => dialog.refresh(),
  });
  const words = _(
    "Its colours become the next version of this sheet. Colours of the same name stay what they are for drawings that are painted already; shots on v{version} keep it.",
    { version: sheet.version },
  );
  const dialog = openSendFiles({
    title: _("Colours from a palette file"), act: _("Make the next version"), content: [file.element, h("p", { class: "hint" }, words)],
    ready: () => file.files().length > 0,
    data: () => {
      const form = new FormData();
      form.append("file", file.files()[0]);
      return form;
    },
    send: (form, progress, signal) => sheets.usePalette(sheet.id, form, progress, signal),
    done: (next) => location.assign(`/sheets/${next.id}`),
  });
}
