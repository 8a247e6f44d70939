"""A painted drawing from disk with its whole truth, whatever its folder has."""

from dataclasses import replace

import numpy as np

from inference.benchmark.colors import ColorBook
from inference.benchmark.dataset import DrawingFiles, read_drawing, read_truth
from inference.formats.character import Frame, frame_of_painting, read_frame
from inference.synthesis.pencils import line_art
from inference.types import Plane


def painted_frame(files: DrawingFiles, book: ColorBook) -> Frame:
    """A painted drawing with its whole truth, its lines in the pencils' exact colours.

    What is not beside it is made: segments from the lines, colours from ``gt``, tones and categories from ``book``,
    which grows by every colour that it lacks; a label is then an entry and tone. Raises BadFile, NotLineArt.
    """
    art, segments = read_drawing(files)
    truth = read_truth(files, segments)
    is_line = segments.labels == 0
    planes = np.where(is_line, np.maximum(art.planes, np.uint8(Plane.MAIN)), np.uint8(Plane.PAPER))
    line = line_art(planes)
    if files.seg and files.label and files.line_anno and files.json_color and files.line.suffix == ".png":
        given = read_frame(files.line.parent.parent, files.name)
        if given.gt is not None and given.shadow is not None and given.index is not None:
            return replace(given, line=line)
    return frame_of_painting(files.name, line, segments.labels, planes, book.painting(truth), book.sheet.entries)
