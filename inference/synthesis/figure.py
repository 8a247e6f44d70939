"""A character as the renderer knows it: a skinned mesh in regions, and a skeleton that poses it.

Axes: x to the character's left, y up, z out of its chest; metres; feet near y = 0. The rest pose: arms apart.
Legend: V vertices, F triangles, J joints, T frames, R regions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inference.types import ColorEntry, FloatArray, Int32Array

INK = 0  # a label: what is drawn as line, not as area (lashes, brows, a nose's stroke)

_SIDED = ("shoulder", "upper_arm", "lower_arm", "hand", "upper_leg", "lower_leg", "foot", "toes")
# The bones that every rig is asked for; a motion goes from one rig to another along them.
BONES = ("hips", "spine", "chest", "neck", "head", *(f"{side}_{bone}" for side in ("left", "right") for bone in _SIDED))


@dataclass(frozen=True)
class Region:
    """One index label: a part of the figure that is the same part in every frame (paper section 4.1, step 2)."""

    name: str  # "left sleeve"
    entry: int  # key of the sheet entry that colours it


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Joints, parents before children. A joint's matrix takes its own axes to its parent's."""

    names: tuple[str, ...]
    parents: Int32Array  # (J,) -1 = a root
    rest: FloatArray  # (J, 4, 4) local matrices of the rest pose
    inverse_bind: FloatArray  # (J, 4, 4) from the mesh's space to the joint's, where the vertices were bound
    bones: Mapping[str, int]  # some or all of BONES -> joint


@dataclass(frozen=True, eq=False)
class Motion:
    """How a skeleton moves. ``local`` includes the rest pose: it replaces ``Skeleton.rest`` frame by frame."""

    name: str
    fps: float
    local: FloatArray  # (T, J, 4, 4)
    morphs: Mapping[str, FloatArray] = field(default_factory=dict)  # name -> (T,) in [0, 1]

    @property
    def frames(self) -> int:
        """T."""
        return len(self.local)


@dataclass(frozen=True, eq=False)
class Figure:
    """A character in its rest pose. A label is a row of ``regions`` + 1."""

    name: str  # "kaykit/Knight", "house/7"
    licence: str  # and whom to credit
    points: FloatArray  # (V, 3)
    normals: FloatArray  # (V, 3) smooth normals, unit length
    faces: Int32Array  # (F, 3) counter-clockwise from outside
    joints: Int32Array  # (V, 4)
    weights: FloatArray  # (V, 4) rows sum to 1
    skeleton: Skeleton
    regions: tuple[Region, ...]
    face_label: Int32Array  # (F,) a label, INK, or -1 - t: its pixels look their label up in textures[t]
    entries: tuple[ColorEntry, ...]  # the text-colour list, background (transparent) included
    uv: FloatArray | None = None  # (V, 2) in [0, 1], v down; wraps
    textures: tuple[Int32Array, ...] = ()  # (h, w) labels; -1 = cut out
    morphs: Mapping[str, FloatArray] = field(default_factory=dict)  # "blink" -> (V, 3) offsets at full strength
    motions: tuple[Motion, ...] = ()  # its own
    crease: float = 60.0  # degrees between faces from which their common edge is drawn as a line
