// @ts-check
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { shown } from "./keys.js";
import { _ } from "../words.js";

/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/**
 * A command's button. It keeps itself right: enabled, pressed.
 * @param {Command<Desk>} command
 * @param {Desk} desk
 * @param {string | null} [text] beside the icon
 * @param {string} [extra] more classes
 */
export function commandButton(command, desk, text = null, extra = "") {
  const keys = command.shortcuts.map(shown).join(_(" or "));
  const button = h(
    "button",
    {
      type: "button",
      class: `${text ? "button" : "icon-button"} ${extra}`,
      title: `${command.title} (${keys})`,
      "aria-label": text ? null : command.title,
      "aria-keyshortcuts": command.shortcuts.map((s) => s.replace("Mod", "Control")).join(" "),
      "data-command": command.name,
      onclick: () => command.enabled(desk) && command.perform(desk),
      // A click must not take the keyboard away from the canvas: Space would press the button again.
      onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
    },
    command.icon && icon(command.icon),
    text,
  );
  const refresh = () => {
    button.disabled = !command.enabled(desk);
    if (command.pressed) button.setAttribute("aria-pressed", String(command.pressed(desk)));
  };
  desk.changed.on(refresh);
  refresh();
  return button;
}
