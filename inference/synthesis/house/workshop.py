"""Where a figure's parts come together: joints, regions, entries and one mesh."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from inference.synthesis.figure import Region
from inference.synthesis.house.kit import Array, Ints, smoothstep, unit
from inference.synthesis.tones import Color

Skin = Callable[[Array], Mapping[str, Array]]  # (N, 3) points -> joint -> (N,) weights


def rigid(joint: str) -> Skin:
    """Everything follows one joint."""
    return lambda points: {joint: np.ones(len(points))}


def chain(joints: Sequence[str], places: ArrayLike, blend: float) -> Skin:
    """Bones in a row from ``places`` (K, 3), one per joint; at each joint the two mix over ``blend`` metres."""
    knots = np.asarray(places, np.float64)
    along = unit(np.diff(knots, axis=0, append=2 * knots[-1:] - knots[-2:-1]))
    normals = unit(along[1:] + along[:-1])

    def skin(points: Array) -> Mapping[str, Array]:
        past = [smoothstep((points - k) @ n / blend + 0.5) for k, n in zip(knots[1:], normals, strict=True)]
        reach = [np.ones(len(points))]
        for share in past:
            reach.append(np.minimum(reach[-1], share))
        reach.append(np.zeros(len(points)))
        return {joint: reach[i] - reach[i + 1] for i, joint in enumerate(joints)}

    return skin


@dataclass
class Workshop:
    """A figure in the making."""

    joints: dict[str, tuple[str | None, Array]] = field(default_factory=dict)  # name -> parent, place
    regions: list[Region] = field(default_factory=list)
    colors: list[Color] = field(default_factory=list)
    points: list[Array] = field(default_factory=list)
    faces: list[Ints] = field(default_factory=list)
    labels: list[Ints] = field(default_factory=list)
    normals: list[Array] = field(default_factory=list)
    skins: list[tuple[int, Mapping[str, Array]]] = field(default_factory=list)
    morphs: list[tuple[int, str, Array]] = field(default_factory=list)
    size: int = 0

    def joint(self, name: str, parent: str | None, place: ArrayLike) -> str:
        """A joint at a place of the rest pose."""
        self.joints[name] = (parent, np.asarray(place, np.float64))
        return name

    def hang(self, name: str, parent: str, path: ArrayLike) -> Skin:
        """K - 1 swinging joints in a chain along a path (K, 3); returns the skin of what hangs on them."""
        places = np.asarray(path, np.float64)
        joints: list[str] = []
        for k, place in enumerate(places[:-1]):
            joints.append(self.joint(f"swing.{name}.{k}", joints[-1] if joints else parent, place))
        return chain(joints, places[:-1], 0.5 * float(np.linalg.norm(places[1] - places[0])))

    def place(self, joint: str) -> Array:
        """(3,) where a joint is in the rest pose."""
        return self.joints[joint][1]

    def entry(self, name: str, category: str, color: str) -> None:
        """A line of the sheet with its flat colour, as six hexadecimal digits; the first of a name stands."""
        if all(known.name != name for known in self.colors):
            red, green, blue = bytes.fromhex(color)
            self.colors.append(Color(name, category, (red, green, blue)))

    def label(self, region: str, entry: str) -> int:
        """The label of a region, made when it is first named."""
        for label, known in enumerate(self.regions, start=1):
            if known.name == region:
                return label
        key = next((key for key, color in enumerate(self.colors, 2) if color.name == entry), None)  # 1 = background
        if key is None:
            raise ValueError(f"{region}: the sheet has no entry {entry!r}")
        self.regions.append(Region(region, key))
        return len(self.regions)

    def add(
        self,
        grid: Array,
        label: ArrayLike,
        skin: Skin,
        *,
        closed: bool = False,
        caps: tuple[bool, bool] = (False, False),
        away: ArrayLike | None = None,
        morphs: Mapping[str, Array] | None = None,
        lining: tuple[ArrayLike, float] | None = None,
        round_from: ArrayLike | None = None,
    ) -> None:
        """Add a grid (R, C, 3) as a surface.

        label: one, or one per quad (R - 1, C or C - 1). closed: its last column meets the first. caps: close the first
        and the last row. away: the point that an open surface turns its back to. morphs: name -> (R, C, 3) where the
        points go. lining: the label and the thickness of its inner side. round_from: shaded half as if it were a ball
        around there, as faces and hair are painted.
        """
        rows, columns = grid.shape[:2]
        faces, quads = _quads(rows, columns, closed)
        labels = np.broadcast_to(np.asarray(label, np.int32), (rows - 1, columns - (not closed))).reshape(-1)[quads]
        points = grid.reshape(-1, 3)
        if _inside_out(points, faces, away):
            faces = faces[:, ::-1]
        shift = {name: target.reshape(-1, 3) - points for name, target in (morphs or {}).items()}
        if lining:
            inner = points - lining[1] * normals_of(points, faces)
            inside = np.broadcast_to(np.asarray(lining[0], np.int32), (rows - 1, columns - (not closed)))
            self._add(inner, faces[:, ::-1], inside.reshape(-1)[quads], skin, shift, None)
        for row in np.flatnonzero(caps) * (rows - 1):
            points, faces, labels, shift = _capped(points, faces, labels, shift, int(row) * columns, columns)
        self._add(points, faces, labels, skin, shift, round_from)

    def _add(
        self, points: Array, faces: Ints, labels: Ints, skin: Skin, shift: Mapping[str, Array], ball: ArrayLike | None
    ) -> None:
        normals = normals_of(points, faces)
        normals[np.linalg.norm(normals, axis=1) < 0.5] = (0, 0, 1)  # a shut mouth has no area, and looks forward
        if ball is not None:
            normals = unit(0.4 * normals + 0.6 * unit(points - np.asarray(ball)))
        self.normals.append(normals)
        self.points.append(points)
        self.faces.append(faces + self.size)
        self.labels.append(labels)
        self.skins.append((self.size, skin(points)))
        self.morphs.extend((self.size, name, offsets) for name, offsets in shift.items())
        self.size += len(points)


def normals_of(points: Array, faces: Ints) -> Array:
    """(N, 3) smooth unit normals, each face weighted by its area; points in one place share theirs."""
    _, same = np.unique(np.round(points, 6), axis=0, return_inverse=True)
    a, b, c = (points[faces[:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    total = np.zeros((same.max() + 1, 3))
    for corner in range(3):
        np.add.at(total, same.reshape(-1)[faces[:, corner]], normal)
    return unit(total[same.reshape(-1)])


def _quads(rows: int, columns: int, closed: bool) -> tuple[Ints, Ints]:
    """Two triangles per quad (M, 3), and (M,) the quad of each."""
    index = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    right = np.roll(index, -1, axis=1) if closed else index[:, 1:]
    left = index if closed else index[:, :-1]
    a, b, c, d = left[:-1], right[:-1], right[1:], left[1:]
    faces = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)], 2).reshape(-1, 3)
    return faces, np.repeat(np.arange(a.size, dtype=np.int32), 2)


def _inside_out(points: Array, faces: Ints, away: ArrayLike | None) -> bool:
    a, b, c = (points[faces[:, k]] for k in range(3))
    center = points.mean(0) if away is None else np.asarray(away, np.float64)
    return bool(np.sum(np.cross(b - a, c - a) * ((a + b + c) / 3 - center)) < 0)


def _capped(
    points: Array, faces: Ints, labels: Ints, shift: dict[str, Array], first: int, columns: int
) -> tuple[Array, Ints, Ints, dict[str, Array]]:
    """Close a row of columns points with a fan around its middle."""
    ring = np.arange(first, first + columns, dtype=np.int32)
    middle = np.full(columns, len(points), np.int32)
    fan = np.stack([ring, np.roll(ring, -1), middle], 1)
    center = points[ring].mean(0)
    shift = {name: np.vstack([s, s[ring].mean(0)]) for name, s in shift.items()}
    # The fan turns the way that the body of the surface does not lie.
    inner = points.mean(0) - center
    normal = np.cross(points[fan[:, 0]] - center, points[fan[:, 1]] - center).sum(0)
    fan = fan[:, ::-1] if normal @ inner > 0 else fan
    near = labels[np.flatnonzero((faces == first).any(1))[0]]
    return np.vstack([points, center]), np.vstack([faces, fan]), np.append(labels, np.full(columns, near)), shift
