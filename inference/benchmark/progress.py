"""A bar on the terminal's error channel while something is measured."""

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


def progress_bar() -> Progress:
    """The bars of one command."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def teller(progress: Progress, task: TaskID) -> Callable[[str], None]:
    """What is called with the name of each thing done."""
    return lambda name: progress.update(task, advance=1, description=name)
