"""GLB (binary glTF 2.0) -> a model: what is skinned and what hangs on a bone, in one mesh in its rest pose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from inference.errors import BadFile
from inference.synthesis.container import Container
from inference.synthesis.figure import Motion, Skeleton
from inference.synthesis.keyframes import Clip, Track, matrices, sample
from inference.synthesis.meshes import smooth_normals
from inference.synthesis.posing import worlds
from inference.types import RGBA, FloatArray, Int32Array, UInt8Array

Matrix = NDArray[np.float64]
_TRIANGLES = 4
_BOUND = 0.01  # of the skin's own size: closer than this, rest pose and binding pose are one


@dataclass(frozen=True, eq=False)
class Material:
    """A surface: flat, or a texture over that colour."""

    name: str
    color: RGBA  # sRGB
    texture: UInt8Array | None  # (h, w, 4) sRGB


@dataclass(frozen=True, eq=False)
class Model:
    """What a GLB holds. Legend as in ``figure``; the points are in the rest pose, in the file's own units."""

    points: FloatArray  # (V, 3)
    normals: FloatArray  # (V, 3)
    faces: Int32Array  # (F, 3)
    joints: Int32Array  # (V, 4)
    weights: FloatArray  # (V, 4)
    uv: FloatArray  # (V, 2), 0 where a mesh has none
    nodes: tuple[str, ...]  # names of the nodes that carry a mesh
    node: Int32Array  # (F,) row of nodes
    materials: tuple[Material, ...]
    material: Int32Array  # (F,) row of materials
    skeleton: Skeleton  # every node of the file; ``bones`` is empty
    motions: tuple[Motion, ...]
    morphs: Mapping[str, FloatArray]  # name -> (V, 3)


def read_glb(path: Path, fps: float = 24.0, images: Mapping[str, UInt8Array] | None = None) -> Model:
    """Read a GLB; its clips are sampled at ``fps``. ``images`` stand in for pictures that lie outside the file.

    Raises BadFile, which names the file.
    """
    try:
        return _Scene(Container(path), images or {}).model(fps)
    except OSError as error:
        raise BadFile(f"{path.name}: cannot be read ({error.strerror})") from error
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadFile(f"{path.name}: damaged GLB ({type(error).__name__}: {error})", "damaged") from error


