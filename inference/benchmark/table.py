"""The paper's tables as Markdown, our runs in rows of their own: other data, so never one average with the paper's."""

from collections.abc import Sequence
from dataclasses import astuple

from inference.benchmark.paper import TABLE_2, TABLE_3, TABLE_4, TABLE_5, Row
from inference.benchmark.results import Run
from inference.benchmark.summary import TITLES, percent

_HEAD = f"| method | by | measured on | {' | '.join(TITLES.values())} |\n| --- | --- | --- |{' ---: |' * len(TITLES)}"
_NOTE = (
    "Percent. Rows by *the paper* are the figures it prints, measured on its own test sets; rows by *Shiage* were "
    "measured here, on the data that they name. Rows on different data cannot be ranked against each other."
)


def tables(runs: Sequence[Run]) -> str:
    """Tables 2-5. Keyframe runs stand in 2 and 4, consecutive ones in 3 and 5."""
    keyframe = [run for run in runs if run.task == "keyframe"]
    consecutive = [run for run in runs if run.task == "consecutive"]
    parts = [
        ("Table 2: keyframe colorization, compared with other methods", TABLE_2, keyframe),
        ("Table 3: consecutive frame colorization, compared with other methods", TABLE_3, consecutive),
        ("Table 4: keyframe colorization, what each part is worth", TABLE_4, keyframe),
        ("Table 5: consecutive frame colorization, what each part is worth", TABLE_5, consecutive),
    ]
    return "\n\n".join([_NOTE, *(_table(title, paper, ours) for title, paper, ours in parts)])


def _table(title: str, paper: Sequence[Row], ours: Sequence[Run]) -> str:
    rows = [_row(row.method, "the paper", row.data, [_paper(value) for value in row[2:]]) for row in paper]
    rows += [
        _row(_method(run), "Shiage", _data(run), [percent(value) for value in astuple(run.scores)]) for run in ours
    ]
    if not ours:
        rows.append(_row("not measured", "Shiage", "-", ["-"] * len(TITLES)))
    return "\n".join([f"### {title}", "", _HEAD, *rows])


def _row(method: str, by: str, data: str, values: Sequence[str]) -> str:
    return f"| {method} | {by} | {data} | {' | '.join(values)} |"


def _paper(value: float | None) -> str:
    return "-" if value is None else percent(value)


def _method(run: Run) -> str:
    references = ", ".join(sorted({clip.reference for clip in run.clips}))
    return f"{run.matcher} ({'from ' if run.task == 'keyframe' else 'reference: '}{references})"


def _data(run: Run) -> str:
    clips = ", ".join(clip.name for clip in run.clips[:3]) + (" ..." if len(run.clips) > 3 else "")
    return f"{clips} ({len(run.drawings)} drawings, {sum(d.segments for d in run.drawings)} segments)".replace("|", "/")
