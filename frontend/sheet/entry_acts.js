// @ts-check
/** What a supervisor does with a whole entry: to another place, in two, off the sheet. */
import { sheets } from "../api.js";
import { named } from "../components/named.js";
import { tried } from "../components/tried.js";
import { h, iconButton } from "../dom.js";
import { _ } from "../words.js";
import { removeEntry } from "./remove_entry.js";

/** @import * as T from "../types.js" */
/** @import { Signal } from "../signal.js" */

/**
 * @param {T.Sheet} sheet
 * @param {T.Entry} entry
 * @param {Signal<void>} renamed the entry has another name now
 * @param {() => void} again the entries have changed: show them anew
 */
export function entryActs(sheet, entry, renamed, again) {
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
  /** @param {string} name of the icon @param {(colour: {colour: string}) => string} words @param {() => void} perform */
  const act = (name, words, perform) => {
    const say = () => words({ colour: entry.name });
    return named(iconButton(name, say(), perform, "small"), say, renamed);
  };
  const [first, last] = [sheet.entries[0], sheet.entries.at(-1)];
  return h(
    "span",
    { class: "row-acts" },
    h("span", { class: "seldom" },
      entry !== first && act("up", (name) => _("{colour}: one place up", name), () => move(-1)),
      entry !== last && act("down", (name) => _("{colour}: one place down", name), () => move(1)),
      act("split", (name) => _("Split {colour} in two", name), split)),
    act("trash", (name) => _("Remove {colour}", name), () => removeEntry(sheet, entry, () => show(sheet.entries.filter((other) => other !== entry)))),
  );
}
