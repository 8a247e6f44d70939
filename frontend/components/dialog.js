// @ts-check
import { h, iconButton } from "../dom.js";
import { _ } from "../words.js";

/** @import { Child } from "../dom.js" */

/**
 * A modal dialog that is gone from the page once closed. Escape and a click beside it close it.
 * @param {string} title
 * @param {Child[]} content
 * @param {string} [extra] more classes
 * @returns {HTMLDialogElement}
 */
export function openDialog(title, content, extra = "") {
  const dialog = h("dialog", { class: `dialog ${extra}`, "aria-label": title, tabindex: "-1" });
  dialog.append(
    h(
      "header",
      { class: "dialog-head" },
      h("h2", null, title),
      iconButton("close", _("Close"), () => dialog.close()),
    ),
    h("div", { class: "dialog-body" }, ...content),
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("mousedown", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  if (!dialog.querySelector("[autofocus]")) dialog.focus(); // not the close button
  return dialog;
}
