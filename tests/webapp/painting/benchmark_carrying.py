"""What does one correction do that is carried on at once? ``python -m tests.webapp.painting.benchmark_carrying PATH..``

As ``shiage benchmark correction``, but without colouring again: the correction follows the ties between the segments of
a level's drawings, by the code that the product uses. No database is asked.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import get_args

import django
import numpy as np
from rich.console import Console

from inference.benchmark.correction import print_effects, write_effects
from inference.benchmark.dataset import find_clips
from inference.benchmark.shot import Effect, Place, Shot, Start, Which
from inference.matching import default_matcher
from inference.types import Painting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
os.environ.setdefault("SECRET_KEY", "benchmark")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
django.setup()

from webapp.painting import engine  # noqa: E402
from webapp.painting.beliefs import Level, Link, entry_and_tone, one_color  # noqa: E402
from webapp.painting.final import FinalPainting  # noqa: E402
from webapp.painting.models import Correction  # noqa: E402
from webapp.painting.services.following import carried_on  # noqa: E402
from webapp.productions.models import Drawing  # noqa: E402


def main() -> None:
    """Measure every clip that is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--start", choices=get_args(Start), default="sheet")
    parser.add_argument("--which", choices=get_args(Which), default="first")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    effects = []
    for clip in find_clips(options.paths):
        shot = Shot(clip, default_matcher(), options.start)
        before = shot.coloured({})
        place = shot.mistake(shot.wrong(before), options.which)
        if place:
            effects.append(carried(shot, before, place))
            print(effects[-1], file=sys.stderr)
    if options.json:
        write_effects(options.json, effects)
    print_effects(effects, Console(width=200))


def carried(shot: Shot, before: list[Painting], place: Place) -> Effect:
    """Correct one segment, and everything that follows it."""
    right = shot.clip.book.painting(shot.truth[place.drawing])
    entry, tone = int(right.entry[place.segment]), int(right.tone[place.segment])
    level = level_of(shot, before, also=one_color(entry, tone))
    correction = Correction(drawing=level.drawings[place.drawing], segments=[place.segment], entry=entry, tone=tone)
    after = [Painting(p.entry.copy(), p.tone.copy(), p.confidence.copy()) for p in before]
    for change in carried_on(level, correction):
        painted = after[change.at]
        painted.entry[change.segments], painted.tone[change.segments] = entry_and_tone(change.color)
    after[place.drawing].entry[place.segment], after[place.drawing].tone[place.segment] = entry, tone
    return shot.effect(place, before, after)


def level_of(shot: Shot, paintings: list[Painting], also: int) -> Level:
    """The shot as a level that a run has just coloured and tied."""
    drawings = [Drawing(pk=at + 1, number=at + 1, segment_count=s.count) for at, (_, s) in enumerate(shot.drawn)]
    finals = [final(painting, given) for painting, given in zip(paintings, shot.given, strict=True)]
    choices = [np.zeros((len(one.entry), engine.CHOICES), engine.CHOICE) for one in finals]
    if not shot.given[0]:
        choices[0] = engine.choices_of(shot.likely_colors(0, [], is_carried=False))
    links = [link(shot, at) if at else None for at in range(len(drawings))]
    return Level(drawings, finals, choices, links, (also,))


def final(painting: Painting, given: bool) -> FinalPainting:
    """As it is stored."""
    person = np.full(len(painting.entry), given)
    confidence = np.rint(painting.confidence * 255).astype(np.uint8)
    return FinalPainting(painting.entry, painting.tone, confidence, person, person, np.zeros(len(person), np.uint8))


def link(shot: Shot, at: int) -> Link:
    """The ties of a drawing to the one before it and to the first."""
    sources = list(dict.fromkeys([at - 1, 0]))
    found = engine.partners_among(shot.drawn[at], [shot.drawn[source] for source in sources])
    share = found.share.astype(np.float32) / np.float32(255)
    return Link(at - 1, np.array(sources)[found.source], found.segment.astype(np.int64), share)


if __name__ == "__main__":
    main()
