"""A clip from one painted drawing: real drawings with a single truth can be scored on bent copies of it.

Easier than real motion (nothing is hidden, nothing appears), so the clip's name says ``rewarped`` wherever it shows up.
"""

from pathlib import Path

import numpy as np

from inference.benchmark.dataset import Clip
from inference.errors import BadFile
from inference.formats.character import Frame, write_frame
from inference.synthesis.bending import Bend, bent_frame
from inference.synthesis.painted import painted_frame

MARK = "rewarped"


def rewarp(clip: Clip, out: Path, count: int, seed: int) -> Path:
    """Write ``OUT/<clip>-rewarped/{line,gt}``: the first painted drawing as 0000 and ``count`` bent copies of it.

    The same seed gives the same bytes. Raises BadFile when nothing is painted or OUT cannot be written.
    """
    files = next((files for files in clip.drawings if files.gt is not None), None)
    if files is None:
        raise BadFile(f"{clip.folder}: no painted drawing in gt/ to bend.")
    frame = painted_frame(files, clip.book)
    folder = out / f"{clip.folder.name}-{MARK}"
    random = np.random.default_rng(seed)
    _write(folder, "0000", frame)
    for number in range(1, count + 1):
        stem = f"{number:04d}"
        _write(folder, stem, bent_frame(frame, Bend(), random, stem).frame)
    return folder


def _write(folder: Path, stem: str, frame: Frame) -> None:
    """The drawing and its painting alone: the rest is measured as it is for real drawings."""
    try:
        write_frame(folder, Frame(stem, frame.line, frame.gt))
    except OSError as error:
        raise BadFile(f"{folder}: cannot be written ({error.strerror}). Give another -o.") from error
