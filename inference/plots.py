"""Pictures of numbers: what the benchmark and training draw have one look. matplotlib is loaded when one is drawn."""

from pathlib import Path
from typing import TYPE_CHECKING

from inference.errors import BadFile

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS = 100  # per inch


def new_figure(width: float, height: float) -> "Figure":
    """An empty picture, in inches of 100 px. Raises BadFile, naming the command that installs what draws it."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise BadFile("pictures of numbers need matplotlib: pip install 'shiage[plots]'.") from error
    return Figure(figsize=(width, height), dpi=_DOTS, layout="constrained")


def save_figure(figure: "Figure", path: Path) -> None:
    """Write PNG, SVG or PDF, as the name ends. Raises BadFile."""
    try:
        figure.savefig(path)
    except (OSError, ValueError) as error:  # matplotlib's word for an ending that it does not know
        raise BadFile(f"{path}: cannot be written ({error}). Give another -o.") from error
