// @ts-check
/** Every command of the shot page, in the order of the shortcuts sheet. */
import { accept } from "./accept.js";
import { actualSize } from "./actual_size.js";
import { allTones } from "./all_tones.js";
import { bucket } from "./bucket.js";
import { cancelRun } from "./cancel_run.js";
import { cancelStroke } from "./cancel_stroke.js";
import { carry } from "./carry.js";
import { choiceFirst } from "./choice_first.js";
import { choiceSecond } from "./choice_second.js";
import { choiceThird } from "./choice_third.js";
import { closures } from "./closures.js";
import { confidence } from "./confidence.js";
import { dropper } from "./dropper.js";
import { eraser } from "./eraser.js";
import { exportShot } from "./export.js";
import { findColour } from "./find_colour.js";
import { firstFrame } from "./first_frame.js";
import { fit } from "./fit.js";
import { gaps } from "./gaps.js";
import { hand } from "./hand.js";
import { help } from "./help.js";
import { join } from "./join.js";
import { lastFrame } from "./last_frame.js";
import { lasso } from "./lasso.js";
import { leaveQueue } from "./leave_queue.js";
import { leaks } from "./leaks.js";
import { lines } from "./lines.js";
import { loop } from "./loop.js";
import { lowerLevel } from "./lower_level.js";
import { nextCarried } from "./next_carried.js";
import { nextColour } from "./next_colour.js";
import { nextDrawing } from "./next_drawing.js";
import { nextQuestion } from "./next_question.js";
import { nextScene } from "./next_scene.js";
import { nextTone } from "./next_tone.js";
import { nextUnsureSegment } from "./next_unsure.js";
import { note } from "./note.js";
import { noteHere } from "./note_here.js";
import { notes } from "./notes.js";
import { onion } from "./onion.js";
import { onlyUnpainted } from "./only_unpainted.js";
import { paintChosen } from "./paint_chosen.js";
import { paintMarked } from "./paint_marked.js";
import { paper } from "./paper.js";
import { partHair } from "./part_hair.js";
import { partOther } from "./part_other.js";
import { partSkin } from "./part_skin.js";
import { partStrokes } from "./part_strokes.js";
import { parts } from "./parts.js";
import { pins } from "./pins.js";
import { play } from "./play.js";
import { previousColour } from "./previous_colour.js";
import { previousDrawing } from "./previous_drawing.js";
import { previousQuestion } from "./previous_question.js";
import { previousUnsureSegment } from "./previous_unsure.js";
import { rectangle } from "./rectangle.js";
import { redo } from "./redo.js";
import { replace } from "./replace.js";
import { rub } from "./rub.js";
import { run } from "./run.js";
import { select } from "./select.js";
import { speed } from "./speed.js";
import { timesheet } from "./timesheet.js";
import { toneHighlight } from "./tone_highlight.js";
import { toneNormal } from "./tone_normal.js";
import { toneSecondShadow } from "./tone_second_shadow.js";
import { toneShadow } from "./tone_shadow.js";
import { undo } from "./undo.js";
import { upperLevel } from "./upper_level.js";
import { zoomIn } from "./zoom_in.js";
import { zoomOut } from "./zoom_out.js";

/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

// While a question is asked, its keys come before what they mean otherwise.
/** @type {Command<Desk>[]} */
export const COMMANDS = [
  nextQuestion,
  previousQuestion,
  accept,
  choiceFirst,
  choiceSecond,
  choiceThird,
  leaveQueue,
  bucket,
  dropper,
  eraser,
  lasso,
  rectangle,
  select,
  hand,
  closures,
  join,
  parts,
  partHair,
  partSkin,
  partOther,
  rub,
  note,
  noteHere,
  onlyUnpainted,
  allTones,
  toneNormal,
  toneHighlight,
  toneShadow,
  toneSecondShadow,
  nextTone,
  nextColour,
  previousColour,
  findColour,
  undo,
  redo,
  replace,
  carry,
  nextCarried,
  paintChosen,
  paintMarked,
  cancelStroke,
  nextDrawing,
  previousDrawing,
  firstFrame,
  lastFrame,
  play,
  loop,
  speed,
  upperLevel,
  lowerLevel,
  nextUnsureSegment,
  previousUnsureSegment,
  fit,
  actualSize,
  zoomIn,
  zoomOut,
  lines,
  onion,
  confidence,
  leaks,
  partStrokes,
  pins,
  paper,
  nextScene,
  gaps,
  notes,
  run,
  cancelRun,
  timesheet,
  exportShot,
  help,
];