class _Scene:
    """Nodes and meshes of a container. A joint is a node, parents before children."""

    def __init__(self, file: Container, images: Mapping[str, UInt8Array]) -> None:
        self.file, self.images = file, images
        self.nodes: list[dict[str, Any]] = file.json["nodes"]
        above = {child: i for i, node in enumerate(self.nodes) for child in node.get("children", ())}
        self.order = _parents_first(above, len(self.nodes))
        self.joint_of = {node: joint for joint, node in enumerate(self.order)}
        self.parents = np.array([self.joint_of[above[i]] if i in above else -1 for i in self.order], np.int32)
        self.names = tuple(self.nodes[i].get("name", f"node {i}") for i in self.order)

    @cached_property
    def stands(self) -> tuple[Matrix, Matrix, Matrix]:
        """(J, 3) translations, (J, 4) quaternions x y z w, (J, 3) scales of the nodes as the file has them."""
        translation, rotation, scale = (np.zeros((len(self.order), n)) for n in (3, 4, 3))
        for joint, node in enumerate(self.nodes[i] for i in self.order):
            if "matrix" in node:
                raise ValueError(f"node {self.names[joint]!r} has a matrix, which no clip could move")
            translation[joint] = node.get("translation", (0, 0, 0))
            rotation[joint] = node.get("rotation", (0, 0, 0, 1))
            scale[joint] = node.get("scale", (1, 1, 1))
        return translation, rotation, scale

    def model(self, fps: float) -> Model:
        """Everything, with the rest pose's scales moved from the bones into the mesh."""
        local = matrices(*self.stands)
        rest, to_rest = self._bind(local, worlds(_skeleton(self.names, self.parents, local), local))
        parts = [part for i in self.order if "mesh" in self.nodes[i] for part in self._parts(i, to_rest[i])]
        if not parts:
            raise ValueError("there is no mesh in it")
        size = np.cbrt(np.linalg.det(rest[:, :3, :3]))  # each joint's scale in the world
        above = np.where(self.parents >= 0, size[self.parents], 1.0)
        parent = np.where((self.parents >= 0)[:, None, None], rest[self.parents], np.eye(4))
        unscaled = _rescaled(np.linalg.inv(parent) @ rest, above, size)
        skeleton = _skeleton(self.names, self.parents, unscaled)
        clips = sample([self._clip(a) for a in self.file.json.get("animations", ())], self.stands, fps)
        motions = tuple(
            Motion(clip.name, fps, _rescaled(clip.local, above, size).astype(np.float32), clip.morphs) for clip in clips
        )
        return self._joined(parts, skeleton, motions)

    def _bind(self, local: Matrix, world: Matrix) -> tuple[Matrix, dict[int, Matrix]]:
        """(J, 4, 4) the joints' world matrices at rest, and for each node with a mesh what takes its points there.

        Some files store a pose out of a clip as their nodes' own: then the pose in which the skin was bound is taken.
        """
        to_rest = {i: world[self.joint_of[i]] for i, node in enumerate(self.nodes) if "mesh" in node}
        rest = world
        for i in to_rest:
            if "skin" not in self.nodes[i]:
                continue
            skin = self.file.json["skins"][self.nodes[i]["skin"]]
            joints = [self.joint_of[j] for j in skin["joints"]]
            inverse = self.file.array(skin["inverseBindMatrices"]).transpose(0, 2, 1).astype(np.float64)
            placed = world[joints] @ inverse
            middle = np.median(placed, axis=0)
            if np.abs(placed - middle).max() < _BOUND * np.cbrt(abs(np.linalg.det(middle[:3, :3]))):
                to_rest[i] = middle
                continue
            bound = dict(zip(joints, to_rest[i] @ np.linalg.inv(inverse), strict=True))
            rest = np.array(local)
            for joint, parent in enumerate(self.parents):
                rest[joint] = bound.get(joint, rest[parent] @ local[joint] if parent >= 0 else local[joint])
        for i, node in enumerate(self.nodes):
            if "mesh" in node and "skin" not in node:
                to_rest[i] = rest[self.joint_of[i]]
        return rest, to_rest

    def _parts(self, index: int, to_rest: Matrix) -> list["_Part"]:
        node = self.nodes[index]
        mesh = self.file.json["meshes"][node["mesh"]]
        targets = mesh.get("extras", {}).get("targetNames", ())
        joints = [self.joint_of[j] for j in self.file.json["skins"][node["skin"]]["joints"]] if "skin" in node else []
        return [
            self._part(primitive, index, to_rest, np.array(joints, np.int32), targets)
            for primitive in mesh["primitives"]
            if primitive.get("mode", _TRIANGLES) == _TRIANGLES
        ]

    def _part(
        self, primitive: dict[str, Any], index: int, to_rest: Matrix, joints: Int32Array, targets: Sequence[str]
    ) -> "_Part":
        named = primitive["attributes"]
        points = self.file.array(named["POSITION"]).astype(np.float64)
        count = len(points)
        faces = self.file.array(primitive["indices"]) if "indices" in primitive else np.arange(count)
        faces = faces.astype(np.int32).reshape(-1, 3)
        if faces.size and faces.max() >= count:
            raise ValueError(f"a face of {self.nodes[index].get('name')!r} names a point that is not there")
        if len(joints):
            at, weights = joints[self.file.array(named["JOINTS_0"])], self.file.array(named["WEIGHTS_0"])
        else:
            at, weights = np.full((count, 4), self.joint_of[index], np.int32), np.tile(np.eye(1, 4), (count, 1))
        turn = to_rest[:3, :3]
        offsets = [self.file.array(t["POSITION"]) @ turn.T for t in primitive.get("targets", ())]
        return _Part(
            points=points @ turn.T + to_rest[:3, 3],
            faces=faces if np.linalg.det(turn) > 0 else faces[:, ::-1],  # a mirrored mesh is inside out
            joints=at,
            weights=np.nan_to_num(weights),
            uv=self.file.array(named["TEXCOORD_0"]) if "TEXCOORD_0" in named else np.zeros((count, 2), np.float32),
            node=index,
            material=primitive.get("material", -1),
            morphs=dict(zip(targets, offsets, strict=False)),
        )

    def _joined(self, parts: Sequence["_Part"], skeleton: Skeleton, motions: tuple[Motion, ...]) -> Model:
        starts = np.cumsum([0] + [len(part.points) for part in parts])
        points = np.concatenate([part.points for part in parts]).astype(np.float32)
        faces = np.concatenate([part.faces + start for part, start in zip(parts, starts, strict=False)])
        carriers = sorted({part.node for part in parts})
        rows = [carriers.index(part.node) for part in parts]
        sizes = [len(part.faces) for part in parts]
        used = sorted({part.material for part in parts})
        joints, weights = _bound(
            points, np.concatenate([part.joints for part in parts]), np.concatenate([part.weights for part in parts])
        )
        morphs = {name for part in parts for name in part.morphs}
        return Model(
            points=points,
            normals=smooth_normals(points, faces, np.repeat(rows, [len(part.points) for part in parts])),
            faces=faces.astype(np.int32),
            joints=joints,
            weights=weights,
            uv=np.concatenate([part.uv for part in parts]).astype(np.float32),
            nodes=tuple(self.names[self.joint_of[i]] for i in carriers),
            node=np.repeat(np.array(rows, np.int32), sizes),
            materials=tuple(self._material(i) for i in used),
            material=np.repeat(np.array([used.index(part.material) for part in parts], np.int32), sizes),
            skeleton=skeleton,
            motions=motions,
            morphs={
                name: np.concatenate([p.morphs.get(name, np.zeros_like(p.points)) for p in parts]).astype(np.float32)
                for name in sorted(morphs)
            },
        )

    def _material(self, index: int) -> Material:
        if index < 0:
            return Material("plain", (200, 200, 200, 255), None)
        material = self.file.json["materials"][index]
        surface = material.get("pbrMetallicRoughness", {})
        linear = np.array(surface.get("baseColorFactor", (1, 1, 1, 1))[:3])
        srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
        red, green, blue = (int(v) for v in np.clip(np.rint(srgb * 255), 0, 255))
        at = surface.get("baseColorTexture")
        texture = None if at is None else self._image(self.file.json["textures"][at["index"]]["source"])
        return Material(material.get("name", f"material {index}"), (red, green, blue, 255), texture)

    def _image(self, index: int) -> UInt8Array:
        image = self.file.json["images"][index]
        if image.get("name") in self.images:
            return self.images[image["name"]]
        if "bufferView" in image:
            raw = self.file.view(image["bufferView"])
        else:
            raw = (self.file.folder / image["uri"]).read_bytes()
        decoded = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_UNCHANGED)
        if decoded is None or decoded.ndim != 3:
            raise ValueError(f"picture {image.get('name', index)!r} cannot be decoded")
        code = cv2.COLOR_BGRA2RGBA if decoded.shape[2] == 4 else cv2.COLOR_BGR2RGBA
        return np.asarray(cv2.cvtColor(decoded, code), np.uint8)

    def _clip(self, animation: dict[str, Any]) -> Clip:
        tracks = []
        for channel in animation["channels"]:
            sampler, target = animation["samplers"][channel["sampler"]], channel["target"]
            if "node" not in target:
                continue
            tracks.append(
                Track(
                    joint=self.joint_of[target["node"]],
                    path=target["path"],
                    times=self.file.array(sampler["input"]),
                    values=self.file.array(sampler["output"]),
                    interpolation=sampler.get("interpolation", "LINEAR"),
                    morphs=self._morph_names(target["node"]) if target["path"] == "weights" else (),
                )
            )
        return Clip(animation.get("name", "clip").split("|")[-1], tuple(tracks))

    def _morph_names(self, node: int) -> tuple[str, ...]:
        mesh = self.file.json["meshes"][self.nodes[node]["mesh"]]
        return tuple(mesh.get("extras", {}).get("targetNames", ()))


