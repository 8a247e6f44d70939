"""How many clicks to a perfect shot? ``python -m tests.frontend.benchmark_clicks [FOLDER ..]`` prints a table a shot.

Without a folder: the house shot. A folder is a clip in PaintBucket-Character's layout (``<set>/<character>/<clip>``);
its character's ``colorbook.yml`` and ``ref/`` become its sheet. Everything is real: server, worker, database. A perfect
painter, who knows the truth, corrects what a run has painted, over the API that the shot page uses, until every segment
has its true colour.

  plain          turns from drawing to drawing; every wrong segment is clicked
  carried        the same, with corrections carried on to the other drawings
  queue          takes the questions of the queue whose segments are wrong, in its order, with carrying; answers with a
                 digit where the true colour is one of the three, else chooses the swatch and clicks

  answers        segments painted: clicks on the canvas, or digits
  swatches       clicks on the palette: whenever the next segment needs another colour than the one in hand
  passed         questions of the queue that were right already: Tab goes on to the next, nothing is clicked
  ms             of a correction's request, carrying included
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.frontend.browser import chromium
from tests.frontend.clips import Clip, clip_in, house_clip
from tests.frontend.demo import SUPERVISOR, launched, page_for
from tests.frontend.perfect_painter import Painter

COLUMNS = (
    "way",
    "segments",
    "wrong",
    "expected",
    "answers",
    "swatches",
    "clicks",
    "passed",
    "of plain",
    "p50 ms",
    "max ms",
)


@contextmanager
def painter() -> Iterator[Painter]:
    """At a server of their own. They may make sheets."""
    with tempfile.TemporaryDirectory(prefix="shiage-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root, Postgres runs as somebody else who must get through
        with launched(folder) as demo, chromium() as browser:
            yield Painter(page_for(demo, browser, SUPERVISOR, "/shots/1"))


def measured(someone: Painter, clip: Clip) -> Table:
    """A clip perfected in each of the three ways."""
    table = Table(*COLUMNS, title=f"Clicks to perfect: {clip.name}")
    someone.upload(clip)
    segments = sum(len(truth) - 1 for truth in someone.truth)
    wrong, expected, plain = someone.wrong(), someone.left(), 0
    for way in ("plain", "carried", "queue"):
        before = someone.clicks()
        effort = someone.queueing() if way == "queue" else someone.turning(carry=way == "carried")
        if someone.clicks() - before != effort.answers:
            raise RuntimeError(f"the page counts {someone.clicks() - before} clicks, not {effort.answers}")
        someone.undo_all()
        if someone.wrong() != wrong:
            raise RuntimeError("undoing everything does not bring back what there was")
        clicks = effort.answers + effort.swatches
        plain = plain or clicks
        numbers = (segments, sum(map(len, wrong)), expected, effort.answers, effort.swatches, clicks, effort.passed)
        times = f"{np.median(effort.ms):.0f}", f"{max(effort.ms):.0f}"
        table.add_row(way, *map(str, numbers), f"{clicks / plain:.1%}", *times)
    return table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Clicks to a perfect shot.")
    parser.add_argument("clips", nargs="*", type=Path, metavar="FOLDER", help="of a clip; none: the house shot")
    clips = [clip_in(folder) for folder in parser.parse_args().clips] or [house_clip()]
    with painter() as someone:
        for clip in clips:
            Console(width=120).print(measured(someone, clip))


if __name__ == "__main__":
    main()
