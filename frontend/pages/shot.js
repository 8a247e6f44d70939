// @ts-check
import { ApiError, productions, sheets, shots } from "../api.js";
import { listenToKeys } from "../commands/keys.js";
import { openExport } from "../components/export.js";
import { openReplace } from "../components/replace.js";
import { openShortcuts } from "../components/shortcuts.js";
import { openShotSheet } from "../components/shot_sheet.js";
import { openTimesheet } from "../components/timesheet.js";
import { toast } from "../components/toast.js";
import { h } from "../dom.js";
import { Desk } from "../shot/desk.js";
import { filmstrip } from "../shot/filmstrip.js";
import { gapsPanel } from "../shot/gaps_panel.js";
import { hud } from "../shot/hud.js";
import { listenToServer } from "../shot/live.js";
import { Loader } from "../shot/loader.js";
import { notesPanel } from "../shot/notes_panel.js";
import { palettePanel } from "../shot/palette_panel.js";
import { questionChip } from "../shot/question_chip.js";
import { queuePanel } from "../shot/queue_panel.js";
import { partsBar } from "../shot/parts_bar.js";
import { listenToPointers } from "../shot/pointer.js";
import { toolrail } from "../shot/tools.js";
import { topbar } from "../shot/topbar.js";
import { transport } from "../shot/transport.js";
import { xsheet } from "../shot/xsheet.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

/**
 * @param {T.User} user
 * @param {number} id
 */
export async function shotPage(user, id) {
  const loader = new Loader(); // its worker starts while the answers travel
  const shot = await shots.get(id);
  const [sheet, production] = await Promise.all([sheets.get(shot.sheet), productions.get(shot.production)]);
  document.title = `${shot.name} - Shiage`;
  const desk = new Desk(shot, sheet, user, loader);
  const page = h(
    "main",
    { class: "desk" },
    topbar(desk, production),
    toolrail(desk),
    h("section", { class: "stage-box", "aria-label": _("Canvas") }, desk.stage.element, hud(desk), partsBar(desk), gapsPanel(desk), notesPanel(desk), questionChip(desk)),
    palettePanel(desk, queuePanel(desk)),
    h("footer", { class: "dock" }, transport(desk), xsheet(desk), filmstrip(desk)),
  );
  desk.asked.on((what) => {
    if (what === "help") openShortcuts();
    if (what === "replace") openReplace(desk);
    if (what === "export") openExport(desk);
    if (what === "timesheet") openTimesheet(desk);
    if (what === "sheet") void openShotSheet(desk);
  });
  desk.changed.on(() => desk.stage.overlay.setAttribute("data-tool", desk.canPaint ? desk.kit.activeTool : "none"));
  listenToPointers(desk);
  listenToKeys(desk);
  const opened = desk.showing.bringIn();
  void fetchPaintings(desk, opened);
  return page;
}

/**
 * All colours of the shot, then what a closed tab left unsent, then the events since.
 * @param {Desk} desk
 * @param {Promise<void>} opened
 */
async function fetchPaintings(desk, opened) {
  const first = desk.drawing;
  if (first?.labels_url) await desk.work.refresh(first.id);
  await desk.showing.opened;
  try {
    const { paintings } = await shots.paintings(desk.shot.id);
    for (const [drawing, painting] of Object.entries(paintings)) desk.paintings.set(Number(drawing), painting);
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    toast(problem.message, "error");
  }
  desk.work.resend();
  const stream = listenToServer(desk);
  void desk.notes.fetch();
  addEventListener("pagehide", (event) => event.persisted || stream.close());
  desk.changed.emit("tool");
  void desk.queue.refresh();
  await opened;
  desk.stage.fit();
}
