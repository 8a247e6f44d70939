"""A great helm for whoever comes without a face: the head's surface painted as plates, a slit to see through and bands.

The mesh stays as it is: only what its head is made of changes.
"""

from dataclasses import replace

import numpy as np

from inference.synthesis.glb import Material, Model
from inference.types import UInt8Array

_STEEL, _DARK, _BRASS = (96, 98, 108, 255), (26, 24, 32, 255), (176, 132, 58, 255)
_SIDE = 256  # px of the painted front
_HELD = 0.5  # of a vertex's weight: it belongs to the head


def helmeted(model: Model) -> Model:
    """The same with a helm for the skin of its head; its rest pose stands upright and looks along z."""
    head = model.skeleton.bones["head"]
    is_head = ((model.joints == head) * model.weights).sum(axis=1) > _HELD
    skin = [row for row, material in enumerate(model.materials) if material.name == "Skin"]
    covered = is_head[model.faces].all(axis=1) & np.isin(model.material, skin)
    own = np.unique(model.faces[covered])
    low, high = model.points[own].min(axis=0), model.points[own].max(axis=0)
    uv = model.uv.copy()
    place = (model.points[own] - low) / np.maximum(high - low, 1e-9)
    uv[own] = np.stack([place[:, 0], 1 - place[:, 1]], axis=1)
    is_front = model.points[model.faces].mean(axis=1)[:, 2] > (low[2] + high[2]) / 2
    back, front = len(model.materials), len(model.materials) + 1
    plates = (Material("Helmet back", _STEEL, None), Material("Helmet front", _STEEL, _front()))
    return replace(
        model,
        uv=uv,
        materials=(*model.materials, *plates),
        material=np.where(covered, np.where(is_front, front, back), model.material).astype(np.int32),
    )


def _front() -> UInt8Array:
    """(h, w, 4) what the front plate looks like, seen from the front."""
    picture = np.full((_SIDE, _SIDE, 4), _STEEL, np.uint8)
    picture[:, 120:137] = _BRASS  # from brow to chin
    picture[98:112, 20:236] = _BRASS
    picture[118:136, 44:212] = _DARK  # the slit
    for x in (76, 96, 152, 172):  # breaths
        picture[164:196, x : x + 9] = _DARK
    return picture
