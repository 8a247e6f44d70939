"""A model's surfaces -> patches of one flat colour each: the paper's section 4.1, steps 1 and 2.

A patch is one index label: what hangs together in the mesh, on one node, in one material and one colour of its texture.
Palette textures shade every colour by a gradient; a colour here is all that blends smoothly into itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthesis.glb import Model
from inference.synthesis.meshes import connected_parts, face_areas, welded
from inference.types import Int32Array, UInt8Array

CUT_OUT = -1  # a texel that is not there
_JUMP = 10  # levels of a channel between neighbouring texels from which they are two colours
_ISLET = 14  # texels: smaller spots of another colour are noise
_TINY = 4e-4  # of the whole surface: smaller parts of one kind and bone are one patch (studs, teeth)
_LOOKS = np.array([(a, b, 1 - a - b) for a in (0.05, 0.33, 0.62, 0.9) for b in (0.05, 0.33, 0.62, 0.9) if a + b < 0.96])


@dataclass(frozen=True)
class Patch:
    """Where an index label lies and what colour it has."""

    node: str
    material: str
    joint: int  # the joint that moves most of it
    color: tuple[int, int, int]  # sRGB
    area: float  # of the whole surface
    side: str  # "left", "right", or "middle" where it lies across


@dataclass(frozen=True, eq=False)
class Surfaces:
    """Index labels of a model. Label i + 1 is ``patches[i]``."""

    patches: tuple[Patch, ...]
    face_label: Int32Array  # (F,) a label, or -1 - t: see textures[t]
    textures: tuple[Int32Array, ...]  # (h, w) labels, CUT_OUT = not there


def surfaces(model: Model) -> Surfaces:
    """Cut a model into patches."""
    area = face_areas(model.points, model.faces)
    area = np.maximum(area / area.sum(), 1e-12)
    cells = {i: _cells(m.texture) for i, m in enumerate(model.materials) if m.texture is not None}
    seen = _seen_cells(model, cells)  # (F, looks)
    cell = _commonest(seen)
    kind = _numbered([model.node, model.material, cell])
    joint = _main_joints(model)
    corners = welded(model.points, np.zeros(len(model.points), np.int_))[model.faces]
    part = _without_tiny(connected_parts(corners, kind), kind, joint, area)
    part = _numbered([part])
    count = int(part.max()) + 1
    first = np.unique(part, return_index=True)[1]
    weight = np.bincount(part, area, count)
    colors = _kind_colors(model, kind, area, seen == cell[:, None])
    sides = _sides(model, part, count)
    main = np.zeros((count, len(model.skeleton.names)))
    np.add.at(main, (part, joint), area)
    patches = tuple(
        Patch(
            node=model.nodes[model.node[f]],
            material=model.materials[model.material[f]].name,
            joint=int(main[p].argmax()),
            color=colors[kind[f]],
            area=float(weight[p]),
            side=sides[p],
        )
        for p, f in enumerate(first)
    )
    table = _Lookups(model, cells, seen, area, list(patches), part + 1)
    return table.surfaces(cell)


def _cells(texture: UInt8Array) -> Int32Array:
    """(h, w) the colour that each texel of (h, w, 4) belongs to, from 1; CUT_OUT where it is transparent."""
    levels = texture.astype(np.int16)
    calm = np.ones(texture.shape[:2], np.uint8)
    calm[:, :-1][np.abs(np.diff(levels, axis=1)).max(2) > _JUMP] = 0
    calm[:-1][np.abs(np.diff(levels, axis=0)).max(2) > _JUMP] = 0
    _, cells, stats, _ = cv2.connectedComponentsWithStats(calm, connectivity=4)
    cells[stats[cells, cv2.CC_STAT_AREA] < _ISLET] = 0
    if not cells.any():
        raise ValueError("a texture has no even colour anywhere: it is a photograph, not a palette")
    # What is between the colours, and every islet, goes to the nearest colour.
    _, nearest = cv2.distanceTransformWithLabels(
        (cells == 0).astype(np.uint8), cv2.DIST_L1, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_pixel = np.zeros(int(nearest.max()) + 1, np.int32)
    of_pixel[nearest[cells > 0]] = cells[cells > 0]
    filled = of_pixel[nearest]
    filled[texture[..., 3] < 128] = CUT_OUT
    return np.asarray(filled, np.int32)


def _seen_cells(model: Model, cells: Mapping[int, Int32Array]) -> Int32Array:
    """(F, looks) the cell under points spread over each face; 0 where the material has no texture."""
    seen = np.zeros((len(model.faces), len(_LOOKS)), np.int32)
    for material, picture in cells.items():
        of = np.flatnonzero(model.material == material)
        row, column = _texels(model, of, picture.shape)
        seen[of] = picture[row, column]
    return seen


def _texels(model: Model, faces: NDArray[np.intp], shape: tuple[int, ...]) -> tuple[Int32Array, Int32Array]:
    """(F', looks) rows and columns of the texels under faces."""
    uv = np.einsum("lk,fkc->flc", _LOOKS, model.uv[model.faces[faces]].astype(np.float64)) % 1.0
    row = np.minimum((uv[..., 1] * shape[0]).astype(np.int32), shape[0] - 1)
    return row, np.minimum((uv[..., 0] * shape[1]).astype(np.int32), shape[1] - 1)


def _commonest(seen: Int32Array) -> Int32Array:
    """(F,) the value that is most often in a row of (F, looks); CUT_OUT only where nothing else is."""
    votes = (seen[:, :, None] == seen[:, None, :]).sum(2) * (seen != CUT_OUT)
    return np.asarray(seen[np.arange(len(seen)), votes.argmax(1)])


def _numbered(columns: list[Int32Array]) -> Int32Array:
    """(F,) 0, 1, ... for each different row of the columns."""
    return np.asarray(np.unique(np.stack(columns, 1), axis=0, return_inverse=True)[1].ravel(), np.int32)


def _main_joints(model: Model) -> Int32Array:
    """(F,) the joint that pulls hardest at each face's first corner."""
    corner = model.faces[:, 0]
    return np.asarray(model.joints[corner, model.weights[corner].argmax(1)])


def _sides(model: Model, part: Int32Array, count: int) -> list[str]:
    """Of each part; x grows to the character's left."""
    x = model.points[model.faces, 0]
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, part, x.min(1))
    np.maximum.at(most, part, x.max(1))
    return [_side(low, high) for low, high in zip(least.tolist(), most.tolist(), strict=True)]


