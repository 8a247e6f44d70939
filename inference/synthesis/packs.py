"""The packs of freely licensed 3D characters: which there are, and each one as a figure."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from inference.errors import BadFile
from inference.synthesis.figure import INK, Figure, Region
from inference.synthesis.glb import Model, read_glb
from inference.synthesis.helmet import helmeted
from inference.synthesis.rigs import rigged
from inference.synthesis.textures import Patch, surfaces
from inference.synthesis.tones import RGB, Color, color_word, entries_of, to_lab
from inference.synthesis.wardrobe import LINE, thing_at
from inference.types import UInt8Array

Value = TypeVar("Value")

REPOSITORY = Path(__file__).resolve().parents[2]
FPS = 24.0  # at which clips are sampled
_SMALL = 0.003  # of the surface
_ONE_COLOR = 0.045  # in OKLab: closer colours of one category are one entry
_CC0 = "CC0 1.0"


@dataclass(frozen=True)
class Pack:
    """A folder of GLB files of one maker."""

    licence: str  # and whom to credit
    height: Mapping[str, float]  # pattern of the figure's name -> metres
    rig: Mapping[str, str]  # pattern of the figure's name -> a rig of rigs.RIGS
    hidden: str = "(?!)"  # pattern of "figure node": not worn at the same time as the rest
    lift: float = 1.0  # exponent on the colours: some files are dim


PACKS: Mapping[str, Pack] = {
    "kaykit": Pack(
        licence=f"{_CC0}: KayKit Adventurers by Kay Lousberg",
        height={"Barbarian": 1.3, "": 1.25},
        rig={"": "kaykit"},
        # Every file carries all its weapons at once.
        hidden=r"Offhand|Mug|Throwable|2H_(Axe|Sword)|(Badge|Rectangle|Spike)_Shield"
        r"|Rogue 1H_Crossbow|Rogue 2H_Crossbow|Hooded 2H_Crossbow|Hooded Knife",
    ),
    "kenney": Pack(f"{_CC0}: Mini Characters by Kenney", height={"": 1.0}, rig={"": "kenney"}),
    "mannequiny": Pack("CC-BY 4.0: Mannequiny by GDQuest", height={"": 1.75}, rig={"": "mannequiny"}),
    "quaternius": Pack(
        licence=f"{_CC0}: Ultimate Modular Men and Women, RPG Characters by Quaternius",
        height={"women": 1.68, "knight": 1.5, "": 1.8},
        rig={"knight": "quaternius_smooth", "": "quaternius"},
        lift=0.65,
    ),
    "quaternius_smooth": Pack(
        licence=f"{_CC0}: Animated Characters by Quaternius",
        height={"female": 1.65, "": 1.78},
        rig={"": "quaternius_smooth"},
        lift=0.65,
    ),
}
# The same body in the same clothes: whoever draws a split keeps these on one side.
_ALIKE = {"kaykit/Rogue_Hooded": "kaykit/Rogue"}
# A bare ball for a head.
_FACELESS = ("quaternius/knight",)
# Kenney's palette lies outside its file and is not in the pack: a cell is 1/16 wide and 1/4 high.
_KENNEY_CELLS = {
    (1, 3): "6b402c", (7, 3): "8a8c96", (9, 3): "585c66", (11, 2): "46609c", (11, 3): "dcb43c", (12, 3): "f4c8a4",
    (13, 3): "f4c8a4", (15, 2): "d8506c", (15, 3): "f0ece0",
}  # fmt: skip


def figures(root: Path | None = None) -> tuple[str, ...]:
    """Names of the figures that lie under the data folder: "kaykit/Knight", sorted within their pack."""
    folder = packs_folder(root)
    return tuple(
        f"{pack}/{path.stem}" for pack in PACKS for path in sorted((folder / pack).glob("*.glb")) if path.is_file()
    )


def family(name: str) -> str:
    """One name for all figures that are nearly the same drawing."""
    return _ALIKE.get(name, name)


def load(name: str, root: Path | None = None) -> Figure:
    """A figure of ``figures()``; loaded once. Raises BadFile."""
    return _load(name, packs_folder(root))


def packs_folder(root: Path | None) -> Path:
    """The folder that holds the packs' folders: ``root``, ``root``/characters, or the data folder's."""
    data = root or Path(os.environ.get("SHIAGE_DATA", REPOSITORY.parent / "shared" / "data"))
    return data / "characters" if (data / "characters").is_dir() else data


@lru_cache(maxsize=64)
def _load(name: str, folder: Path) -> Figure:
    pack_name, _, stem = name.partition("/")
    if pack_name not in PACKS:
        raise BadFile(f"{name}: no pack {pack_name!r}; there are {', '.join(PACKS)}", "unknown_figure")
    pack = PACKS[pack_name]
    model = read_glb(folder / pack_name / f"{stem}.glb", FPS, {"colormap": _kenney_palette()})
    model = rigged(_worn(model, pack, stem), _first(pack.rig, stem), _first(pack.height, stem))
    if name in _FACELESS:
        model = helmeted(model)
    cut = surfaces(model)
    things = [_thing(model, pack_name, stem, patch) for patch in cut.patches]
    colors = [_lifted(patch.color, pack.lift) for patch in cut.patches]
    entry_of, named = _entries(cut.patches, things, colors)
    names = _region_names(model, cut.patches, things)
    kept = [i for i, (_, category) in enumerate(things) if category != LINE]
    relabel = np.full(len(things) + 1, INK, np.int32)
    relabel[[i + 1 for i in kept]] = np.arange(1, len(kept) + 1)
    return Figure(
        name=name,
        licence=pack.licence,
        points=model.points,
        normals=model.normals,
        faces=model.faces,
        joints=model.joints,
        weights=model.weights,
        skeleton=model.skeleton,
        regions=tuple(Region(names[i], entry_of[i]) for i in kept),
        face_label=np.where(cut.face_label > 0, relabel[np.maximum(cut.face_label, 0)], cut.face_label),
        entries=entries_of(named),
        uv=model.uv,
        textures=tuple(np.where(t >= 0, relabel[np.maximum(t, 0)], t) for t in cut.textures),
        morphs=model.morphs,
        motions=model.motions,
    )


def _first(table: Mapping[str, Value], name: str) -> Value:
    return next(value for pattern, value in table.items() if re.search(pattern, name))


def _worn(model: Model, pack: Pack, stem: str) -> Model:
    hidden = np.array([bool(re.search(pack.hidden, f"{stem} {node}")) for node in model.nodes])
    worn = ~hidden[model.node]
    corners, at = np.unique(model.faces[worn], return_inverse=True)
    return replace(
        model,
        points=model.points[corners],
        normals=model.normals[corners],
        joints=model.joints[corners],
        weights=model.weights[corners],
        uv=model.uv[corners],
        morphs={name: offsets[corners] for name, offsets in model.morphs.items()},
        faces=at.reshape(-1, 3).astype(np.int32),
        node=model.node[worn],
        material=model.material[worn],
    )


def _kenney_palette() -> UInt8Array:
    """(64, 256, 4) the cells that the figure's texture coordinates point into."""
    cells = np.full((4, 16, 4), 255, np.uint8)
    for (column, row), code in _KENNEY_CELLS.items():
        cells[row, column, :3] = tuple(bytes.fromhex(code))
    return cells.repeat(16, axis=0).repeat(16, axis=1)


