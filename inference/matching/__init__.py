"""Matchers: which reference colour includes each segment. All have the one method of ``types.Matcher``."""

from inference.matching.flow import FlowVote
from inference.matching.pairs import PairVote
from inference.matching.scorer import SegmentScorer
from inference.types import Matcher

MATCHERS: dict[str, type[Matcher]] = {
    SegmentScorer.name: SegmentScorer,
    PairVote.name: PairVote,
    FlowVote.name: FlowVote,
}
DEFAULT = SegmentScorer.name


def matcher_named(name: str) -> Matcher:
    """A matcher by its name in MATCHERS. Raises KeyError, and BadFile when its weights are missing."""
    return MATCHERS[name]()


def default_matcher() -> Matcher:
    """The best matcher, with the weights that come with Shiage."""
    return matcher_named(DEFAULT)


__all__ = ["DEFAULT", "MATCHERS", "FlowVote", "PairVote", "SegmentScorer", "default_matcher", "matcher_named"]
