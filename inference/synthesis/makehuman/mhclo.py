"""MakeHuman's mhclo files: how clothes, hair and brows sit on the base mesh, whatever its shape.

Each vertex is tied to three of the base mesh: a weighted mean of them plus an offset that grows with the body.
Legend: V vertices of the garment, B of the base mesh.
"""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from inference.errors import BadFile
from inference.types import FloatArray, Int32Array

_SCALES = ("x_scale", "y_scale", "z_scale")


@dataclass(frozen=True, eq=False)
class Fitting:
    """How a garment's vertices follow the base mesh."""

    obj: str  # the file of its mesh
    base: Int32Array  # (V, 3) vertices of the base mesh
    weights: FloatArray  # (V, 3) rows sum to about 1
    offsets: FloatArray  # (V, 3) in units of the scale
    scale: tuple[tuple[int, int, float] | None, ...]  # x, y, z: two base vertices and their distance in the file's body
    hides: Int32Array  # base vertices that the garment covers


def read_mhclo(path: Path) -> Fitting:
    """Raises BadFile for anything that is no mhclo."""
    try:
        lines = path.read_text("utf-8").splitlines()
        return _fitting(lines)
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name}: cannot be read as an mhclo file ({error}). Fetch the file again.") from error
    except ValueError as error:
        raise BadFile(f"{path.name}: is damaged, {error}. Fetch the file again.") from error


def _fitting(lines: list[str]) -> Fitting:
    words = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    head = {word[0]: word[1:] for word in words if word[0][0].isalpha()}
    if not head.get("obj_file") or "verts" not in head:
        raise ValueError("obj_file or verts is missing")
    # Some files name their material between "verts" and its rows: only delete_verts, the last word, ends them.
    end = next((at for at, word in enumerate(words) if word[0] == "delete_verts"), len(words))
    base, weights, offsets = _rows([word for word in words[:end] if not word[0][0].isalpha()])
    hides = list(chain.from_iterable(words[end + 1 :]))
    scale = tuple(_scale(head[name]) if name in head else None for name in _SCALES)
    return Fitting(head["obj_file"][0], base, weights, offsets, scale, _ranges(hides))


def _rows(rows: list[list[str]]) -> tuple[Int32Array, FloatArray, FloatArray]:
    """A row of one number sits on that vertex."""
    if not rows or any(len(row) not in (1, 9) for row in rows):
        raise ValueError("a line of verts has neither one number nor nine")
    full = [row if len(row) == 9 else [row[0]] * 3 + ["1", "0", "0", "0", "0", "0"] for row in rows]
    number = np.array(full, np.float64)
    return number[:, :3].astype(np.int32), number[:, 3:6].astype(np.float32), number[:, 6:].astype(np.float32)


def _scale(words: list[str]) -> tuple[int, int, float]:
    if len(words) != 3 or float(words[2]) <= 0:
        raise ValueError(f"a scale reads {' '.join(words)}, not two vertices and a length")
    return int(words[0]), int(words[1]), float(words[2])


def _ranges(words: list[str]) -> Int32Array:
    """``3 5 - 8`` names 3, 5, 6, 7, 8."""
    numbers, chosen = [word for word in words if word != "-"], list[int]()
    spans = {at - 1 - words[:at].count("-") for at, word in enumerate(words) if word == "-"}
    for at, word in enumerate(numbers):
        first = int(numbers[at - 1]) + 1 if at - 1 in spans else int(word)
        chosen += range(first, int(word) + 1)
    return np.array(sorted(set(chosen)), np.int32)


def fitted(fitting: Fitting, base: FloatArray) -> FloatArray:
    """(V, 3) the garment's points on a base mesh of points (B, 3). Raises BadFile where it was made for another."""
    if max(fitting.base.max(), *(max(scale[:2]) for scale in fitting.scale if scale)) >= len(base):
        raise BadFile(f"{fitting.obj}: was fitted to another base mesh than this one of {len(base)} vertices.")
    on = np.einsum("vk,vkx->vx", fitting.weights, base[fitting.base])
    grown = [
        abs(base[scale[0], axis] - base[scale[1], axis]) / scale[2] if scale else 1.0
        for axis, scale in enumerate(fitting.scale)
    ]
    return np.asarray(on + fitting.offsets * np.array(grown, np.float32), np.float32)
