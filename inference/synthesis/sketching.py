"""A posed figure, a camera and a style -> a finished frame: the whole of drawing on one screen."""

from dataclasses import dataclass, field

import numpy as np

from inference.formats.character import Frame
from inference.synthesis.buffers import look
from inference.synthesis.byhand import Gap, HandStyle, in_green, leave_gaps, strokes_by_hand, wobble
from inference.synthesis.camera import Camera
from inference.synthesis.corners import past_corners
from inference.synthesis.drawing import finish, mixed_segments
from inference.synthesis.figure import Figure
from inference.synthesis.lines import LineStyle, draw_lines
from inference.synthesis.toon import ToonStyle, shade
from inference.synthesis.tracing import tidy, trace, without_slivers
from inference.types import FloatArray


@dataclass(frozen=True)
class Style:
    """How a drawing looks. Without ``toon`` it has no tones, without ``hand`` it is clean."""

    line: LineStyle = field(default_factory=LineStyle)
    toon: ToonStyle | None = field(default_factory=ToonStyle)
    hand: HandStyle | None = None


@dataclass(frozen=True, eq=False)
class Sketch:
    """A frame, and what is not exact about it."""

    frame: Frame
    gaps: tuple[Gap, ...]  # drawn last: the same seed without them draws the same lines closed
    mixed: int  # segments that hold more than one label or tone: 0 without gaps


def sketch(
    figure: Figure,
    points: FloatArray,
    normals: FloatArray,
    camera: Camera,
    style: Style,
    rng: np.random.Generator,
    stem: str = "0000",
) -> Sketch:
    """Draw a figure posed at ``points`` with ``normals`` (V, 3). The same ``rng`` state gives the same drawing.

    Raises NoSegments when every pixel is line.
    """
    hand = style.hand
    bend = wobble((camera.height, camera.width), hand.wobble, rng) if hand else None
    buffers = look(figure, points, normals, camera, bend=bend)
    label = buffers.label
    strokes = strokes_by_hand(figure, buffers, hand, rng) if hand else np.zeros(buffers.shape, np.uint8)
    extra = np.zeros_like(strokes) if hand and hand.green else strokes
    if hand and hand.corners:  # by a generator of its own: all else stays as it is
        extra = np.maximum(extra, past_corners(label, hand.corners, rng.spawn(1)[0]))
    planes = draw_lines(buffers, style.line, rng, extra)
    tones = np.zeros(buffers.shape, np.uint8)
    if style.toon:
        tones = tidy(shade(figure, points, buffers, style.toon, rng), label, planes, style.toon.smallest)
        planes = trace(planes, label, tones, style.toon)
    if hand and hand.green:
        planes = in_green(planes, strokes)
    planes, tones = without_slivers(planes, label, tones, style.line.sliver)
    gaps: tuple[Gap, ...] = ()
    if hand:
        planes, gaps = leave_gaps(planes, label, hand, rng)
    frame, segments = finish(figure, label, planes, tones, stem)
    return Sketch(frame, gaps, mixed_segments(segments, label, tones))
