"""A run as one HTML file that needs nothing else: scores, sizes, the worst drawings beside their truth, confusions."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.colors import NO_COLOR, ColorBook, Colors, hex_of, pack
from inference.benchmark.dataset import Clip, find_clips, read_drawing, read_truth
from inference.benchmark.metrics import NAMES, BySize, by_size
from inference.benchmark.pictures import as_data_url, beside_each_other
from inference.benchmark.results import ClipResult, DrawingResult, Run, clicks_share
from inference.benchmark.summary import TITLES, percent
from inference.errors import BadFile
from inference.sheet import from_hex
from inference.types import Int32Array, LineArt, Segments

_CONFUSIONS = 15  # rows
_CHART = 640, 200  # px


class Seen(NamedTuple):
    """A scored drawing, read again."""

    result: DrawingResult
    line_art: LineArt
    segments: Segments
    truth: Colors
    painted: Colors

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """(N + 1,) by label."""
        wrong = np.zeros(self.segments.count + 1, bool)
        wrong[list(self.result.wrong)] = True
        return wrong


def write_report(path: Path, run: Run, worst: int = 3) -> None:
    """Write the page; the drawings are read again from where they were measured. Raises BadFile."""
    sections, area, right, confused = [], [], [], Counter[tuple[str, str, str, str]]()
    for result in run.clips:
        clip = _clip_of(result)
        seen = [_read(clip, drawing) for drawing in result.drawings]
        for one in seen:
            counts = one.segments.area > 0
            area.append(one.segments.area[counts])
            right.append(~one.wrong[counts])
            confused.update(_confusions(one, clip.book))
        sections.append(_section(result, seen, clip.book, worst))
    sizes = by_size(np.concatenate(area), np.concatenate(right))
    page = Template(files("inference.benchmark").joinpath("report.html").read_text("utf-8")).substitute(
        title=escape(f"{run.task}, {run.matcher}"),
        about=escape(_about(run)),
        cards=_cards(run),
        sizes=_chart(sizes),
        confusions=_confusion_table(confused),
        clips="\n".join(sections),
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror}). Give another -o.") from error


def _clip_of(result: ClipResult) -> Clip:
    folder = Path(result.path)
    clips = [clip for clip in find_clips([folder]) if clip.folder == folder.resolve()]
    if not clips:
        raise BadFile(f"{folder}: the clip {result.name} is no longer there. Measure again.")
    return clips[0]


def _read(clip: Clip, result: DrawingResult) -> Seen:
    found = next((drawing for drawing in clip.drawings if drawing.name == result.name), None)
    if found is None:
        raise BadFile(f"{clip.folder}: the drawing {result.name} is no longer there. Measure again.")
    line_art, segments = read_drawing(found)
    truth = read_truth(found, segments)
    if any(label > segments.count for label in result.wrong):
        raise BadFile(f"{found.line}: has changed since it was measured. Measure again.")
    painted = truth.copy()
    for label, color in result.wrong.items():
        painted[label] = NO_COLOR if color is None else pack(from_hex(color))
    return Seen(result, line_art, segments, truth, painted)


def _about(run: Run) -> str:
    characters = len({clip.character for clip in run.clips})
    references = ", ".join(sorted({clip.reference for clip in run.clips}))
    return (
        f"{len(run.drawings)} drawings with {sum(clip.segments for clip in run.clips)} segments in {len(run.clips)} "
        f"clips of {characters} characters; coloured from: {references}"
    )


def _cards(run: Run) -> str:
    cards = [(TITLES[name], percent(getattr(run.scores, name)), "%") for name in NAMES]
    cards.append(("Clicks per segment", percent(clicks_share(run.drawings)), "%"))
    cards.append(("... not carried on", percent(clicks_share(run.drawings, plain=True)), "%"))
    return "".join(f"<div><dt>{escape(t)}</dt><dd>{v}<small> {escape(unit)}</small></dd></div>" for t, v, unit in cards)


def _chart(sizes: BySize) -> str:
    """Bars as inline SVG, one per bin."""
    width, height = _CHART
    step = width / max(len(sizes.segments), 1)
    bars = []
    for number, (right, total) in enumerate(zip(sizes.right.tolist(), sizes.segments.tolist(), strict=True)):
        share = right / max(total, 1)
        x, tall = number * step, share * height
        low, high = sizes.edges[number], sizes.edges[number + 1]
        box = f'x="{x + 3:.1f}" width="{step - 6:.1f}"'
        text = f'x="{x + step / 2:.1f}"'
        bars.append(
            f'<g><title>{total - right} of {total} wrong</title><rect class="all" {box} y="24" height="{height}"/>'
            f'<rect class="right" {box} y="{24 + height - tall:.1f}" height="{tall:.1f}"/>'
            f'<text {text} y="16">{percent(share)}</text><text {text} y="{height + 42}">{low:.0f}-{high:.0f}</text>'
            f'<text class="faint" {text} y="{height + 58}">{total}</text></g>'
        )
    return f'<svg viewBox="0 0 {width} {height + 64}" role="img" aria-label="accuracy by size">{"".join(bars)}</svg>'


def _confusions(seen: Seen, book: ColorBook) -> Counter[tuple[str, str, str, str]]:
    """(true name, its hex, name painted instead, its hex) -> segments."""
    labels = list(seen.result.wrong)
    pairs = Counter(zip(seen.truth[labels].tolist(), seen.painted[labels].tolist(), strict=True))
    return Counter(
        {
            (book.name(true), hex_of(true) or "", book.name(painted), hex_of(painted) or ""): count
            for (true, painted), count in pairs.items()
        }
    )


def _confusion_table(confused: Counter[tuple[str, str, str, str]]) -> str:
    if not confused:
        return "<p>Not one segment is wrong.</p>"
    rows = "".join(
        f"<tr><td>{_swatch(color)}{escape(name)}</td><td>{_swatch(other_color)}{escape(other)}</td><td>{count}</td></tr>"
        for (name, color, other, other_color), count in confused.most_common(_CONFUSIONS)
    )
    rest = sum(count for _, count in confused.most_common()[_CONFUSIONS:])
    more = f'<p class="faint">and {rest} segments in rarer pairs</p>' if rest else ""
    head = "<tr><th>should be</th><th>became</th><th>segments</th></tr>"
    return f"<table>{head}{rows}</table>{more}"


def _swatch(color: str) -> str:
    return f'<i style="background:{escape(color)}"></i>' if color else '<i class="none"></i>'


def _section(result: ClipResult, seen: Sequence[Seen], book: ColorBook, worst: int) -> str:
    order = sorted(seen, key=lambda one: (one.result.scores.acc, one.result.name))
    figures = "".join(_figure(one, book) for one in order[:worst] if one.result.wrong)
    head = "".join(f"<th>{title}</th>" for title in ("drawing", "segments", "wrong", "clicks", *TITLES.values()))
    rows = "".join(_drawing_row(drawing) for drawing in result.drawings)
    return (
        f"<section><h2>{escape(result.name)}</h2><p class='faint'>coloured from: {escape(result.reference)}</p>"
        f"{figures or '<p>Every drawing is perfect.</p>'}"
        f"<details><summary>All {len(result.drawings)} drawings</summary><table><tr>{head}</tr>{rows}</table></details>"
        "</section>"
    )


def _drawing_row(drawing: DrawingResult) -> str:
    clicks = "-" if drawing.clicks is None else str(drawing.clicks)
    values = [drawing.name, str(drawing.segments), str(drawing.plain), clicks]
    values += [percent(getattr(drawing.scores, name)) for name in NAMES]
    return f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in values)}</tr>"


def _figure(seen: Seen, book: ColorBook) -> str:
    truth, painted = beside_each_other(seen.line_art, seen.segments, seen.truth, seen.painted, seen.wrong)
    pictures = "".join(
        f'<label><input type="checkbox"><img alt="{kind} of {escape(seen.result.name)}" src="{as_data_url(rgba)}">'
        f"<span>{kind}</span></label>"
        for kind, rgba in (("truth", truth), ("result", painted))
    )
    return (
        f'<figure><div class="pair">{pictures}</div><figcaption><b>{escape(seen.result.name)}</b>: '
        f"{seen.result.plain} of {seen.result.segments} wrong, Acc {percent(seen.result.scores.acc)}"
        f"{_largest(seen, seen.segments.area, book)}</figcaption></figure>"
    )


def _largest(seen: Seen, area: Int32Array, book: ColorBook) -> str:
    """The largest wrong segments in words."""
    labels = sorted(seen.result.wrong, key=lambda label: -int(area[label]))[:5]
    items = "".join(
        f"<li>{area[label]} px: {escape(book.name(int(seen.truth[label])))} &rarr; "
        f"{escape(book.name(int(seen.painted[label])))}</li>"
        for label in labels
    )
    return f"<ul>{items}</ul>"
