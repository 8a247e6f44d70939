"""A clip from one painted drawing: real drawings with a single truth can be scored on bent copies of it.

Easier than real motion (nothing is hidden, nothing appears), so the clip's name says ``rewarped`` wherever it shows up.
"""

from pathlib import Path

import numpy as np

from inference.benchmark.colors import Colors, unpack
from inference.benchmark.dataset import Clip, read_drawing, read_truth
from inference.errors import BadFile
from inference.formats import write_png
from inference.synthesis.bending import Bend, bent, places
from inference.types import Int32Array, UInt8Array

MARK = "rewarped"


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
    _write(folder, 0, line_art.rgba, _painted(line_art.rgba, segments.labels, truth))
    for number in range(1, count + 1):
        x, y = places(segments.labels.shape, Bend(), random)
        labels, (line,) = bent(segments.labels, (line_art.rgba,), x, y)
        _write(folder, number, line, _painted(line, labels, truth))
    return folder


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
