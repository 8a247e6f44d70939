// @ts-check
/** In which light the shot is looked at; which of them it is exported in. */
import { shots } from "../api.js";
import { tried } from "../components/tried.js";
import { h } from "../dom.js";
import { _ } from "../words.js";

/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk */
export function sceneBar(desk) {
  const choose = h("select", { class: "input", "aria-label": _("Scene"), title: _("Looks at this shot in another light (⇧ S)") });
  const keep = h("button", { type: "button", class: "button quiet", title: _("The shot is played and exported in this scene") }, _("Use for this shot"));
  const bar = h("div", { class: "scene-bar" }, choose, keep);
  const fill = () => {
    bar.hidden = desk.sheet.scenes.length === 0;
    choose.replaceChildren(...lights(desk).map(([id, name]) =>
      h("option", { value: id ?? "", selected: id === desk.scene }, id === desk.shot.scene ? `${name} · ${_("this shot")}` : name)));
    keep.hidden = !desk.canPaint || desk.scene === desk.shot.scene;
  };
  choose.addEventListener("change", () => {
    desk.lookIn(choose.value ? Number(choose.value) : null);
    choose.blur(); // the keys go back to the canvas
  });
  keep.addEventListener("click", async () => {
    const shot = await tried(() => shots.change(desk.shot.id, { scene: desk.scene }));
    if (shot) desk.shot.scene = shot.scene;
    fill();
  });
  desk.changed.on((aspect) => (aspect === "sheet" || aspect === "shot") && fill());
  fill();
  return bar;
}

/** What a shot can be looked at in. @param {Desk} desk @returns {[number | null, string][]} */
export function lights(desk) {
  return [[null, _("Day")], ...desk.sheet.scenes.map(({ id, name }) => /** @type {[number, string]} */ ([id, name]))];
}
