"""The paper's colour mapping for generated pictures: each segment's average colour becomes the closest allowed one.

Paper section 6.2 A: the colours of the reference in the consecutive task, of the sheet's views in the keyframe task.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from inference.benchmark.colors import BACKGROUND, ColorBook, unpack
from inference.errors import BadFile
from inference.folder import PICTURES
from inference.formats import read_image_file
from inference.matching.votes import colors_of
from inference.types import FloatArray, LineArt, Matches, Reference, Segments, UInt8Array

_PAPER_FIRST = 1.0  # RGB steps
_SPREAD = 20.0  # RGB steps: how far a colour may be off and still be likely


class NearestColor:
    """Reads a finished picture per drawing, ``FOLDER/NAME.png`` (or .tga) of any size, and maps its colours."""

    name = "generated"

    def __init__(self, folder: Path, book: ColorBook) -> None:
        self._folder = folder
        self._book = book

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Likelier the closer. Raises BadFile when the drawing's picture is missing, NothingToColourFrom without
        references."""
        colors = colors_of(line_art, references)
        packed = [self._book.color(int(key), int(tone)) for key, tone in colors]
        allowed = np.array([unpack(color)[:3] for color in packed], np.float32).reshape(-1, 3)
        average = segment_averages(segments, self._picture(line_art))
        distance = np.linalg.norm(average[:, None] - allowed, axis=2)
        # White paint and white paper look alike in a generated picture: paper is by far the commoner.
        distance -= np.float32(_PAPER_FIRST) * (np.array(packed) == BACKGROUND)
        probability = np.exp((distance.min(axis=1, initial=np.inf, keepdims=True) - distance) / _SPREAD)
        probability[0] = 0
        probability /= np.maximum(probability.sum(axis=1, keepdims=True), 1e-9)
        novelty = np.clip(distance.min(axis=1, initial=255) / 255, 0, 1)
        return Matches(colors, probability.astype(np.float32), novelty.astype(np.float32))

    def _picture(self, line_art: LineArt) -> UInt8Array:
        """(H, W, 3) of the drawing's size."""
        stem = Path(line_art.name).stem
        path = next((p for suffix in sorted(PICTURES) if (p := self._folder / f"{stem}{suffix}").is_file()), None)
        if path is None:
            raise BadFile(f"{self._folder}: has no generated picture {stem}.png. Make one for every drawing.")
        return fitted(read_image_file(path), line_art.size)


def fitted(rgba: UInt8Array, size: tuple[int, int]) -> UInt8Array:
    """(H, W, 3) on white paper, scaled to ``size`` (width, height)."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    rgb = np.asarray(rgba[..., :3] * alpha + 255 * (1 - alpha), np.float32)
    if (rgba.shape[1], rgba.shape[0]) != size:
        shrinks = rgba.shape[0] > size[1]
        how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=how), np.float32)
    return np.rint(rgb).astype(np.uint8)


def segment_averages(segments: Segments, rgb: UInt8Array) -> FloatArray:
    """(N + 1, 3) the mean RGB of each segment of a picture (H, W, 3)."""
    labels = segments.labels.ravel()
    sums = [np.bincount(labels, rgb[..., channel].ravel(), minlength=segments.count + 1) for channel in range(3)]
    return (np.stack(sums, axis=1) / np.maximum(segments.area, 1)[:, None]).astype(np.float32)
