"""``shiage train``: sets on disk become weights."""

import argparse
from pathlib import Path

# Nominal minutes, about what two busy cores do: equal seeds must give equal weights.
SCORER_STEPS, DESCRIBER_STEPS = 400, 100
EPILOG = """examples:
  shiage train describer --data sets/train --validation sets/validation --minutes 60 --out describer.safetensors
  shiage train scorer --data sets/train --validation sets/validation --minutes 2 --describer describer.safetensors \\
      --out scorer.safetensors
      each writes its weights, and beside them .jsonl (a line per step) and .state (to resume from).
  shiage benchmark consecutive sets/test --matcher scorer --weights scorer.safetensors --describer describer.safetensors
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``train`` to the ``shiage`` command."""
    raw = argparse.RawDescriptionHelpFormatter
    trainer = commands.add_parser("train", help="train a matcher on sets on disk", epilog=EPILOG, formatter_class=raw)
    inner = trainer.add_subparsers(title="what", metavar="WHAT", required=True)
    describer = inner.add_parser(
        "describer", help="the network that looks at segments", epilog=EPILOG, formatter_class=raw
    )
    _add_common(describer, minutes=60.0, steps=DESCRIBER_STEPS)
    describer.set_defaults(run=_describer)
    scorer = inner.add_parser("scorer", help="the matcher that asks it", epilog=EPILOG, formatter_class=raw)
    _add_common(scorer, minutes=2.0, steps=SCORER_STEPS)
    scorer.add_argument(
        "--describer", type=Path, metavar="FILE", help="what looks at segments (default: Shiage's own weights)"
    )
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


def _add_common(parser: argparse.ArgumentParser, minutes: float, steps: int) -> None:
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, metavar="FOLDER", help="sets in PaintBucket layout"
    )
    parser.add_argument(
        "--validation", type=Path, nargs="+", default=[], metavar="FOLDER",
        help="sets of other characters (default: an eighth of the characters of --data is held out)",
    )  # fmt: skip
    parser.add_argument(
        "--minutes", type=float, default=minutes, metavar="M",
        help=f"{steps} steps each, about a minute on two idle cores (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="FILE.safetensors to write")
    parser.add_argument("--resume", action="store_true", help="go on from where a stopped run was last saved")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")


def _scorer(options: argparse.Namespace) -> int:
    from inference.training.run import train_scorer  # torch takes seconds to load

    return train_scorer(options, max(1, round(options.minutes * SCORER_STEPS)))


def _describer(options: argparse.Namespace) -> int:
    from inference.training.run import train_describer

    return train_describer(options, max(1, round(options.minutes * DESCRIBER_STEPS)))