@dataclass(frozen=True, eq=False)
class _Part:
    """One primitive of one node."""

    points: Matrix
    faces: Int32Array
    joints: Int32Array
    weights: FloatArray
    uv: FloatArray
    node: int
    material: int
    morphs: Mapping[str, Matrix]


def _bound(points: FloatArray, joints: Int32Array, weights: FloatArray) -> tuple[Int32Array, FloatArray]:
    """(V, 4) joints and weights that sum to 1; what a file binds to nothing goes along with its nearest neighbour."""
    total = weights.sum(1)
    loose = total <= 1e-6
    if loose.all():
        raise ValueError("its mesh hangs on no joint")
    joints, weights = joints.astype(np.int32), (weights / np.maximum(total, 1e-6)[:, None]).astype(np.float32)
    if loose.any():
        nearest = np.flatnonzero(~loose)[cKDTree(points[~loose]).query(points[loose])[1]]
        joints[loose], weights[loose] = joints[nearest], weights[nearest]
    return joints, weights


def _parents_first(above: Mapping[int, int], count: int) -> list[int]:
    def depth(i: int) -> int:
        return 1 + depth(above[i]) if i in above else 0

    return sorted(range(count), key=depth)


def _skeleton(names: tuple[str, ...], parents: Int32Array, local: Matrix) -> Skeleton:
    bare = Skeleton(names, parents, local.astype(np.float32), np.empty(0, np.float32), {})
    inverse = np.linalg.inv(worlds(bare, local))
    return Skeleton(names, parents, local.astype(np.float32), inverse.astype(np.float32), {})


def _rescaled(local: Matrix, above: Matrix, size: Matrix) -> Matrix:
    """The same chain when joint j's world matrix is divided by ``size[j]`` on its own side."""
    scaled = local.copy()
    scaled[..., :3, :] *= above[:, None, None]
    scaled[..., :3, :3] /= size[:, None, None]
    return scaled
