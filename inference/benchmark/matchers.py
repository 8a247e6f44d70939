"""Matchers under measurement: the engine's own and the paper's baselines, by name."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from inference.benchmark.baselines.nearest_color import NearestColor
from inference.benchmark.baselines.segment_match import SegmentMatch
from inference.benchmark.dataset import Clip
from inference.errors import BadFile
from inference.matching import DEFAULT, MATCHERS, FlowVote, PairVote, SegmentScorer, matcher_named
from inference.matching.scorer import read_weights
from inference.types import Matcher
from inference.warping import BothWays, Warper, warp_both_ways, warp_drawing

if TYPE_CHECKING:
    from inference.matching.backbones import Backbone

# Corrections ask for the same few pairs of drawings again and again.
PAIRS_KEPT = 8
RAFT, GENERATED = "raft", "generated"
PAPER_KEYFRAME, PAPER_CONSECUTIVE = "paper-keyframe", "paper-consecutive"


@dataclass(frozen=True)
class Choice:
    """A matcher by name, with what some of them need."""

    name: str
    weights: Path | None = None  # raft, the paper's; scorer: others than Shiage's own
    describer: Path | None = None  # scorer: another than Shiage's own
    generated: Path | None = None  # generated: a folder with a picture per drawing
    flow: Path | None = None  # paper-consecutive: RAFT's weights; None = DIS flow
    backbone: str | None = None  # scorer, pairs: a frozen network, one more opinion
    pairs_kept: int = PAIRS_KEPT  # recent pairs whose flow is remembered, for counting clicks


def names() -> list[str]:
    """Every name that ``matcher_for`` knows."""
    return sorted({*MATCHERS, SegmentMatch.name, RAFT, GENERATED, PAPER_KEYFRAME, PAPER_CONSECUTIVE})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which clips, and what colours them."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a clip, or a folder that holds clips")
    parser.add_argument("--matcher", choices=names(), default=DEFAULT, help="default: %(default)s")
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="for raft: weights in torchvision's layout; for paper-*: trained ones; for scorer: others",
    )
    parser.add_argument("--flow", type=Path, metavar="FILE", help="for paper-consecutive: RAFT's weights; default: DIS")
    parser.add_argument("--describer", type=Path, metavar="FILE", help="for scorer: another than Shiage's own")
    parser.add_argument(
        "--backbone",
        metavar="NAME[=FILE]",
        help="for scorer and pairs: a frozen network as one more opinion: xfeat, timm/MODEL, open_clip/MODEL",
    )
    parser.add_argument("--generated", type=Path, metavar="FOLDER", help="for generated: a picture per drawing")


def choice_of(options: argparse.Namespace, pairs_kept: int = PAIRS_KEPT) -> Choice:
    """What was asked for."""
    return Choice(
        options.matcher,
        options.weights,
        options.describer,
        options.generated,
        options.flow,
        options.backbone,
        pairs_kept=pairs_kept,
    )


def matcher_for(choice: Choice) -> Callable[[Clip], Matcher]:
    """What makes the matcher of each clip. Raises BadFile when a needed path is missing."""
    if choice.name == GENERATED:
        folder = choice.generated
        if folder is None:
            raise BadFile("the matcher generated needs --generated FOLDER with a picture for every drawing.")
        return lambda clip: NearestColor(_of_clip(folder, clip), clip.book)
    if choice.name == PAPER_KEYFRAME:
        from inference.matching.inclusion.files import read_keyframe
        from inference.matching.inclusion.matchers import PaperKeyframe

        net = read_keyframe(_needed(choice))
        return lambda clip: PaperKeyframe(net, lambda: clip.book.sheet.entries)
    matcher = _matcher(choice)
    return lambda clip: matcher


def _matcher(choice: Choice) -> Matcher:
    if choice.backbone and choice.name not in (SegmentScorer.name, PairVote.name):
        raise BadFile(f"the matcher {choice.name} takes no --backbone: scorer and pairs do.")
    if choice.name == RAFT:
        if choice.weights is None:
            raise BadFile("the matcher raft needs --weights FILE, in torchvision's layout. None come with Shiage.")
        from inference.benchmark.baselines.raft import raft_vote

        return raft_vote(choice.weights, choice.pairs_kept)
    if choice.name == SegmentMatch.name:
        return SegmentMatch()
    warper: Warper = lru_cache(maxsize=choice.pairs_kept)(warp_drawing) if choice.pairs_kept else warp_drawing
    if choice.name == PAPER_CONSECUTIVE:
        from inference.matching.inclusion.files import read_consecutive
        from inference.matching.inclusion.matchers import PaperConsecutive

        if choice.flow:
            from inference.benchmark.baselines.raft import raft_warper

            warper = raft_warper(choice.flow, choice.pairs_kept)
        return PaperConsecutive(read_consecutive(_needed(choice)), warper)
    if choice.name == FlowVote.name:
        return FlowVote(warper)
    if choice.name == PairVote.name:
        return PairVote(warper=warper, backbone=_backbone(choice))
    if choice.name == SegmentScorer.name:
        kept = choice.pairs_kept
        both: BothWays = lru_cache(maxsize=kept)(warp_both_ways) if kept else warp_both_ways
        from inference.matching.describer import read_describer  # torch takes seconds to load
        from inference.matching.device import best_device

        return SegmentScorer(
            read_weights(choice.weights) if choice.weights else None,
            both,
            read_describer(choice.describer, best_device()) if choice.describer else None,
            _backbone(choice),
        )
    return matcher_named(choice.name)


def _backbone(choice: Choice) -> "Backbone | None":
    if not choice.backbone:
        return None
    from inference.matching.backbones import read_backbone

    return read_backbone(choice.backbone)


def _needed(choice: Choice) -> Path:
    if choice.weights is None:
        what = choice.name.removeprefix("paper-")
        raise BadFile(
            f"the matcher {choice.name} needs --weights FILE. None come with Shiage; train them: "
            f"python -m inference train {what} --data FOLDER... --out FILE"
        )
    return choice.weights


def _of_clip(folder: Path, clip: Clip) -> Path:
    """The clip's folder below the generated ones, or the folder itself for a single clip."""
    own = folder / clip.name
    return own if own.is_dir() else folder
