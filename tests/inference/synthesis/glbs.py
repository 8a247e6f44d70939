"""Little GLB files made by pygltflib: a box on two bones, its lower half red and its upper half blue, with a hat."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pygltflib import (
    GLTF2,
    Accessor,
    Animation,
    AnimationChannel,
    AnimationChannelTarget,
    AnimationSampler,
    Attributes,
    Buffer,
    BufferView,
    Image,
    Material,
    Mesh,
    Node,
    PbrMetallicRoughness,
    Primitive,
    Scene,
    Skin,
    Texture,
    TextureInfo,
)

_CODES = {"float32": 5126, "uint8": 5121, "uint16": 5123, "uint32": 5125}
_KINDS = {(): "SCALAR", (2,): "VEC2", (3,): "VEC3", (4,): "VEC4", (4, 4): "MAT4"}
HIPS, HEAD, BODY, HAT = 0, 1, 2, 3  # nodes


def palette() -> NDArray[np.uint8]:
    """(32, 64, 4): red shaded to darker red on the left, blue on the right, as palettes for toys are."""
    picture = np.zeros((32, 64, 4), np.uint8)
    fade = np.linspace(0, 60, 32).astype(np.uint8)[:, None]
    picture[:, :32, 0] = 220 - fade
    picture[:, 32:, 2] = 220 - fade
    picture[..., 1], picture[..., 3] = 40, 255
    return picture


def box(low: Sequence[float], high: Sequence[float], uv: tuple[float, float]) -> dict[str, NDArray[Any]]:
    """A box of six squares that share no corner, as exporters write sharp edges; one place in the texture."""
    corners, faces = [], []
    for axis in range(3):
        for far in (0, 1):
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            start = np.eye(3)[axis] * far
            square = [start, start + u, start + u + v, start + v]
            corners += square if far else square[::-1]
            faces += [[0, 1, 2], [0, 2, 3]]
    points = np.asarray(low) + np.array(corners) * (np.asarray(high) - low)
    index = np.array(faces) + 4 * np.repeat(np.arange(6), 2)[:, None]
    return {
        "POSITION": points.astype(np.float32),
        "TEXCOORD_0": np.tile(np.float32(uv), (24, 1)),
        "indices": index.astype(np.uint16).ravel(),
    }


def joined(*boxes: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Several boxes as one mesh."""
    starts = np.cumsum([0] + [len(b["POSITION"]) for b in boxes])
    both = {key: np.concatenate([b[key] for b in boxes]) for key in ("POSITION", "TEXCOORD_0")}
    index = [b["indices"] + np.uint16(start) for b, start in zip(boxes, starts, strict=False)]
    return both | {"indices": np.concatenate(index)}


class Toy:
    """A GLB in the making: hips at y = 0 with a head at y = 1, a body bound to both, a hat on the head."""

    def __init__(
        self,
        body: dict[str, NDArray[Any]] | None = None,
        picture: NDArray[np.uint8] | None = None,
        scale: float = 1.0,
        bound_turned: bool = False,
        hat: bool = True,
    ) -> None:
        self.file = GLTF2(scene=0, scenes=[Scene(nodes=[HIPS, BODY])], buffers=[Buffer()])
        self.blob = b""
        self.file.nodes = [
            Node(name="hips", children=[HEAD], scale=[scale] * 3),
            Node(name="head", children=[HAT] if hat else [], translation=[0, 1, 0]),
            Node(name="Body", mesh=0, skin=0),
            Node(name="Hat", mesh=1, translation=[0, 1, 0]),
        ][: 4 if hat else 3]
        body = body or joined(
            box((-0.5, 0, -0.5), (0.5, 1, 0.5), (0.2, 0.5)), box((-0.5, 1, -0.5), (0.5, 2, 0.5), (0.8, 0.5))
        )
        high = (body["POSITION"][:, 1] + np.float32(1e-3) * (body["TEXCOORD_0"][:, 0] - 0.5)) >= 1
        body["JOINTS_0"] = np.stack([high, ~high, high * 0, high * 0], 1).astype(np.uint8)
        body["WEIGHTS_0"] = np.tile(np.uint8([255, 0, 0, 0]), (len(high), 1))
        inverse = np.tile(np.eye(4), (2, 1, 1))
        inverse[1, 1, 3] = -1
        if bound_turned:  # bound with the head turned left by 90 degrees, which the nodes know nothing of
            inverse[1, :3, :3] = [[0, 0, -1], [0, 1, 0], [1, 0, 0]]
        inverse[:, :3] /= scale
        self.file.skins = [
            Skin(joints=[HIPS, HEAD], inverseBindMatrices=self.store(np.float32(inverse).transpose(0, 2, 1)))
        ]
        self.file.meshes = [Mesh(primitives=[self.primitive(body)])]
        if hat:
            self.file.meshes.append(
                Mesh(primitives=[self.primitive(box((-0.2, 0, -0.2), (0.2, 0.5, 0.2), (0.2, 0.5)))])
            )
        done, png = cv2.imencode(".png", cv2.cvtColor(palette() if picture is None else picture, cv2.COLOR_RGBA2BGRA))
        assert done
        self.file.images = [Image(name="palette", mimeType="image/png", bufferView=self.view(png.tobytes()))]
        self.file.textures = [Texture(source=0)]
        surface = PbrMetallicRoughness(baseColorTexture=TextureInfo(index=0))
        self.file.materials = [Material(name="cloth", pbrMetallicRoughness=surface)]

    def clip(self, node: int, path: str, times: Sequence[float], values: Any, interpolation: str) -> "Toy":
        """Add a clip "move" of one property."""
        sampler = AnimationSampler(
            input=self.store(np.float32(times)), output=self.store(np.float32(values)), interpolation=interpolation
        )
        channel = AnimationChannel(sampler=0, target=AnimationChannelTarget(node=node, path=path))
        self.file.animations.append(Animation(name="Rig|move", samplers=[sampler], channels=[channel]))
        return self

    def save(self, path: Path) -> Path:
        """Write the file."""
        self.file.buffers[0].byteLength = len(self.blob)
        self.file.set_binary_blob(self.blob)
        self.file.save_binary(path)
        return path

    def primitive(self, mesh: Mapping[str, NDArray[Any]]) -> Primitive:
        """A mesh's arrays, stored."""
        stored = {key: self.store(np.ascontiguousarray(values), key == "WEIGHTS_0") for key, values in mesh.items()}
        index = stored.pop("indices")
        return Primitive(attributes=Attributes(**stored), indices=index, material=0)

    def store(self, values: NDArray[Any], fractions: bool = False) -> int:
        """An accessor."""
        accessor = Accessor(
            bufferView=self.view(np.ascontiguousarray(values).tobytes()),
            componentType=_CODES[values.dtype.name],
            count=len(values),
            type=_KINDS[values.shape[1:]],
            normalized=fractions,
        )
        self.file.accessors.append(accessor)
        return len(self.file.accessors) - 1

    def view(self, raw: bytes) -> int:
        """A buffer view."""
        self.file.bufferViews.append(BufferView(buffer=0, byteOffset=len(self.blob), byteLength=len(raw)))
        self.blob += raw + b"\0" * (-len(raw) % 4)
        return len(self.file.bufferViews) - 1
