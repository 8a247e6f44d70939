// @ts-check
/** What a supervisor does with a whole entry: to another place, in two, off the sheet. */
import { sheets } from "../api.js";
import { tried } from "../components/tried.js";
import { h, iconButton } from "../dom.js";
import { _ } from "../words.js";
import { removeEntry } from "./remove_entry.js";

/** @import * as T from "../types.js" */

/**
 * @param {T.Sheet} sheet
 * @param {T.Entry} entry
 * @param {() => void} again the entries have changed: show them anew
 */
export function entryActs(sheet, entry, again) {
  /** @param {1 | -1} way */
  const move = async (way) => {
    const at = sheet.entries.indexOf(entry);
    const keys = sheet.entries.map(({ key }) => key);
    [keys[at], keys[at + way]] = [keys[at + way], keys[at]];
    const moved = await tried(() => sheets.orderEntries(sheet.id, keys));
    if (moved) show(moved.entries);
  };
  const split = async () => {
    const twin = await tried(() => sheets.splitEntry(sheet.id, entry.key, _("{colour} 2", { colour: entry.name }).slice(0, 100)));
    if (twin) show(sheet.entries.toSpliced(sheet.entries.indexOf(entry) + 1, 0, twin));
  };
  /** @param {T.Entry[]} entries */
  const show = (entries) => {
    // The stream may have brought them already.
    sheet.entries = [...new Map(entries.map((each) => [each.key, each])).values()];
    again();
  };
  const [first, last] = [sheet.entries[0], sheet.entries.at(-1)];
  return h(
    "span",
    { class: "row-acts" },
    h("span", { class: "seldom" },
      entry !== first && iconButton("up", _("{colour}: one place up", { colour: entry.name }), () => move(-1), "small"),
      entry !== last && iconButton("down", _("{colour}: one place down", { colour: entry.name }), () => move(1), "small"),
      iconButton("split", _("Split {colour} in two", { colour: entry.name }), split, "small")),
    iconButton("trash", _("Remove {colour}", { colour: entry.name }), () => removeEntry(sheet, entry, () => show(sheet.entries.filter((other) => other !== entry))), "small"),
  );
}
