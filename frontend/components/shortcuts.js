// @ts-check
import { COMMANDS } from "../commands/index.js";
import { shown } from "../commands/keys.js";
import { h } from "../dom.js";
import { openDialog } from "./dialog.js";

/** Every command with its keys, made from the commands themselves. */
export function openShortcuts() {
  const groups = [...new Set(COMMANDS.map((command) => command.group))];
  const sections = groups.map((group) => {
    const rows = COMMANDS.filter((command) => command.group === group).flatMap(({ title, shortcuts, hint }) => [
      h("dt", null, ...shortcuts.map((shortcut) => h("kbd", null, shown(shortcut)))),
      h("dd", null, h("span", null, title), hint && h("span", { class: "hint" }, ` ${hint}`)),
    ]);
    return h("section", { class: "shortcut-group" }, h("h3", null, group), h("dl", null, ...rows));
  });
  openDialog("Shortcuts", [h("div", { class: "shortcuts" }, ...sections)], "widest");
}
