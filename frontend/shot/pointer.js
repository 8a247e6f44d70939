// @ts-check
/** Mouse, pen and fingers on the stage. */

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/**
 * @param {Desk} desk
 * @returns {void}
 */
export function listenToPointers(desk) {
  const surface = desk.stage.overlay;
  /** @type {Map<number, T.StagePoint>} */
  const down = new Map();
  /** @type {"pan" | "stroke" | "join" | "part" | "rub" | "fence" | "note" | "pinch" | "pick" | null} */
  let gesture = null;

  /** @param {MouseEvent} event @returns {T.StagePoint} */
  const at = (event) => {
    const box = surface.getBoundingClientRect();
    return { sx: event.clientX - box.left, sy: event.clientY - box.top };
  };

  /** @param {PointerEvent} event */
  const press = (event) => {
    if (event.button > 1) return;
    event.preventDefault();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); // the keys are the desk's again
    surface.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    if (down.size === 2) {
      desk.stroke.cancel();
      desk.closures.cancel();
      desk.parts.cancel();
      desk.fence.cancel();
      desk.notes.cancel();
      gesture = "pinch";
    } else if (event.button === 1 || desk.kit.activeTool === "hand") {
      gesture = "pan";
    } else if ((desk.kit.activeTool === "note" || !desk.canPaint) && desk.notes.openAt(at(event))) {
      gesture = null;
    } else if (desk.kit.activeTool === "note") {
      gesture = "note";
      desk.notes.begin(at(event));
    } else if (desk.kit.activeTool === "dropper" || event.altKey) {
      gesture = "pick";
      desk.kit.pickAt(at(event));
    } else if (desk.kit.activeTool === "closures") {
      desk.closures.switchAt(at(event));
    } else if (desk.kit.activeTool === "join") {
      gesture = "join";
      desk.closures.begin(at(event));
    } else if (desk.kit.activeTool === "parts") {
      gesture = "part";
      desk.parts.begin(at(event));
    } else if (desk.kit.activeTool === "rub") {
      gesture = "rub";
      desk.parts.rubAt(at(event));
    } else if (desk.kit.activeTool === "lasso" || desk.kit.activeTool === "rectangle" || desk.kit.activeTool === "select") {
      const { activeTool } = desk.kit;
      gesture = "fence";
      desk.fence.begin(at(event), activeTool === "rectangle" ? "rectangle" : "lasso", activeTool === "select" || event.shiftKey);
    } else {
      gesture = "stroke";
      desk.stroke.begin(at(event));
    }
    surface.classList.toggle("grabbing", gesture === "pan");
  };

  /** @param {PointerEvent} event */
  const move = (event) => {
    const before = down.get(event.pointerId);
    const now = at(event);
    if (!before) {
      desk.hoverAt(now);
      return;
    }
    if (gesture === "pinch") pinch(desk, down, event.pointerId, now);
    down.set(event.pointerId, now);
    if (gesture === "pan") {
      desk.stage.view.pan(now.sx - before.sx, now.sy - before.sy);
      desk.stage.moved();
    } else if (gesture === "pick") {
      desk.kit.pickAt(now);
    } else if (gesture === "stroke") {
      for (const point of between(event)) desk.stroke.move(at(point));
      desk.hoverAt(now);
    } else if (gesture === "part") {
      for (const point of between(event)) desk.parts.move(at(point));
      desk.stage.drawOverlay();
    } else if (gesture === "fence") {
      for (const point of between(event)) desk.fence.move(at(point));
    } else if (gesture === "note") {
      for (const point of between(event)) desk.notes.move(at(point));
    } else if (gesture === "rub") {
      for (const point of between(event)) desk.parts.rubAt(at(point));
    } else if (gesture === "join") {
      desk.closures.move(now);
    }
  };

  /** @param {PointerEvent} event */
  const release = (event) => {
    if (!down.delete(event.pointerId)) return;
    if (gesture === "stroke") {
      if (event.type === "pointercancel") desk.stroke.cancel();
      else desk.stroke.end();
    }
    if (gesture === "join") {
      if (event.type === "pointercancel") desk.closures.cancel();
      else void desk.closures.end();
    }
    if (gesture === "fence") {
      if (event.type === "pointercancel") desk.fence.cancel();
      else desk.fence.end();
    }
    if (gesture === "note") {
      if (event.type === "pointercancel") desk.notes.cancel();
      else desk.notes.end();
    }
    if (gesture === "part") {
      if (event.type === "pointercancel") desk.parts.cancel();
      else void desk.parts.end();
    }
    if (down.size === 0) gesture = null;
    surface.classList.remove("grabbing");
  };

  surface.addEventListener("pointerdown", press);
  surface.addEventListener("pointermove", move);
  surface.addEventListener("pointerup", release);
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("pointerleave", () => desk.hoverAt(null));
  surface.addEventListener("auxclick", (event) => event.preventDefault());
  surface.addEventListener("contextmenu", (event) => event.preventDefault());
  surface.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const strength = event.ctrlKey ? 0.01 : 0.0016; // a trackpad's pinch comes as small steps with Ctrl
      desk.stage.view.zoomTo(at(event), desk.stage.view.scale * Math.exp(-event.deltaY * lines * strength));
      desk.stage.moved();
    },
    { passive: false },
  );
}

/**
 * A fast pen sends several points per frame: none of them is left out.
 * @param {PointerEvent} event
 * @returns {PointerEvent[]}
 */
function between(event) {
  const points = event.getCoalescedEvents?.() ?? [];
  return points.length > 0 ? points : [event];
}

/**
 * @param {Desk} desk
 * @param {Map<number, T.StagePoint>} down where the two fingers were
 * @param {number} moved which of them moves
 * @param {T.StagePoint} now
 */
function pinch(desk, down, moved, now) {
  const other = [...down].find(([id]) => id !== moved)?.[1];
  const before = down.get(moved);
  if (!other || !before) return;
  const view = desk.stage.view;
  const was = Math.hypot(before.sx - other.sx, before.sy - other.sy);
  const is = Math.hypot(now.sx - other.sx, now.sy - other.sy);
  view.pan((now.sx - before.sx) / 2, (now.sy - before.sy) / 2);
  view.zoomTo({ sx: (now.sx + other.sx) / 2, sy: (now.sy + other.sy) / 2 }, (view.scale * is) / Math.max(1, was));
  desk.stage.moved();
}
