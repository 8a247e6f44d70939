"""``shiage benchmark``: measurements from a shell. Every benchmark is a module with ``register(subparsers)``."""

import argparse

from inference.benchmark import gaps, segments

BENCHMARKS = (segments, gaps)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``benchmark`` with its own commands to ``shiage``."""
    benchmark = subparsers.add_parser("benchmark", help="measure speed and quality on drawings")
    commands = benchmark.add_subparsers(title="benchmarks", metavar="BENCHMARK", required=True)
    for module in BENCHMARKS:
        module.register(commands)
