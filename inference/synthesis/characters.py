"""Every character there is, whoever made it, and who may be trained on.

Names: ``kaykit/Knight`` from a pack, ``makehuman/Aoi``, ``house/7`` for one of our own, of which there are as many as
there are numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from inference.errors import BadFile
from inference.synthesis import makehuman, packs
from inference.synthesis.figure import Figure, Motion
from inference.synthesis.house import house_figure, house_motions, swing
from inference.synthesis.plans import generator
from inference.synthesis.retarget import retarget
from inference.synthesis.tones import recolored

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
HOUSE, MAKEHUMAN = "house", "makehuman"
FPS = 24.0  # of our own motions; slow clips show every one of their frames

# Never trained on: of every pack some whose clothes and hair no other has.
_HELD_OUT: Mapping[Split, tuple[str, ...]] = {
    "test": (
        "kaykit/Barbarian",
        "kenney/character-female-a",
        "quaternius/men_king",
        "quaternius/women_formal",
        "quaternius/women_scifi",
        "quaternius_smooth/quaternius_smooth_female_dress",
        "makehuman/Mei",
        "makehuman/Kenta",
        "makehuman/Noa",
    ),
    "validation": ("quaternius/men_punk", "quaternius/women_medieval", "makehuman/Rin", "makehuman/Taro"),
}
# The house's own are split by their number.
_HOUSE_SPLIT: Mapping[Split, range] = {"test": range(12), "validation": range(12, 20), "train": range(20, 320)}
# Whose motions others borrow: one figure of every rig.
_DANCERS = (
    "kaykit/Knight",
    "mannequiny/mannequiny-0.3.0",
    "quaternius_smooth/quaternius_smooth_female_casual",
    "house/20",
)
# What a body cannot do without its pack's props, or what is no motion.
_STILL = ("T-Pose", "TPose", "Static", "Pose")


@dataclass(frozen=True)
class Characters:
    """The characters under a data folder; None = where ``packs`` looks by default."""

    root: Path | None = None

    @property
    def folder(self) -> Path:
        """Where the packs' folders are looked for."""
        return packs.packs_folder(self.root)

    @property
    def has_packs(self) -> bool:
        """Whether there are other characters than the house's."""
        return bool(packs.figures(self.root) or _people(self.root))

    def names(self, split: Split | None = None) -> list[str]:
        """All of them, or those of one part of the split."""
        houses = [f"{HOUSE}/{number}" for part in SPLITS for number in _HOUSE_SPLIT[part]]
        every = [*packs.figures(self.root), *_people(self.root), *houses]
        return [name for name in every if split is None or split_of(name) == split]

    def figure(self, name: str, palette: int = 0) -> Figure:
        """A character; with a ``palette`` above 0 in other colours. Raises BadFile."""
        return _figure(self.root, name, palette)

    def motions(self, name: str) -> list[tuple[str, float]]:
        """What it can do and for how long, seconds: its own motions and borrowed ones, ``kaykit/Knight:Running_A``."""
        return [(motion, frames / fps) for motion, (frames, fps) in _repertoire(self.root, name).items()]

    def motion(self, name: str, motion: str) -> Motion:
        """One of ``motions``. Raises BadFile."""
        return _motion(self.root, name, motion)


def _people(root: Path | None) -> list[str]:
    there = (packs.packs_folder(root) / MAKEHUMAN).is_dir()
    return [f"{MAKEHUMAN}/{name}" for name in makehuman.people()] if there else []


def split_of(name: str) -> Split:
    """Where a character belongs."""
    family, _, number = name.partition("/")
    if family == HOUSE:
        return next((part for part in SPLITS if int(number) in _HOUSE_SPLIT[part]), "train")
    name = packs.family(name)
    return next((part for part, names in _HELD_OUT.items() if name in names), "train")


@lru_cache(maxsize=32)
def _figure(root: Path | None, name: str, palette: int) -> Figure:
    if palette:
        return recolored(_figure(root, name, 0), generator(palette, name))
    family, _, rest = name.partition("/")
    if family == HOUSE:
        if not rest.isdigit():
            raise BadFile(f"{name}: the house's characters have numbers, like {HOUSE}/7.")
        return house_figure(int(rest))
    return makehuman.load(rest, packs.packs_folder(root) / MAKEHUMAN) if family == MAKEHUMAN else packs.load(name, root)


@lru_cache(maxsize=64)
def _own(root: Path | None, name: str) -> Mapping[str, Motion]:
    figure = _figure(root, name, 0)
    family = name.partition("/")[0]
    motions: Sequence[Motion] = house_motions(figure, FPS) if family == HOUSE else figure.motions
    moving = (one for one in motions if one.frames > 1 and not any(word in one.name for word in _STILL))
    return {motion.name: motion for motion in moving}


def _repertoire(root: Path | None, name: str) -> dict[str, tuple[int, float]]:
    # All of the house can do the same, in the same time.
    like = _DANCERS[-1] if name.startswith(HOUSE) else name
    own = {motion.name: (motion.frames, motion.fps) for motion in _own(root, like).values()}
    borrowed = {
        f"{dancer}:{motion.name}": (motion.frames, motion.fps)
        for dancer in _dancers(root)
        if dancer != like
        for motion in _own(root, dancer).values()
    }
    return own | borrowed


def _dancers(root: Path | None) -> list[str]:
    there = {*packs.figures(root)}
    return [name for name in _DANCERS if name in there or name.startswith(HOUSE)]


@lru_cache(maxsize=256)
def _motion(root: Path | None, name: str, motion: str) -> Motion:
    dancer, _, title = motion.rpartition(":")
    try:
        found = _own(root, dancer or name)[title]
    except KeyError as error:
        raise BadFile(f"{name}: knows no motion {motion!r}.") from error
    if not dancer:
        return found
    skeleton = _figure(root, name, 0).skeleton
    moved = retarget(found, _figure(root, dancer, 0).skeleton, skeleton)
    return swing(skeleton, moved) if name.startswith(HOUSE) else moved
