// @ts-check
/** An entry that goes while drawings are painted with it: which one takes its place? */
import { ApiError, sheets } from "../api.js";
import { TONES } from "../canvas/palette.js";
import { openDialog } from "../components/dialog.js";
import { showColour } from "../components/swatch.js";
import { toast } from "../components/toast.js";
import { tried } from "../components/tried.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { categoryName } from "../terms.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */

/**
 * Take an entry off the sheet, and ask for its successor when it is in use.
 * @param {T.Sheet} sheet
 * @param {T.Entry} entry
 * @param {() => void} done
 */
export async function removeEntry(sheet, entry, done) {
  try {
    await sheets.removeEntry(sheet.id, entry.key);
    done();
  } catch (refused) {
    if (!(refused instanceof ApiError)) throw refused;
    if (refused.code !== "entry_in_use") return toast(refused.message, "error");
    const drawings = /** @type {{drawings?: number[]}} */ (refused.details)?.drawings?.length ?? 0;
    askSuccessor(sheet, entry, drawings, done);
  }
}

/**
 * @param {T.Sheet} sheet
 * @param {T.Entry} entry
 * @param {number} drawings that are painted with it
 * @param {() => void} done
 */
function askSuccessor(sheet, entry, drawings, done) {
  const others = sheet.entries.filter(({ key }) => key !== entry.key);
  const alike = others.filter(({ category }) => category === entry.category);
  const act = h("button", { type: "submit", class: "button primary", disabled: true }, icon("check"), _("Put it in its place"));
  const list = [...alike, ...others.filter((other) => !alike.includes(other))].map((other) => choice(other, act));
  const words = _n("{count} drawing is painted with {colour}.", "{count} drawings are painted with {colour}.", drawings, { colour: entry.name });
  const more = _("They will show the colour that you choose, tone by tone. Going back to an earlier edition parts the two again.");
  const form = h("form", { class: "stack" }, h("p", null, words, " ", more), h("fieldset", { class: "choice successors" }, ...list), h("div", { class: "actions" }, act));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const successor = Number(new FormData(form).get("successor"));
    if ((await tried(async () => [await sheets.removeEntry(sheet.id, entry.key, successor)])) === null) return;
    dialog.close();
    done();
  });
  const dialog = openDialog(_("What takes the place of {colour}?", { colour: entry.name }), [form]);
}

/** @param {T.Entry} entry @param {HTMLButtonElement} act */
function choice(entry, act) {
  const swatches = TONES.filter((tone) => entry[tone]).map((tone) => showColour(h("span", { class: "chip" }), entry[tone] ?? ""));
  return h(
    "label",
    { class: "radio" },
    h("input", { type: "radio", name: "successor", value: entry.key, onchange: () => (act.disabled = false) }),
    h("span", { class: "grow" }, entry.name, h("span", { class: "hint" }, categoryName(entry.category))),
    ...swatches,
  );
}
