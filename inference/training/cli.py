"""``shiage train``: sets on disk become weights."""

import argparse
from pathlib import Path

from inference.training import curves

# Nominal minutes, about what two busy cores do: equal seeds must give equal weights.
SCORER_STEPS, DESCRIBER_STEPS = 400, 100
EPILOG = """examples:
  shiage train describer --data sets/train --validation sets/validation --minutes 60 --out describer.safetensors
  shiage train scorer --data sets/train --validation sets/validation --minutes 2 --describer describer.safetensors \\
      --out scorer.safetensors
      each writes its weights, and beside them .jsonl (a line per step) and .state (to resume from).
  shiage train consecutive --config light --data sets/train --out consecutive.safetensors
      one of the paper's two networks; see docs/benchmarks.md.
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
    describer.add_argument("--start", type=Path, metavar="FILE", help="weights to begin with (default: random ones)")
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
    _add_inclusion(inner)
    curves.register(inner)


def _add_inclusion(inner: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The paper's two networks."""
    for task, model in (("keyframe", "ViT-B-32"), ("consecutive", "convnext_large_d_320")):
        parser = inner.add_parser(
            task, help=f"the paper's network for {task} colouring", epilog=EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        _add_data(parser)
        parser.add_argument(
            "--config", choices=("paper", "light", "small", "tiny"), default="paper", help="default: %(default)s"
        )
        parser.add_argument(
            "--without", nargs="+", default=[], metavar="PART", help="leave out parts, as tables 4 and 5 do"
        )
        parser.add_argument(
            "--clip", metavar="WEIGHTS", help=f"a file with the weights of {model}, or open_clip's tag for them"
        )
        parser.add_argument("--steps", type=int, metavar="N", help="exactly so many, instead of --minutes")
        parser.add_argument(
            "--minutes", type=float, default=60.0, metavar="M",
            help="as many steps as this machine does in that time (default: %(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--device", choices=("auto", "cpu", "cuda"), default="auto", help="auto: a CUDA card where there is one"
        )
        if task == "consecutive":
            parser.add_argument("--flow", type=Path, metavar="FILE", help="RAFT's weights; default: DIS flow")
        parser.set_defaults(run=_inclusion, task=task)


def _inclusion(options: argparse.Namespace) -> int:
    from inference.training.inclusion.run import train_consecutive, train_keyframe  # torch takes seconds to load

    return (train_keyframe if options.task == "keyframe" else train_consecutive)(options)


def _add_common(parser: argparse.ArgumentParser, minutes: float, steps: int) -> None:
    _add_data(parser)
    parser.add_argument(
        "--minutes", type=float, default=minutes, metavar="M",
        help=f"{steps} steps each, about a minute on two idle cores (default: %(default)s)",
    )  # fmt: skip


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, metavar="FOLDER", help="sets in PaintBucket layout"
    )
    parser.add_argument(
        "--validation", type=Path, nargs="+", default=[], metavar="FOLDER",
        help="sets of other characters (default: an eighth of the characters of --data is held out)",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="FILE.safetensors to write")
    parser.add_argument("--resume", action="store_true", help="go on from where a stopped run was last saved")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument(
        "--workers", type=int, default=0, metavar="N",
        help="processes that make ready what steps learn from; a card wants some 16 (default: a thread of this one)",
    )  # fmt: skip


def _scorer(options: argparse.Namespace) -> int:
    from inference.training.run import train_scorer  # torch takes seconds to load

    return train_scorer(options, max(1, round(options.minutes * SCORER_STEPS)))


def _describer(options: argparse.Namespace) -> int:
    from inference.training.run import train_describer

    return train_describer(options, max(1, round(options.minutes * DESCRIBER_STEPS)))