def _lifted(rgb: RGB, exponent: float) -> RGB:
    red, green, blue = (int(v) for v in np.rint(255 * (np.array(rgb) / 255) ** exponent))
    return red, green, blue


def _bone(model: Model, joint: int) -> str:
    """The bone that a joint is, or hangs on."""
    bone_of = {joint: bone for bone, joint in model.skeleton.bones.items()}
    while joint >= 0 and joint not in bone_of:
        joint = int(model.skeleton.parents[joint])
    return bone_of.get(joint, "hips")


def _thing(model: Model, pack: str, stem: str, patch: Patch) -> tuple[str, str]:
    size = "small" if patch.area < _SMALL else "large"
    where = f"{_bone(model, patch.joint)} {patch.side} {size} #{bytes(patch.color).hex()} {color_word(patch.color)}"
    return thing_at(pack, f"{stem} {patch.node} {patch.material} {where}")


def _entries(
    patches: tuple[Patch, ...], things: list[tuple[str, str]], colors: list[RGB]
) -> tuple[list[int], list[Color]]:
    """Which entry each patch has (0 = line), and the entries' colours: near ones of one category are one entry."""
    entry_of = [0] * len(patches)
    found: list[Color] = []
    for i in sorted(range(len(patches)), key=lambda i: -patches[i].area):
        thing, category = things[i]
        if category == LINE:
            continue
        near = [
            k
            for k, color in enumerate(found)
            if color.category == category and np.linalg.norm(to_lab(color.rgb) - to_lab(colors[i])) < _ONE_COLOR
        ]
        if not near:
            found.append(Color(thing if thing == "skin" else f"{thing} {color_word(colors[i])}", category, colors[i]))
        entry_of[i] = (near[0] if near else len(found) - 1) + 2
    return entry_of, found


def _region_names(model: Model, patches: tuple[Patch, ...], things: list[tuple[str, str]]) -> list[str]:
    """ "left hand skin", "chest shirt", "chest shirt 2": no name twice."""
    seen: Counter[str] = Counter()
    names = []
    for patch, (thing, _) in zip(patches, things, strict=True):
        bone = _bone(model, patch.joint).replace("_", " ")
        side = f"{patch.side} " if patch.side != "middle" and not bone.startswith(patch.side) else ""
        name = f"{side}{bone} {thing}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names
