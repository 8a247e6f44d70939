"""A clip from one painted drawing: real drawings with a single truth can be scored on bent copies of it.

Easier than real motion (nothing is hidden, nothing appears), so the clip's name says ``rewarped`` wherever it shows up.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.benchmark.colors import Colors, unpack
from inference.benchmark.dataset import Clip, read_drawing, read_truth
from inference.errors import BadFile
from inference.formats import write_png
from inference.painting import nearest_segment
from inference.types import FloatArray, Int32Array, LineArt, Segments, UInt8Array

MARK = "rewarped"
_TURN = 4.0  # degrees, standard deviation
_GROW = 0.04
_MOVE = 0.03  # of the longer side
_BEND = 0.02  # of the longer side, smooth over a quarter of it
_CRUMB = 8  # px
_STEPS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)


def rewarp(clip: Clip, out: Path, count: int, seed: int) -> Path:
    """Write ``OUT/<clip>-rewarped/{line,gt}``: the first painted drawing as 0000 and ``count`` bent copies of it.

    The same seed gives the same bytes. Raises BadFile when nothing is painted or OUT cannot be written.
    """
    files = next((files for files in clip.drawings if files.gt is not None), None)
    if files is None:
        raise BadFile(f"{clip.folder}: no painted drawing in gt/ to bend.")
    line_art, segments = read_drawing(files)
    truth = read_truth(files, segments)
    folder = out / f"{clip.folder.name}-{MARK}"
    random = np.random.default_rng(seed)
    filled = nearest_segment(segments.labels)
    _write(folder, 0, line_art.rgba, _painted(line_art.rgba, segments.labels, truth))
    for number in range(1, count + 1):
        x, y = _places(segments.labels.shape, random)
        line, labels = _bent(line_art, segments, filled, x, y)
        _write(folder, number, line, _painted(line, labels, truth))
    return folder


def _places(shape: tuple[int, ...], random: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """x, y (H, W) where each pixel of a bent copy comes from: a turn, a scale, a shift and a smooth bend."""
    height, width = shape
    side = max(shape)
    turn, grow = np.deg2rad(random.normal(0, _TURN)), np.exp(random.normal(0, _GROW))
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    bend = [
        cv2.resize(random.normal(0, _BEND * side, (5, 5)), (width, height), interpolation=cv2.INTER_CUBIC) for _ in "xy"
    ]
    shift = random.normal(0, _MOVE * side, 2)
    from_x = grow * (x * np.cos(turn) - y * np.sin(turn)) + width / 2 + shift[0] + bend[0]
    from_y = grow * (x * np.sin(turn) + y * np.cos(turn)) + height / 2 + shift[1] + bend[1]
    return from_x.astype(np.float32), from_y.astype(np.float32)


def _bent(
    line_art: LineArt, segments: Segments, filled: Int32Array, x: FloatArray, y: FloatArray
) -> tuple[UInt8Array, Int32Array]:
    """The line picture (H, W, 4) and the label that every paper pixel had before (H, W)."""
    height, width = filled.shape
    column = np.clip(np.rint(x), 0, width - 1).astype(np.int32)
    row = np.clip(np.rint(y), 0, height - 1).astype(np.int32)
    labels = filled[row, column]
    # Sampling breaks thin lines: wherever two areas touch, a line is drawn again.
    touching = cv2.dilate(labels.astype(np.float32), _STEPS) != labels
    is_line = (segments.labels == 0)[row, column] | touching
    is_line |= _specks(is_line, segments.area[labels])
    line = np.where(is_line[..., None], _nearest_ink(line_art, segments)[row, column], np.uint8(0)).astype(np.uint8)
    return line, np.where(is_line, 0, labels).astype(np.int32)


def _specks(is_line: NDArray[np.bool_], area_before: Int32Array) -> NDArray[np.bool_]:
    """(H, W) the crumbs of larger areas that sampling leaves between the pixels of slanted lines."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~is_line).astype(np.uint8), connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA][labels]
    return np.asarray(~is_line & (area <= _CRUMB) & (area_before > 4 * area), np.bool_)


def _nearest_ink(line_art: LineArt, segments: Segments) -> UInt8Array:
    """(H, W, 4) the colour of the line pixel nearest to each pixel, opaque."""
    paper = (segments.labels != 0).astype(np.uint8)
    if paper.all():
        return np.full((*paper.shape, 4), (0, 0, 0, 255), np.uint8)
    _, cell = cv2.distanceTransformWithLabels(paper, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    ink = np.zeros((int(cell.max()) + 1, 4), np.uint8)
    ink[cell[paper == 0]] = line_art.rgba[paper == 0]
    ink[:, 3] = 255
    return ink[cell]


def _painted(line: UInt8Array, labels: Int32Array, truth: Colors) -> UInt8Array:
    distinct, at = np.unique(truth, return_inverse=True)
    pixels = np.array([unpack(int(color)) for color in distinct], np.uint8)[at][labels]
    pixels[labels == 0] = line[labels == 0]
    return pixels


def _write(folder: Path, number: int, line: UInt8Array, painted: UInt8Array) -> None:
    for kind, rgba in (("line", line), ("gt", painted)):
        path = folder / kind / f"{number:04d}.png"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(write_png(rgba))
        except OSError as error:
            raise BadFile(f"{path}: cannot be written ({error.strerror}). Give another -o.") from error
