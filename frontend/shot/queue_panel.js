// @ts-check
/** Over the palette: how many clicks so far, how many are likely left, and the question on the desk. */
import { commandButton } from "../commands/button.js";
import { accept } from "../commands/accept.js";
import { nextQuestion } from "../commands/next_question.js";
import { toneColor } from "../canvas/palette.js";
import { showColour } from "../components/swatch.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { TONE_LABELS } from "../terms.js";
import { _, _n, language } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk */
export function queuePanel(desk) {
  const done = h("output", { class: "queue-number" });
  const left = h("output", { class: "queue-number" });
  const alarm = h("p", { class: "queue-new", role: "status" });
  const question = h("div", { class: "question" });
  const refresh = () => {
    const { state, current } = desk.queue;
    done.textContent = state ? state.clicks.toLocaleString(language) : "-";
    left.textContent = state ? _("about {count}", { count: state.left.toLocaleString(language) }) : "-";
    alarm.hidden = !state?.provisional;
    alarm.replaceChildren(icon("warning"), _n("{count} new segment in a provisional colour", "{count} new segments in a provisional colour", state?.provisional ?? 0));
    question.replaceChildren(...(current ? asked(desk, current) : []));
    question.hidden = !current;
  };
  desk.changed.on((aspect) => (aspect === "queue" || aspect === "sheet") && refresh());
  refresh();
  return h(
    "section",
    { class: "queue", "aria-label": _("Queue") },
    h("div", { class: "queue-count" }, h("span", null, _("Clicks so far"), " ", done), h("span", null, _("to perfect"), " ", left)),
    alarm,
    question,
    h("div", { class: "queue-actions" }, commandButton(nextQuestion, desk, _("Next question"), "quiet"), commandButton(accept, desk, _("Right"), "quiet")),
  );
}

/** @param {Desk} desk @param {T.Question} question */
function asked(desk, { choices, like, provisional, entry, tone }) {
  const told = provisional ? `${_("New: nothing explains it.")} ` : "";
  const others = like > 0 ? _n("The answer settles {count} other segment.", "The answer settles {count} other segments.", like) : _("Only this segment.");
  return [h("p", { class: "hint" }, told + others), choiceList(desk, choices, { entry, tone })];
}

/**
 * The likeliest colours with their digits.
 * @param {Desk} desk
 * @param {T.Choice[]} choices
 * @param {{entry: number, tone: number}} shown
 */
export function choiceList(desk, choices, shown) {
  const rows = choices.map((choice, i) => {
    const entry = desk.entryOf(choice.entry);
    if (!entry) return null;
    const swatch = showColour(h("span", { class: "choice-swatch" }), toneColor(entry, choice.tone));
    const name = `${entry.name}, ${TONE_LABELS[choice.tone].toLowerCase()}`;
    const is = choice.entry === shown.entry && choice.tone === shown.tone;
    return h(
      "button",
      {
        type: "button",
        class: `answer${is ? " shown" : ""}`,
        title: is ? _("What shows now: Enter accepts it") : null,
        onclick: () => desk.queue.choose(i),
        onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      },
      h("kbd", null, i + 1),
      swatch,
      h("span", { class: "answer-name", title: name }, name),
      h("span", { class: "answer-share" }, `${Math.round(100 * choice.share)} %`),
    );
  });
  return h("div", { class: "answers", role: "group", "aria-label": _("Likeliest colours") }, ...rows);
}
