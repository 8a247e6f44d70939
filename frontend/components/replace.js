// @ts-check
import { TONES } from "../canvas/palette.js";
import { field, h } from "../dom.js";
import { _, _n } from "../words.js";
import { openDialog } from "./dialog.js";
import { toast } from "./toast.js";

/** @import { Desk } from "../shot/desk.js" */
/** @import { Job } from "../shot/work.js" */

/** One entry in the place of another, tone by tone, in as many drawings as wanted. @param {Desk} desk */
export function openReplace(desk) {
  const { level, kit } = desk;
  if (!level) return;
  const from = entrySelect(desk, _("Colour to replace"), entryUnder(desk));
  const to = entrySelect(desk, _("New colour"), kit.entry);
  const where = h(
    "select", { class: "input", "aria-label": _("Where") },
    h("option", { value: "drawing" }, _("This drawing")),
    h("option", { value: "range" }, _("Frames from - to")),
    h("option", { value: "level" }, _("All drawings of level {level}", { level: level.name })),
  );
  const first = frameInput(_("First frame"), desk.frame, desk.shot.frames);
  const last = frameInput(_("Last frame"), desk.shot.frames, desk.shot.frames);
  const range = h("div", { class: "row" }, field(_("First frame"), first), field(_("Last frame"), last));
  const count = h("p", { class: "hint", role: "status" });
  const act = h("button", { type: "submit", class: "button primary" }, _("Replace"));
  const jobs = () => jobsFor(desk, drawingsIn(desk, where.value, Number(first.value), Number(last.value)), Number(from.value), Number(to.value));
  const refresh = () => {
    range.hidden = where.value !== "range";
    const found = jobs();
    const segments = found.reduce((sum, job) => sum + job.segments.length, 0);
    const drawings = new Set(found.map((job) => job.drawing)).size;
    count.textContent = segments > 0 ? _("{segments} in {drawings}", { segments: _n("{count} segment", "{count} segments", segments), drawings: _n("{count} drawing", "{count} drawings", drawings) }) : _("Nothing is painted with it there.");
    act.disabled = segments === 0 || from.value === to.value;
  };
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (!desk.work.mayPaint()) return;
    const what = count.textContent ?? "";
    desk.work.paintAll(jobs(), { carry: false, always: true });
    dialog.close();
    toast(_("Replaced: {what}. One undo takes it back.", { what }), "good");
  };
  const form = h(
    "form", { class: "stack", onsubmit: submit, oninput: refresh },
    field(_("Replace"), from), field(_("by"), to), field(_("Where"), where), range, count, h("div", { class: "actions" }, act),
  );
  const dialog = openDialog(_("Replace a colour"), [form]);
  refresh();
}

/** @param {Desk} desk @param {string} label @param {number} chosen */
function entrySelect(desk, label, chosen) {
  const options = desk.sheet.entries.map(({ key, name }) => h("option", { value: key, selected: key === chosen }, name));
  return h("select", { class: "input", "aria-label": label }, ...options);
}

/** @param {string} label @param {number} value @param {number} max */
function frameInput(label, value, max) {
  return h("input", { type: "number", class: "input", "aria-label": label, min: 1, max, value });
}

/** What the marked segment, or that under the cursor, has. @param {Desk} desk */
function entryUnder({ marked, hover, paintings, sheet }) {
  const mark = marked ?? hover;
  const entry = mark ? paintings.get(mark.layer.drawing)?.entry[mark.label] : 0;
  return entry || (sheet.entries[0]?.key ?? 0);
}

/**
 * @param {Desk} desk
 * @param {string} where
 * @param {number} first
 * @param {number} last
 * @returns {Set<number>} of the level
 */
function drawingsIn({ level, drawing }, where, first, last) {
  if (!level) return new Set();
  if (where === "drawing") return new Set(drawing ? [drawing.id] : []);
  if (where === "level") return new Set(level.drawings.map(({ id }) => id));
  // A drawing shows from its exposure up to the next one.
  const shown = level.exposures.filter(([frame], i) => frame <= last && (level.exposures[i + 1]?.[0] ?? Infinity) > first);
  return new Set(shown.flatMap(([, id]) => (id === null ? [] : [id])));
}

/**
 * Each tone becomes the same of the other entry, or its normal one where it has no such tone.
 * @param {Desk} desk
 * @param {Set<number>} drawings
 * @param {number} from
 * @param {number} to
 * @returns {Job[]}
 */
function jobsFor({ paintings, sheet }, drawings, from, to) {
  const other = sheet.entries.find(({ key }) => key === to);
  return [...drawings].flatMap((drawing) => {
    const painting = paintings.get(drawing);
    if (!painting || !other) return [];
    return TONES.map((name, tone) => {
      const labels = Array.from(painting.entry.keys()).filter((label) => painting.entry[label] === from && painting.tone[label] === tone);
      return { drawing, segments: labels, paint: { entry: to, tone: other[name] === null ? 0 : tone } };
    }).filter(({ segments }) => segments.length > 0);
  });
}
