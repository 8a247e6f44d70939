"""A shop's parts as one Figure."""

from dataclasses import replace

import numpy as np

from inference.synthesis.figure import BONES, Figure, Region, Skeleton
from inference.synthesis.house.kit import Array
from inference.synthesis.house.workshop import Workshop
from inference.synthesis.tones import entries_of
from inference.types import ColorEntry

LICENCE = "Shiage's own code makes these people; they are under Shiage's licence."

_FLAT = {"eye white", "iris", "dark iris", "glint", "pupil", "brow", "stripe", "button", "blush"}


def assemble(shop: Workshop, name: str) -> Figure:
    """One mesh, one skeleton, every morph over all vertices."""
    skeleton = _skeleton(shop)
    joints, weights = _weights(shop, {joint: k for k, joint in enumerate(skeleton.names)})
    used = sorted({region.entry for region in shop.regions})
    colors = [shop.colors[key - 2] for key in used]  # 1 = background
    keys = {old: new for new, old in enumerate(used, 2)}
    morphs: dict[str, Array] = {}
    for start, morph, offsets in shop.morphs:
        morphs.setdefault(morph, np.zeros((shop.size, 3)))[start : start + len(offsets)] = offsets
    return Figure(
        name=name,
        licence=LICENCE,
        points=np.concatenate(shop.points).astype(np.float32),
        normals=np.concatenate(shop.normals).astype(np.float32),
        faces=np.concatenate(shop.faces).astype(np.int32),
        joints=joints,
        weights=weights.astype(np.float32),
        skeleton=skeleton,
        regions=tuple(Region(region.name, keys[region.entry]) for region in shop.regions),
        face_label=np.concatenate(shop.labels).astype(np.int32),
        entries=tuple(_painted(entry) for entry in entries_of(colors)),
        morphs={morph: offsets.astype(np.float32) for morph, offsets in morphs.items()},
    )


def _painted(entry: ColorEntry) -> ColorEntry:
    """The tones that a designer gives an entry: skin and what is small or white has no highlight."""
    if entry.category in ("skin", "mouth") or entry.name in _FLAT:
        entry = replace(entry, highlight=None)
    if entry.name in _FLAT:
        entry = replace(entry, second_shadow=None)
    return replace(entry, shadow=None, second_shadow=None) if entry.name in ("glint", "pupil") else entry


def _skeleton(shop: Workshop) -> Skeleton:
    names = tuple(shop.joints)
    parents = np.array([-1 if p is None else names.index(p) for p, _ in shop.joints.values()], np.int32)
    places = np.stack([place for _, place in shop.joints.values()])
    rest = np.tile(np.eye(4, dtype=np.float32), (len(names), 1, 1))
    rest[:, :3, 3] = places - np.where(parents[:, None] >= 0, places[parents], 0)
    inverse = np.tile(np.eye(4, dtype=np.float32), (len(names), 1, 1))
    inverse[:, :3, 3] = -places
    return Skeleton(names, parents, rest, inverse, {bone: names.index(bone) for bone in BONES})


def _weights(shop: Workshop, index: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """The four strongest joints of each vertex (V, 4), and their shares (V, 4)."""
    full = np.zeros((shop.size, len(index)))
    for start, skin in shop.skins:
        for joint, weight in skin.items():
            full[start : start + len(weight), index[joint]] += weight
    joints = np.argsort(-full, axis=1, kind="stable")[:, :4].astype(np.int32)
    weights = np.take_along_axis(full, joints, 1)
    return joints, weights / weights.sum(1, keepdims=True)
