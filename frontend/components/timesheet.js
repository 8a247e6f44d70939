// @ts-check
/** The timesheet as a file: in, out, and away with it. */
import { ApiError, shots } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openDialog } from "./dialog.js";
import { dropzone } from "./dropzone.js";
import { TIMESHEETS } from "./file_kinds.js";
import { openSendFiles } from "./send_files.js";
import { toast } from "./toast.js";
import { _ } from "../words.js";

/** @import { Desk } from "../shot/desk.js" */

/** @param {Desk} desk */
export function openTimesheet(desk) {
  const { id, name } = desk.shot;
  const file = dropzone({
    title: _("Timesheet"), hint: _("An XDTS file from OpenToonz, Clip Studio or Toei's timesheet: it says which drawing shows when"),
    many: false, accept: TIMESHEETS, onchange: () => dialog.refresh(),
  });
  const reset = async () => {
    try {
      desk.useShot(await shots.dropTimesheet(id));
      dialog.close();
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      toast(refused.message, "error");
    }
  };
  const links = h(
    "div",
    { class: "row-links" },
    h("a", { class: "button", href: shots.timesheetUrl(id), download: true }, icon("export"), _("Download as XDTS")),
    desk.canPaint && h("button", { type: "button", class: "button quiet", onclick: reset }, _("One frame per drawing again")),
  );
  const title = _("Timesheet of {shot}", { shot: name });
  if (!desk.canPaint) return void openDialog(title, [links]);
  const dialog = openSendFiles({
    title, act: _("Use this timesheet"), content: [links, file.element],
    ready: () => file.files().length > 0,
    data: () => {
      const form = new FormData();
      form.append("file", file.files()[0]);
      return form;
    },
    send: (form, progress, signal) => shots.useTimesheet(id, form, progress, signal),
    done: (shot) => desk.useShot(shot),
  });
}
