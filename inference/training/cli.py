"""``shiage train``: sets on disk become weights."""

import argparse
from pathlib import Path

STEPS_PER_MINUTE = 400  # a nominal minute, about what two busy cores do: equal seeds must give equal weights
EPILOG = """examples:
  shiage train scorer --data sets/train --validation sets/validation --minutes 2 --out scorer.safetensors
      writes scorer.safetensors, and beside it scorer.jsonl (a line per step) and scorer.state (to resume from).
  shiage benchmark consecutive sets/test --matcher scorer --weights scorer.safetensors
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``train`` to the ``shiage`` command."""
    raw = argparse.RawDescriptionHelpFormatter
    trainer = commands.add_parser("train", help="train a matcher on sets on disk", epilog=EPILOG, formatter_class=raw)
    inner = trainer.add_subparsers(title="matchers", metavar="MATCHER", required=True)
    scorer = inner.add_parser("scorer", help="the segment scorer, on a processor", epilog=EPILOG, formatter_class=raw)
    scorer.add_argument(
        "--data", type=Path, nargs="+", required=True, metavar="FOLDER", help="sets in PaintBucket layout"
    )
    scorer.add_argument(
        "--validation", type=Path, nargs="+", default=[], metavar="FOLDER",
        help="sets of other characters (default: an eighth of the characters of --data is held out)",
    )  # fmt: skip
    scorer.add_argument(
        "--minutes", type=float, default=2.0, metavar="M",
        help=f"{STEPS_PER_MINUTE} steps each, about a minute on two idle cores (default: %(default)s)",
    )  # fmt: skip
    scorer.add_argument("--out", type=Path, required=True, metavar="FILE", help="FILE.safetensors to write")
    scorer.add_argument("--resume", action="store_true", help="go on from where a stopped run was last saved")
    scorer.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    scorer.add_argument(
        "--targets", type=int, default=6, metavar="N", help="drawings of each clip to learn from (default: %(default)s)"
    )
    scorer.add_argument(
        "--cache", type=Path, default=Path(".shiage/training"), metavar="FOLDER",
        help="keeps what is measured of clips (default: %(default)s)",
    )  # fmt: skip
    scorer.add_argument(
        "--compare", type=int, default=2, metavar="N",
        help="drawings of each held-out clip to compare with flow and pairs; 0 = none (default: %(default)s)",
    )  # fmt: skip
    scorer.set_defaults(run=_scorer)


def _scorer(options: argparse.Namespace) -> int:
    from inference.training.run import train_scorer  # torch takes seconds to load

    return train_scorer(options, max(1, round(options.minutes * STEPS_PER_MINUTE)))
