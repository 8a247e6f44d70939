"""Strips of cells, and a matcher whose every answer can be told by hand."""

from collections.abc import Sequence

import numpy as np

from inference.matching.votes import color_index, colors_of
from inference.types import LineArt, Matches, Reference, Segments, UInt8Array

SKY, SUN, SEA = 0x0000FFFF, 0xFFFF00FF, 0x00FFFFFF


class NearestAlong:
    """Every segment takes the colour of the painted segment nearest to it from left to right."""

    name = "nearest-along"

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        colors = colors_of(line_art, references)
        probability = np.zeros((segments.count + 1, len(colors)), np.float32)
        index = np.concatenate([color_index(reference.painting, colors) for reference in references])
        x = np.concatenate([reference.segments.centroid[:, 0] for reference in references])
        painted = np.flatnonzero(index >= 0)
        nearest = np.abs(segments.centroid[:, :1] - x[painted]).argmin(axis=1)
        probability[np.arange(segments.count + 1), index[painted[nearest]]] = 1
        probability[0] = 0
        return Matches(colors, probability, np.zeros(segments.count + 1, np.float32))


def cells(widths: Sequence[int]) -> UInt8Array:
    """A strip of cells of these widths, parted by lines."""
    page = np.zeros((10, sum(widths) + len(widths) - 1, 4), np.uint8)
    ends = np.cumsum(np.array(widths[:-1]) + 1) - 1
    page[:, ends] = (0, 0, 0, 255)
    return page
