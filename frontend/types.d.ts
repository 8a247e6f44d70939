/** What the server says, word for word (see the OpenAPI schema), and what the browser makes of it. */

export type Role = "supervisor" | "painter" | "viewer";
export type Person = { id: number; name: string };
export type User = { id: number; username: string; name: string };

export type Production = {
  id: number;
  name: string;
  studio: { id: number; name: string };
  role: Role;
  shots: number;
  characters: number;
  event?: number;
};

/** `edition` 0 is the sheet that people work on; the others are published and stay as they are. */
export type Edition = { id: number; version: number; edition: number; label: string; name: string; note: string; by: string; created_at: string };
export type SheetLine = Edition & { entries: number; views: number };
export type Character = { id: number; name: string; sheets: SheetLine[] };

export type Tone = 0 | 1 | 2 | 3;
export type ToneName = "normal" | "highlight" | "shadow" | "second_shadow";
export type Entry = {
  key: number;
  name: string;
  category: string;
  group: string; // its heading in palettes; empty: its category
  normal: string;
  highlight: string | null;
  shadow: string | null;
  second_shadow: string | null;
  order: number;
};
export type Tones = Record<ToneName, string | null>;
/** The sheet in another light: only what differs from the day; null = as by day. */
export type Scene = { id: number; name: string; colors: (Tones & { key: number })[] };
export type EntryChange = { key: number; before: Entry; after: Entry; fields_changed: string[] };
export type Difference = {
  before: { id: number; label: string; name: string };
  after: { id: number; label: string; name: string };
  added: Entry[];
  gone: Entry[];
  changed: EntryChange[];
  same: number;
  scenes_added: string[];
  scenes_gone: string[];
  scenes_changed: { scene: string; key: number; name: string; before: Tones; after: Tones }[];
  views_added: string[];
  views_gone: string[];
  views_changed: string[];
};
export type ReferenceView = {
  id: number;
  name: string;
  width: number;
  height: number;
  /** What its pixels mean: key, normal, highlight, shadow, second shadow ("" = none). */
  colors: [number, string, string, string, string][];
  line_url: string;
  painted_url: string;
};
export type Sheet = Edition & {
  production: number;
  character: Person;
  role: Role;
  entries: Entry[];
  views: ReferenceView[];
  scenes: Scene[];
  /** Entries that are gone: key to the key that shows now. */
  successors: Record<string, number>;
};

export type RunStatus = "queued" | "running" | "done" | "failed" | "cancelled";
export type Run = {
  id: string;
  status: RunStatus;
  drawings_done: number;
  drawings_total: number;
  attempt: number;
  reason: string;
};

export type ShotLine = {
  id: number;
  name: string;
  drawings: number;
  frames: number;
  created_at: string;
  run: Run | null;
  poster_url: string | null;
  sheet: { id: number; name: string; published: boolean };
  /** The name of the light it is in; null = by day. */
  scene: string | null;
  /** How many notes on its drawings are open. */
  notes: number;
};
export type Drawing = {
  id: number;
  number: number;
  name: string;
  file_name: string;
  line_url: string;
  labels_url: string | null;
  segments: number | null;
  problem: string;
  /** What the reader of lines noticed; "" = nothing worth a word. */
  note: string;
};
export type Level = {
  id: number;
  name: string;
  order: number;
  width: number;
  height: number;
  exposures: [number, number | null][];
  drawings: Drawing[];
};
/** `max` and `radius` in px of the drawing. */
export type GapSettings = { mode: "off" | "tangent" | "ball"; max: number; radius: number };
export type Point = [number, number];
/** Pixels of the drawing. */
export type Polyline = Point[];
export type Gap = { points: Polyline; score: number | null };
export type Closure = Gap & { id: number; by: Person | null; active: boolean };
/** What a semantic stroke says of the segments that it runs through. */
export type Part = "hair" | "skin" | "other";
export type PartStroke = { id: number; part: Part; points: Polyline; by: Person | null; active: boolean };
export type Reply = { id: number; text: string; by: Person | null; created_at: string };
/** A note pinned to a pixel of a drawing, perhaps with a stroke drawn with it. */
export type Note = {
  id: number;
  /** Counted within the shot. */
  number: number;
  drawing: number;
  x: number;
  y: number;
  mark: Polyline;
  /** What lies under it; 0 = a line, or nothing is cut yet. */
  segment: number;
  text: string;
  by: Person | null;
  created_at: string;
  /** False: its author took it back. */
  active: boolean;
  /** Null = open. */
  resolved: { by: Person | null; at: string } | null;
  replies: Reply[];
};
export type NewNote = { x: number; y: number; mark: Polyline; text: string; client: string };
/** A person's colour that found no place in the new segments. */
export type LostDecision = { x: number; y: number; area: number; entry: number; tone: Tone };
export type Carried = { kept: number; lost: LostDecision[] };
export type Shot = {
  id: number;
  name: string;
  production: number;
  role: Role;
  fps: number;
  sheet: number;
  scene: number | null;
  event: number;
  run: Run | null;
  frames: number;
  gaps: GapSettings;
  levels: Level[];
};

