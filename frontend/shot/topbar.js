// @ts-check
/** Over the canvas: where we are, what the engine does, whether the server hears us. */
import { commandButton } from "../commands/button.js";
import { cancelRun } from "../commands/cancel_run.js";
import { exportShot } from "../commands/export.js";
import { help } from "../commands/help.js";
import { run } from "../commands/run.js";
import { wordmark } from "../components/header.js";
import { languageSwitch } from "../components/language.js";
import { runState } from "../components/run.js";
import { themeSwitch } from "../components/theme.js";
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk @param {T.Production} production */
export function topbar(desk, production) {
  const state = h("div", { class: "run-slot", role: "status" });
  const connection = h("span", { class: "connection", role: "status" });
  const start = commandButton(run, desk, _("Colour shot"));
  const stop = commandButton(cancelRun, desk, _("Stop"));
  const sheet = h("a", { class: "button quiet", title: _("The colour design sheet") });
  const name = () => {
    sheet.href = `/sheets/${desk.sheet.id}`;
    sheet.replaceChildren(icon("swatches"), `${desk.sheet.character.name} ${desk.sheet.label}`);
  };
  const refresh = () => {
    state.replaceChildren(runState(desk.shot.run));
    start.hidden = desk.running;
    stop.hidden = !desk.running;
    start.lastChild?.replaceWith(desk.shot.run ? _("Colour again") : _("Colour shot"));
  };
  const hear = () => {
    const waiting = desk.work.outbox.size;
    connection.className = `connection ${desk.connection}`;
    connection.textContent = connectionWords(desk.connection, waiting);
  };
  desk.changed.on((aspect) => {
    if (aspect === "run") refresh();
    if (aspect === "connection") hear();
    if (aspect === "sheet") name();
  });
  refresh();
  name();
  hear();
  return h(
    "header",
    { class: "topbar" },
    wordmark("small"),
    h(
      "nav",
      { class: "crumbs", "aria-label": _("Where you are") },
      h("a", { href: `/productions/${production.id}`, class: "crumb" }, production.name),
      h("span", { class: "crumb-step", "aria-hidden": "true" }, "/"),
      h("h1", { class: "crumb here" }, desk.shot.name),
    ),
    state,
    start,
    stop,
    h("span", { class: "grow" }),
    connection,
    sheet,
    desk.canPaint && iconButton("levels", _("Another sheet or edition for this shot"), () => desk.asked.emit("sheet"), "small"),
    commandButton(exportShot, desk, _("Export"), "quiet"),
    languageSwitch(),
    themeSwitch(),
    commandButton(help, desk),
  );
}

/**
 * @param {Desk["connection"]} state
 * @param {number} waiting corrections that the server does not have yet
 */
function connectionWords(state, waiting) {
  if (state === "new") return _("Connecting");
  if (state === "live") return waiting > 0 ? _("Saving") : _("Saved");
  if (state === "refused") return _("This production is closed to you now");
  return waiting > 0 ? _n("Server away, {count} correction kept here", "Server away, {count} corrections kept here", waiting) : _("Server away, reconnecting");
}
