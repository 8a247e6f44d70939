// @ts-check
import { COMMANDS } from "../commands/index.js";
import { shown } from "../commands/keys.js";
import { h } from "../dom.js";
import { openDialog } from "./dialog.js";
import { _ } from "../words.js";

/** @type {Record<string, string>} */
const GROUPS = {
  Queue: _("Queue"), Tools: _("Tools"), Colour: _("Colour"), Edit: _("Edit"), Frames: _("Frames"), View: _("View"), Shot: _("Shot"),
};

/** Every command with its keys, made from the commands themselves. */
export function openShortcuts() {
  const groups = [...new Set(COMMANDS.map((command) => command.group))];
  const sections = groups.map((group) => {
    const rows = COMMANDS.filter((command) => command.group === group).flatMap(({ title, shortcuts, hint }) => [
      h("dt", null, ...shortcuts.map((shortcut) => h("kbd", null, shown(shortcut)))),
      h("dd", null, h("span", null, title), hint && h("span", { class: "hint" }, ` ${hint}`)),
    ]);
    return h("section", { class: "shortcut-group" }, h("h3", null, GROUPS[group]), h("dl", null, ...rows));
  });
  openDialog(_("Shortcuts"), [h("div", { class: "shortcuts" }, ...sections)], "widest");
}