export type PaintingJson = {
  labels: string;
  entry: number[];
  tone: number[];
  confidence: number[];
  by_person: boolean[];
  provisional: boolean[];
};
/** Per-segment arrays have N + 1 rows, indexed by label; row 0 is the line. */
export type Painting = {
  labels: string;
  entry: Uint16Array;
  tone: Uint8Array;
  confidence: Uint8Array;
  byPerson: Uint8Array;
  /** New in this drawing: the colour is a guess. */
  provisional: Uint8Array;
};
export type Changes = {
  segments: number[];
  entry: number[];
  tone: number[];
  confidence: number[];
  by_person: boolean[];
  provisional: boolean[];
};
export type Correction = {
  id: number;
  client: string | null;
  gesture?: string | null;
  by: Person | null;
  segments?: number[];
  entry: number;
  tone: number;
  undoes: number | null;
  /** The correction of another drawing that this one carries on. */
  follows?: number | null;
  created_at?: string;
};
/** A correction carried on to other drawings, or taken back there. */
export type CarriedOn = {
  shot: number;
  correction: number;
  undoes: number | null;
  by: Person | null;
  drawings: { drawing: number; changes: Changes }[];
};
export type Choice = { entry: number; tone: Tone; share: number };
/** A segment to answer; `share` 0..1 how likely its colour is right, `like` how many others the answer settles. */
export type Question = {
  drawing: number;
  labels: string;
  segment: number;
  entry: number;
  tone: number;
  share: number;
  provisional: boolean;
  like: number;
  gain: number;
  choices: Choice[];
};
export type Queue = { clicks: number; left: number; provisional: number; tied: boolean; items: Question[] };
export type CorrectionAnswer = Correction & { changes: Changes };

export type ShotEvent =
  | { number: number; kind: "hello" }
  | { number: number; kind: "shot.created" | "shot.deleted"; payload: { shot: number; name: string } }
  | {
      number: number;
      kind: "drawing.ready";
      payload: {
        shot: number;
        drawing: number;
        labels: string;
        labels_url: string | null;
        segments: number | null;
        problem: string;
        note: string;
        carried?: Carried | null;
      };
    }
  | { number: number; kind: "closures.changed"; payload: { shot: number; drawing: number } }
  | { number: number; kind: "shot.changed"; payload: { shot: number } }
  | { number: number; kind: "notes.changed"; payload: { shot: number; drawing: number; open: number } }
  | { number: number; kind: "run.changed"; payload: { shot: number; run: Run } }
  | { number: number; kind: "strokes.changed"; payload: { shot: number; drawing: number } }
  | { number: number; kind: "painting.proposed"; payload: { shot: number; drawing: number; run: string | null } }
  | { number: number; kind: "painting.refused"; payload: { shot: number; drawing: number; reason: string } }
  | {
      number: number;
      kind: "correction.added";
      payload: { shot: number; drawing: number; correction: Correction; changes: Changes };
    }
  | { number: number; kind: "correction.carried"; payload: CarriedOn }
  | { number: number; kind: "sheet.changed"; payload: { sheet: number; entries: Entry[]; scenes: Scene[]; successors: Record<string, number> } }
  | { number: number; kind: "sheet.published"; payload: { sheet: number; edition: number; label: string; name: string } };

export type ExportFormat = "png" | "tga" | "tiff" | "psd" | "tlv";
export type PaletteFormat = "gpl" | "aco" | "ase" | "tpl" | "colorbook" | "json";
export type FileRefusal = { file: string; code: string; message: string };

/** Every pixel's label, and for each segment where its pixels are. Made by `canvas/labels.js`. */
export type LabelMap = Uint16Array | Uint32Array;
export type PixelIndex = {
  /** (N + 2,): the pixels of segment s are `pixels[start[s]] .. pixels[start[s + 1] - 1]`, in raster order. */
  start: Uint32Array;
  pixels: Uint32Array;
  /** (N + 1, 4) xmin, ymin, xmax, ymax; max exclusive. */
  box: Int32Array;
};
/** Coloured line pixels, in groups of those that lie between the same segments. Made by `canvas/trace.js`. */
export type TraceLines = {
  /** The pixels of group g, and the artist's colours of them, are `start[g]` .. `start[g + 1] - 1` of these. */
  places: Uint32Array;
  colors: Uint32Array;
  start: Uint32Array;
  /** Of each group: which of its sides colours it, and the segment next to it. */
  kind: Uint8Array;
  nearest: Uint32Array;
  /** The segments beside group g are `sides[sideStart[g]]` .. */
  sides: Uint32Array;
  sideStart: Uint32Array;
  /** The groups that segment s may colour are `groups[groupStart[s]]` .. */
  groups: Uint32Array;
  groupStart: Uint32Array;
};
export type Box = { x: number; y: number; width: number; height: number };
/** A point of the drawing, in its pixels. */
export type WorldPoint = { wx: number; wy: number };
/** A point of the stage, in CSS pixels from its top left corner. */
export type StagePoint = { sx: number; sy: number };

/** What a person did: paint (or erase, entry 0) segments, or take back an earlier deed. */
export type Deed = {
  client: string;
  drawing: number;
  labels: string;
  segments: number[];
  /** How each segment looks at once in this browser, before the server says so. */
  look: { entry: number[]; tone: number[] };
  paint: { entry: number; tone: number } | null;
  undoes: { client: string; id: number | null } | null;
  at: number;
  /** Shall the same segments of other drawings follow? */
  carry: boolean;
  /** One for all deeds of one click. */
  gesture: string | null;
};

export type Command<Desk> = {
  name: string;
  title: string;
  group: "Queue" | "Tools" | "Colour" | "Edit" | "Frames" | "View" | "Shot";
  /** As in "Mod+Shift+Z" (Mod = Ctrl, or Command on a Mac), "ArrowRight", "?" or "B". */
  shortcuts: string[];
  icon?: string;
  /** What holding a key does, for the shortcuts sheet. */
  hint?: string;
  /** Does holding the key down do it again and again? */
  repeats?: boolean;
  enabled: (desk: Desk) => boolean;
  /** Toggles: is it on? */
  pressed?: (desk: Desk) => boolean;
  perform: (desk: Desk) => void;
};
