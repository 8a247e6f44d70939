"""Rest pose -> posed points: the joints' chain, morphs, and linear blend skinning."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.synthesis.figure import Figure, Motion, Skeleton
from inference.types import FloatArray

_POINT, _NORMAL = 2.0**-16, 2.0**-12  # m and 1: the steps of posed points and normals

Real = TypeVar("Real", bound=np.floating)


def worlds(skeleton: Skeleton, local: NDArray[Real]) -> NDArray[Real]:
    """(..., J, 4, 4) joints' matrices to the world from their local ones (..., J, 4, 4)."""
    world = np.array(local)
    for joint, parent in enumerate(skeleton.parents):  # a chain has no other order
        if parent >= 0:
            world[..., joint, :, :] = world[..., parent, :, :] @ local[..., joint, :, :]
    return world


def pose(figure: Figure, motion: Motion | None = None, frame: int = 0) -> tuple[FloatArray, FloatArray]:
    """(V, 3) points and (V, 3) unit normals of one frame of the figure's motion; without one, its rest pose."""
    local = figure.skeleton.rest if motion is None else motion.local[frame]
    points = figure.points
    for name, weights in motion.morphs.items() if motion else ():
        if name in figure.morphs and weights[frame]:
            points = points + figure.morphs[name] * weights[frame]
    skin = (worlds(figure.skeleton, local.astype(np.float64)) @ figure.skeleton.inverse_bind)[:, :3]  # (J, 3, 4)
    blend = np.einsum("vk,vkij->vij", figure.weights, skin[figure.joints])
    posed = np.einsum("vij,vj->vi", blend[:, :, :3], points) + blend[:, :, 3]
    normals = np.einsum("vij,vj->vi", blend[:, :, :3], figure.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    # The last bits differ between machines: they go before they can move a pixel.
    return _snapped(posed, _POINT), _snapped(normals, _NORMAL)


def _snapped(values: NDArray[np.float64], step: float) -> FloatArray:
    return np.asarray(np.rint(values / step) * step, np.float32)
