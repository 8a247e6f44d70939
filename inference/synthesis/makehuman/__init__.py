"""People from MakeHuman's free base mesh, hair and clothes (CC0), drawn a little younger: ``people`` and ``load``."""

from pathlib import Path

from inference.errors import BadFile
from inference.synthesis.figure import Figure
from inference.synthesis.makehuman.build import figure
from inference.synthesis.makehuman.people import PEOPLE

__all__ = ["load", "people"]


def people() -> tuple[str, ...]:
    """The names that ``load`` knows."""
    return tuple(PEOPLE)


def load(name: str, root: Path) -> Figure:
    """A person from MakeHuman's files in ``root`` (the folder with ``assets`` and ``makehuman``).

    Raises BadFile for a name that nobody has, and where a file is missing or damaged.
    """
    if name not in PEOPLE:
        raise BadFile(f"{name}: nobody has this name. There are {', '.join(PEOPLE)}.")
    return figure(f"makehuman/{name}", PEOPLE[name], root)