def _side(low: float, high: float) -> str:
    middle, half = (low + high) / 2, (high - low) / 2
    return "middle" if abs(middle) < 0.8 * half else "left" if middle > 0 else "right"


def _without_tiny(part: Int32Array, kind: Int32Array, joint: Int32Array, area: NDArray[np.float64]) -> Int32Array:
    """Parts, tiny ones of one kind and joint made one."""
    tiny = np.bincount(part, area)[part] < _TINY
    joined = part.copy()
    joined[tiny] = part.max() + 1 + _numbered([kind[tiny], joint[tiny]]) if tiny.any() else 0
    return joined


def _kind_colors(
    model: Model, kind: Int32Array, area: NDArray[np.float64], own: NDArray[np.bool_]
) -> list[tuple[int, int, int]]:
    """The colour of each kind: the mean of its ``own`` texels (F, looks), or the material's."""
    color = np.array([material.color[:3] for material in model.materials], np.float64)[model.material]
    for index, material in enumerate(model.materials):
        if material.texture is not None:
            of = np.flatnonzero(model.material == index)
            row, column = _texels(model, of, material.texture.shape)
            share = own[of] / own[of].sum(1, keepdims=True)
            color[of] = np.einsum("fl,flc->fc", share, material.texture[row, column, :3].astype(np.float64))
    weight = np.bincount(kind, area)
    mean = np.stack([np.bincount(kind, area * color[:, i]) for i in range(3)], 1) / weight[:, None]
    return [(int(r), int(g), int(b)) for r, g, b in np.rint(mean)]


class _Lookups:
    """Faces that lie in several cells get a texture that says the label of each cell around there."""

    def __init__(
        self,
        model: Model,
        cells: Mapping[int, Int32Array],
        seen: Int32Array,
        area: NDArray[np.float64],
        patches: list[Patch],
        label: Int32Array,
    ) -> None:
        self.model, self.cells, self.seen, self.area = model, cells, seen, area
        self.patches, self.label = patches, label

    def surfaces(self, cell: Int32Array) -> Surfaces:
        """The surfaces; (F,) ``cell`` is the one that each face lies in most."""
        mixed = (self.seen != self.seen[:, :1]).any(1) | (cell == CUT_OUT)
        result, textures = self.label.copy(), []
        group = _numbered([self.model.node, self.model.material])
        for g in np.unique(group[mixed]):
            textures.append(self._texture(group == g, mixed, cell))
            result[(group == g) & mixed] = -len(textures)
        return _without_unused(self.patches, result, tuple(textures))

    def _texture(self, mine: NDArray[np.bool_], mixed: NDArray[np.bool_], cell: Int32Array) -> Int32Array:
        picture = self.cells[int(self.model.material[mine][0])]
        of_cell = {CUT_OUT: CUT_OUT}
        size = np.bincount(self.label, self.area)
        for label in sorted(set(self.label[mine].tolist()), key=lambda label: size[label]):  # the largest stays
            of_cell[int(cell[self.label == label][0])] = label
        of_cell[CUT_OUT] = CUT_OUT
        for other in set(self.seen[mine & mixed].ravel().tolist()) - set(of_cell):
            self.patches.append(self._patch(other, picture, mine & mixed))
            of_cell[other] = len(self.patches)
        table = np.full(int(picture.max()) + 2, CUT_OUT, np.int32)  # the last row is for CUT_OUT
        table[list(of_cell)] = list(of_cell.values())
        return table[picture]

    def _patch(self, cell: int, picture: Int32Array, faces: NDArray[np.bool_]) -> Patch:
        """A colour that no face is wholly of."""
        share = (self.seen == cell).mean(1) * self.area * faces
        most = int(share.argmax())
        material = self.model.materials[self.model.material[most]]
        colors = np.array([material.color]) if material.texture is None else material.texture[picture == cell]
        red, green, blue = (int(v) for v in np.rint(colors[:, :3].mean(0)))
        x = self.model.points[self.model.faces[share > 0], 0]
        return Patch(
            node=self.model.nodes[self.model.node[most]],
            material=material.name,
            joint=int(_main_joints(self.model)[most]),
            color=(red, green, blue),
            area=float(share.sum()),
            side=_side(float(x.min()), float(x.max())),
        )


def _without_unused(patches: list[Patch], label: Int32Array, textures: tuple[Int32Array, ...]) -> Surfaces:
    """Surfaces whose labels are all there to be seen."""
    used = np.zeros(len(patches) + 1, bool)
    for labels in (label, *textures):
        used[labels[labels > 0]] = True
    new = np.where(used, np.cumsum(used), 0).astype(np.int32)

    def renumbered(labels: Int32Array) -> Int32Array:
        return np.where(labels > 0, new[np.maximum(labels, 0)], labels).astype(np.int32)

    kept = tuple(patch for patch, use in zip(patches, used[1:], strict=True) if use)
    return Surfaces(kept, renumbered(label), tuple(renumbered(texture) for texture in textures))
