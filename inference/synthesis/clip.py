"""The main path of a set: a plan in, drawings with their truth out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from inference.formats.character import Frame
from inference.synthesis.byhand import HandStyle
from inference.synthesis.camera import Camera, frame
from inference.synthesis.cameras import FOV, cameras
from inference.synthesis.characters import Characters
from inference.synthesis.figure import Figure, Motion
from inference.synthesis.lines import LineStyle
from inference.synthesis.plans import ClipPlan, generator
from inference.synthesis.posing import pose
from inference.synthesis.sketching import Sketch, Style, sketch
from inference.synthesis.toon import ToonStyle
from inference.types import ColorEntry, FloatArray

VIEW_SIDE = 1024  # px
# The sheet's views, in the paper's order: long shots from the front on, then the face, then a close-up.
VIEWS = ("front", "three-quarter", "side", "back", "face", "close-up")
_LONG = (0.0, 40.0, 90.0, 180.0)  # degrees
_WIDTH, _WIDTH_AT = (1.0, 1.7), 640  # px: of a pencil in a picture that large
_WIDEST_AT = 1024  # px: in larger pictures lines get no wider, as on real paper
_CRUMB = 6  # px: the smallest area of a tone where crumbs are kept
_TORSO = 45  # percentile of the height from which a close-up shows the figure


@dataclass(frozen=True, eq=False)
class Drawn:
    """Drawings of one character, its text-colour list, and what is not exact about them."""

    frames: tuple[Frame, ...]
    entries: tuple[ColorEntry, ...]
    mixed: int  # segments that hold more than one label or tone: 0 without a hand that leaves gaps


def draw_clip(characters: Characters, plan: ClipPlan) -> Drawn:
    """Draw a planned clip. Raises BadFile when the character's files are missing or damaged."""
    figure = characters.figure(plan.character, plan.palette)
    motion = characters.motion(plan.character, plan.motion)
    posed = [pose(figure, motion, _frame_at(motion, plan, number)) for number in range(plan.frames)]
    style = _style(plan, generator(plan.seed, "style"))
    toon = _toon(plan, generator(plan.seed, "light"))
    sketches = []
    for number, camera in enumerate(cameras(plan, figure, [points for points, _ in posed])):
        lit = replace(style, toon=toon and replace(toon, light=_light(plan.light - plan.orbit * number, toon.light[1])))
        random = generator(plan.seed, "drawing", number)
        sketches.append(sketch(figure, *posed[number], camera, lit, random, f"{number:04d}"))
    return _drawn(sketches, figure)


def draw_sheet(characters: Characters, character: str, palette: int = 0) -> Drawn:
    """A character's design sheet in its rest pose: VIEWS in order, without shading (paper section 4.1, step 3)."""
    figure = characters.figure(character, palette)
    points, normals = pose(figure)
    plain = Style(LineStyle(width=_WIDTH[1] * VIEW_SIDE / _WIDTH_AT), toon=None)
    views = [
        sketch(figure, points, normals, camera, plain, generator(0, character, number), f"{number:04d}")
        for number, camera in enumerate(_sheet_cameras(figure, points))
    ]
    return _drawn(views, figure)


def _drawn(sketches: Sequence[Sketch], figure: Figure) -> Drawn:
    return Drawn(tuple(one.frame for one in sketches), figure.entries, sum(one.mixed for one in sketches))


def _frame_at(motion: Motion, plan: ClipPlan, number: int) -> int:
    """The motion's frame nearest to the drawing's time; motions go round."""
    return round((plan.start + plan.step * number) * motion.fps) % motion.frames


def _toon(plan: ClipPlan, random: Generator) -> ToonStyle | None:
    if not plan.shaded:
        return None
    return ToonStyle(
        light=(0.0, float(random.uniform(0.4, 1.1)), 1.0),
        highlight=float(random.uniform(0.9, 0.96)),
        shadow=float(random.uniform(0.0, 0.2)),
        cast=bool(random.random() < 0.7),
        ring=bool(random.random() < 0.8),
        smallest=_CRUMB if plan.crumbs else ToonStyle.smallest,
    )


def _style(plan: ClipPlan, random: Generator) -> Style:
    """A hand keeps its pencil and its habits for a whole clip."""
    width = float(random.uniform(*_WIDTH)) * min(plan.side, _WIDEST_AT) / _WIDTH_AT
    line = LineStyle(width=width, variation=float(random.uniform(0.1, 0.45)))
    if plan.crumbs:
        line = replace(line, crumb=0)
    if plan.hand == "clean":
        return Style(line)
    if random.random() < 0.5:
        line = replace(line, crease=None)
    hand = HandStyle(
        wobble=float(random.uniform(0.3, 1.8)),
        strands=float(random.uniform(0, 4)),
        folds=float(random.uniform(0, 1.2)),
        gaps=plan.gaps,
        corners=plan.overshoot,
        green=plan.green,
    )
    return Style(line, hand=hand)


def _light(azimuth: float, height: float) -> tuple[float, float, float]:
    """Where the light comes from, seen from the camera."""
    around = np.deg2rad(azimuth)
    return float(np.sin(around)), height, float(np.cos(around))


def _sheet_cameras(figure: Figure, points: FloatArray) -> list[Camera]:
    def whole(some: FloatArray, azimuth: float) -> Camera:
        return frame(some, azimuth=azimuth, width=VIEW_SIDE, height=VIEW_SIDE, fov=FOV)

    held = (figure.joints == figure.skeleton.bones["head"]) * figure.weights
    head = points[held.sum(axis=1) > 0.5]
    torso = points[points[:, 1] > np.percentile(points[:, 1], _TORSO)]
    return [*(whole(points, azimuth) for azimuth in _LONG), whole(head, 0.0), whole(torso, 20.0)]
