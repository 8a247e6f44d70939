"""What a clip shows, planned before anything is drawn: the same plan gives the same drawings, on every machine.

Cameras as in the paper, section 4: long shots of the whole body, face shots, close-ups of a part; 10 drawings a second.
"""

from collections.abc import Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, Literal, get_args

import numpy as np
from numpy.random import PCG64, Generator

from inference.errors import BadFile

Framing = Literal["long", "face", "close"]
Pace = Literal["slow", "middle", "fast"]
Hand = Literal["clean", "drawn"]
FRAMINGS: tuple[Framing, ...] = get_args(Framing)
PACES: tuple[Pace, ...] = get_args(Pace)
HANDS: tuple[Hand, ...] = get_args(Hand)

_STEP = 0.1  # s between drawings
# How much faster than it was recorded a motion runs, and how far the camera goes round, degrees a drawing.
_SPEED: dict[Pace, tuple[float, float]] = {"slow": (0.25, 0.5), "middle": (0.8, 1.2), "fast": (1.6, 2.6)}
_ORBIT: dict[Pace, tuple[float, float]] = {"slow": (0.0, 2.0), "middle": (1.0, 6.0), "fast": (4.0, 16.0)}
_CLOSE_UPS = ("chest", "hips", "left_hand", "right_hand", "left_lower_leg", "right_foot", "neck")


@dataclass(frozen=True)
class ClipPlan:
    """One clip. Angles in degrees, times in seconds; ``zoom`` 1 = the framing's subject fills the picture."""

    character: str  # a name of ``characters``
    palette: int  # 0 = its own colours, else the seed of others
    motion: str  # a name of the character's motions
    start: float  # of the motion at the first drawing
    step: float  # of the motion between two drawings
    framing: Framing
    bone: str  # what a close-up is of
    pace: Pace
    azimuth: float  # 0 = from the front, 90 = from the character's left
    elevation: float
    orbit: float  # of the azimuth per drawing
    climb: float  # of the elevation per drawing
    zoom: float
    push: float  # the zoom's factor per drawing
    pan: tuple[float, float]  # the subject's offset in the picture, shares of its size
    light: float  # azimuth of the light against the camera's
    side: int  # px: pictures are square
    frames: int
    hand: Hand  # "drawn" = with the hand-drawn look
    shaded: bool  # with highlights and shadows, and the colour lines around them
    crumbs: bool  # the specks between lines that real drawings are full of stay segments
    gaps: int  # lines left open in each drawing, at most; what runs together has the truth of its larger part
    seed: int  # of everything that wobbles
    # Plans written before there was this have their old drawings.
    overshoot: float = 0.0  # px that outlines run on past corners, at most
    green: bool = False  # strands and folds are notes in green pencil

    def to_json(self) -> dict[str, Any]:
        """As plain values; what has its default is left out."""
        left_out = {field.name for field in fields(self) if getattr(self, field.name) == field.default}
        return {name: value for name, value in asdict(self).items() if name not in left_out}

    @classmethod
    def from_json(cls, values: dict[str, Any], where: str) -> "ClipPlan":
        """The inverse of ``to_json``. Raises BadFile for missing or unknown values."""
        known = {field.name for field in fields(cls)}
        needed = {field.name for field in fields(cls) if field.default is MISSING}
        if wrong := (needed - set(values)) | (set(values) - known):
            shown = ", ".join(sorted(wrong))
            raise BadFile(f"{where}: is no plan of a clip (missing or unknown: {shown}). Make the recipe again.")
        return cls(**{**values, "pan": tuple(values["pan"])})


def plan_clip(
    random: Generator,
    character: str,
    motions: Sequence[tuple[str, float]],
    *,
    framing: Framing | None = None,
    pace: Pace | None = None,
    palette: int | None = None,
    side: int | None = None,
    frames: int = 10,
    hand: Hand | None = None,
    gaps: int | None = None,
    overshoot: float = 0.0,
    green: bool = False,
) -> ClipPlan:
    """A random clip of a character; what is given stays. ``motions``: names and lengths in seconds.

    Of hand-drawn clips every other one has an ``overshoot`` of up to so many px, and every other one green notes.
    """
    pace = pace or PACES[random.integers(len(PACES))]
    # The long shot is what most drawings are.
    framing = framing or FRAMINGS[random.choice(3, p=(0.6, 0.2, 0.2))]
    motion, length = _motion(random, motions)
    hand = hand or ("drawn" if random.random() < 0.7 else "clean")
    orbit = random.uniform(*_ORBIT[pace]) * random.choice((-1, 1))
    if random.random() < 0.3 and pace != "fast":
        orbit = 0.0  # a still camera is the commonest
    calm = {"long": 1.0, "face": 0.5, "close": 0.4}[framing]  # near things move faster through the picture
    return ClipPlan(
        character=character,
        palette=int(random.integers(1, 1 << 31)) * int(random.random() < 0.7) if palette is None else palette,
        motion=motion,
        start=round(float(random.uniform(0, max(length, _STEP))), 3),
        step=round(_STEP * float(random.uniform(*_SPEED[pace])) * calm, 4),
        framing=framing,
        bone=_CLOSE_UPS[random.integers(len(_CLOSE_UPS))],
        pace=pace,
        azimuth=round(float(_azimuth(random)), 2),
        elevation=round(float(np.clip(random.normal(4, 9), -20, 35)), 2),
        orbit=round(orbit * calm, 3),
        climb=round(float(random.normal(0, 0.4)) * calm, 3),
        zoom=round(float(random.uniform(0.75, 1.1)), 3),
        push=round(float(np.exp(random.normal(0, 0.012))), 4),
        pan=(round(float(random.normal(0, 0.04)), 3), round(float(random.normal(0, 0.04)), 3)),
        light=round(float(random.uniform(-75, 75)), 1),
        side=int(random.choice((640, 800, 1024))) if side is None else side,
        frames=frames,
        hand=hand,
        shaded=bool(random.random() < 0.75),
        crumbs=hand == "drawn" and bool(random.random() < 0.7),
        gaps=int(random.integers(1, 4)) * int(hand == "drawn" and random.random() < 0.1) if gaps is None else gaps,
        seed=int(random.integers(1 << 31)),
        # Last, so that all else is as it is without.
        overshoot=round(max(0.0, float(random.uniform(-overshoot, overshoot))) * (hand == "drawn"), 1),
        green=green and hand == "drawn" and bool(random.random() < 0.5),
    )


def generator(seed: int, *path: int | str) -> Generator:
    """A random generator of its own for every place in a set: what is planned elsewhere does not move it."""
    words = [word if isinstance(word, int) else int.from_bytes(word.encode()[:32], "little") for word in path]
    return Generator(PCG64([seed, *words]))


def _motion(random: Generator, motions: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """First whose, then which: a rig with a hundred clips of fighting does not make everybody fight."""
    owners = sorted({name.rpartition(":")[0] for name, _ in motions})
    owner = owners[random.integers(len(owners))]
    theirs = [motion for motion in motions if motion[0].rpartition(":")[0] == owner]
    return theirs[random.integers(len(theirs))]


def _azimuth(random: Generator) -> float:
    """Mostly from the front and the sides, as drawings are; a fifth from anywhere."""
    return random.uniform(-180, 180) if random.random() < 0.2 else random.normal(0, 45)
