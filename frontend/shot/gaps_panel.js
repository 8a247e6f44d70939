// @ts-check
/** The panel over the canvas on which gaps are closed. */
import { gaps as gapsCommand } from "../commands/gaps.js";
import { h, iconButton } from "../dom.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/** @type {[T.GapSettings["mode"], string, string][]} */
const MODES = [
  ["off", _("Off"), _("Lines count as they are drawn")],
  ["tangent", _("Tangent"), _("Line ends go on the way they were drawn, up to the largest gap")],
  ["ball", _("Ball"), _("For brushy lines: a ball of the given radius does not slip through")],
];

/** @param {Desk} desk */
export function gapsPanel(desk) {
  const { gaps } = desk;
  const modes = MODES.map(([mode, label, title]) =>
    h("button", { type: "button", class: "segment", title, onclick: () => gaps.want({ mode }) }, label),
  );
  const said = h("p", { class: "hint" });
  const max = slider(_("Largest gap"), "max", 1, 24, desk);
  const radius = slider(_("Radius of the ball"), "radius", 1, 10, desk);
  const count = h("output", { class: "gaps-count" });
  const bar = h("progress", { "aria-label": _("Drawings cut again") });
  const apply = h("button", { type: "button", class: "button primary", onclick: () => gaps.apply() }, _("Apply to the shot"));
  const reset = h("button", { type: "button", class: "button quiet", onclick: () => gaps.want(desk.shot.gaps) }, _("Back"));
  const panel = h(
    "section",
    { class: "gaps", "aria-label": _("Gaps") },
    h("header", { class: "gaps-head" }, h("h2", null, _("Close gaps")), iconButton("close", _("Close the panel"), () => gapsCommand.perform(desk), "small")),
    h("div", { class: "segments wide", role: "group", "aria-label": _("How gaps are closed") }, ...modes),
    said, max.element, radius.element, count, bar,
    h("div", { class: "actions" }, reset, apply),
  );
  const refresh = () => {
    const { wanted, cutting } = gaps;
    panel.hidden = !gaps.open;
    if (!gaps.open) return;
    modes.forEach((button, i) => button.setAttribute("aria-pressed", String(MODES[i][0] === wanted.mode)));
    said.textContent = MODES.find(([mode]) => mode === wanted.mode)?.[2] ?? "";
    max.refresh(wanted.mode === "tangent");
    radius.refresh(wanted.mode === "ball");
    count.textContent = words(desk);
    bar.hidden = cutting === null;
    if (cutting) [bar.max, bar.value] = [cutting.total, cutting.done.size];
    apply.disabled = !desk.canPaint || !gaps.changed || cutting !== null;
    reset.hidden = !gaps.changed;
  };
  desk.changed.on((aspect) => (aspect === "gaps" || aspect === "closures" || aspect === "frame" || aspect === "shot") && refresh());
  refresh();
  return panel;
}

/** @param {Desk} desk */
function words({ gaps, closures, drawing }) {
  if (gaps.cutting) return _n("Cutting again: {done} of {count} drawing", "Cutting again: {done} of {count} drawings", gaps.cutting.total, { done: gaps.cutting.done.size });
  if (!drawing) return "";
  const preview = gaps.previewOf(drawing.id);
  if (preview === null) {
    const all = closures.of(drawing.id);
    const off = all.filter(({ active }) => !active).length;
    if (all.length === 0) return _("No closures in this drawing");
    const there = _n("{count} closure in this drawing", "{count} closures in this drawing", all.length);
    return off > 0 ? `${there}, ${_("{off} switched off", { off })}` : there;
  }
  if (gaps.wanted.mode === "off") return _("Preview: no gap would be closed");
  return gaps.waiting ? _("Looking for gaps") : _n("Preview: {count} gap of this drawing would be closed", "Preview: {count} gaps of this drawing would be closed", preview.length);
}

/**
 * @param {string} label
 * @param {"max" | "radius"} name
 * @param {number} min
 * @param {number} largest
 * @param {Desk} desk
 */
function slider(label, name, min, largest, desk) {
  const value = h("output", null);
  const input = h("input", {
    type: "range", min, max: largest, step: 1, "aria-label": label, class: "range",
    oninput: () => desk.gaps.want({ [name]: Number(input.value) }),
  });
  const element = h("label", { class: "slider" }, h("span", { class: "field-label" }, label), value, input);
  const refresh = (/** @type {boolean} */ shown) => {
    element.hidden = !shown;
    input.value = String(desk.gaps.wanted[name]);
    value.textContent = `${desk.gaps.wanted[name]} px`;
  };
  return { element, refresh };
}
