"""A network that looks at segments: a small convolutional one for each, a transformer over all of a drawing's and a
painted one's (paper sections 5.2.3-5.2.5, with patches of segments in the place of a full-size feature map).

Legend: N target segments, M reference segments, S scales, D width of a token, H heads. Rows are labels minus one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize, scaled_dot_product_attention

from inference.errors import BadFile
from inference.matching.device import CPU, computing, moved
from inference.matching.features import Likeness
from inference.matching.looks import MEASURES, Looks
from inference.matching.patches import CHANNELS, SIDE, WINDOWS, patches
from inference.types import CATEGORIES, FloatArray, LineArt, Segments, UInt8Array

WIDTH = 128  # D, the paper's C
HEADS = 4
LAYERS = 3
SCALES = 1 + len(WINDOWS)
FAR = 6.0  # deviations from the mean; further out all is equally strange
SEEN = 64  # numbers that a patch becomes
MOST = 1024  # segments of a drawing that are looked at, the largest ones: attention costs their square
WEIGHTS = Path(__file__).parents[1] / "weights" / "describer.safetensors"
_TRAIN = "python -m inference train describer --data FOLDER... --out"


@dataclass(frozen=True, eq=False)
class Drawing:
    """One drawing as the describer takes it."""

    label: Tensor  # (N,) of the segments that are looked at, rising
    patches: Tensor  # (N, S, C, P, P) uint8
    measures: Tensor  # (N, len(MEASURES)) float32
    place: Tensor  # (N, 2) centroid in figure sizes, float32
    beside: Tensor  # (N, N) float32 share of each segment's border that lies at another
    count: int  # of all its segments


def described(line_art: LineArt, segments: Segments, seen: Looks) -> Drawing:
    """Look at one drawing; at most MOST of its segments."""
    return drawing_of(patches(line_art, segments), seen)


def drawing_of(pictures: UInt8Array, seen: Looks) -> Drawing:
    """What ``patches`` and ``looks`` found in a drawing, as tensors."""
    label = np.sort(np.argsort(-seen.area[1:], kind="stable")[:MOST]) + 1
    row = np.full(len(seen.area), -1)
    row[label] = np.arange(len(label))
    beside = np.zeros((len(label), len(label)), np.float32)
    at, rank = np.nonzero(row[seen.near[label]] >= 0)
    beside[at, row[seen.near[label][at, rank]]] = seen.near_share[label][at, rank]
    return Drawing(
        label=torch.from_numpy(label),
        patches=torch.from_numpy(pictures[label - 1]),
        measures=torch.from_numpy(seen.measures[label]),
        place=torch.from_numpy(seen.centroid[label] / np.float32(seen.size)),
        beside=torch.from_numpy(beside),
        count=len(seen.area) - 1,
    )


class Describer(nn.Module):
    """Says how likely each target segment is the same as each reference segment, or none of them."""

    mean: Tensor
    scale: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(len(MEASURES)))
        self.register_buffer("scale", torch.ones(len(MEASURES)))
        self.see = nn.Sequential(
            nn.Conv2d(len(CHANNELS), 16, 5, 2, 2), nn.GELU(),
            nn.Conv2d(16, 32, 3, 2, 1), nn.GELU(),
            nn.Conv2d(32, 48, 3, 2, 1), nn.GELU(), nn.Flatten(),
        )  # fmt: skip
        inner = 48 * (-(-SIDE // 8)) ** 2
        self.seen = nn.ModuleList(nn.Linear(inner, SEEN) for _ in range(SCALES))
        self.token = nn.Linear(SCALES * SEEN + len(MEASURES), WIDTH)
        self.again = nn.Sequential(
            nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH)
        )
        self.layers = nn.ModuleList(Layer(crossing) for _ in range(LAYERS) for crossing in (False, True))
        self.out = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDTH))
        self.sharpness = nn.Parameter(torch.tensor(2.3))
        self.none = nn.Linear(WIDTH, 1)
        self.category = nn.Linear(WIDTH, len(CATEGORIES))

    def forward(self, pairs: Sequence[tuple[Drawing, Drawing]]) -> list[tuple[Tensor, Tensor, Tensor]]:
        """For each target and reference (N, M + 1) logits against the reference's segments and "none", (M, N + 1) the
        other way, and (N + M, 12) logits of the categories."""
        drawings = [drawing for pair in pairs for drawing in pair]
        every = self._tokens(torch.cat([d.patches for d in drawings]), torch.cat([d.measures for d in drawings]))
        tokens = torch.split(every, [len(d.label) for d in drawings])
        return [self._compare([*tokens[2 * k : 2 * k + 2]], pair) for k, pair in enumerate(pairs)]

    def _tokens(self, pictures: Tensor, measures: Tensor) -> Tensor:
        """(N, D) each segment by itself."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            seen = self.see(pictures.flatten(0, 1).float() / 255).float().view(len(pictures), SCALES, -1)
        told = [layer(seen[:, s]) for s, layer in enumerate(self.seen)]
        normal = ((measures - self.mean) * self.scale).clamp(-FAR, FAR)
        token: Tensor = self.token(torch.cat([gelu(torch.cat(told, 1)), normal], 1))
        whole: Tensor = token + self.again(token)
        return whole

    def _compare(self, tokens: list[Tensor], pair: tuple[Drawing, Drawing]) -> tuple[Tensor, Tensor, Tensor]:
        near = [(one.beside, torch.cdist(one.place, one.place)) for one in pair]
        for layer in self.layers:
            tokens = layer(tokens, near)
        out = [self.out(one) for one in tokens]
        one, other = (normalize(o, dim=1) for o in out)
        alike = one @ other.T * self.sharpness.exp()
        none = [self.none(o) for o in out]
        return torch.cat([alike, none[0]], 1), torch.cat([alike.T, none[1]], 1), self.category(torch.cat(out))

    @torch.inference_mode()
    def likeness(self, target: Drawing, reference: Drawing) -> Likeness:
        """How likely each segment of a drawing is each of another's. What was not looked at is like nothing."""
        device = self.mean.device
        with computing(device):
            there, back, _ = self([(moved(target, device), moved(reference, device))])[0]
        return Likeness(_placed(there, target, reference), _placed(back, reference, target).T)


def _placed(logits: Tensor, one: Drawing, other: Drawing) -> FloatArray:
    """(N + 1, M + 1) by label, from logits (n, m + 1) against the segments looked at and "none"."""
    found = np.zeros((one.count + 1, other.count + 1), np.float32)
    found[np.ix_(one.label.numpy(), other.label.numpy())] = logits.float().softmax(1)[:, :-1].cpu().numpy()
    return found


class Layer(nn.Module):
    """Attention within both drawings, or from each to the other; the weights are the same for both."""

    def __init__(self, crossing: bool) -> None:
        super().__init__()
        self.crossing = crossing
        self.before = nn.LayerNorm(WIDTH)
        self.ask = nn.Linear(WIDTH, WIDTH)
        self.answer = nn.Linear(WIDTH, 2 * WIDTH)
        self.merge = nn.Linear(WIDTH, WIDTH)
        self.then = nn.Sequential(
            nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH)
        )
        self.nearness = None if crossing else nn.Parameter(torch.tensor([[4.0, 2.0, 0.0, 0.0], [0.0, 1.0, 4.0, 0.0]]))

    def forward(self, tokens: list[Tensor], near: list[tuple[Tensor, Tensor]]) -> list[Tensor]:
        """(N, D) and (M, D), changed."""
        normal = [self.before(one) for one in tokens]
        heard = []
        for k in (0, 1):
            source = normal[1 - k] if self.crossing else normal[k]
            ask = _heads(self.ask(normal[k]))
            key, value = (_heads(one) for one in self.answer(source).chunk(2, 1))
            bias = None
            if self.nearness is not None:
                beside, apart = near[k]
                bias = (self.nearness[0, :, None, None] * beside - self.nearness[1, :, None, None] * apart)[None]
            heard.append(_joined(scaled_dot_product_attention(ask, key, value, attn_mask=bias)))
        tokens = [one + self.merge(said) for one, said in zip(tokens, heard, strict=True)]
        return [one + self.then(one) for one in tokens]


def _heads(rows: Tensor) -> Tensor:
    return rows.view(1, len(rows), HEADS, -1).transpose(1, 2)


def _joined(heads: Tensor) -> Tensor:
    return heads.transpose(1, 2).reshape(heads.shape[2], -1)


@lru_cache(maxsize=2)
def read_describer(path: Path = WEIGHTS, device: torch.device = CPU) -> Describer:
    """The trained network, ready to look, on a device. Raises BadFile, naming the command that makes the file."""
    describer = Describer()
    try:
        describer.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
    except FileNotFoundError as error:
        raise BadFile(f"{path}: the describer's weights are missing. Train them: {_TRAIN} {path}") from error
    except (OSError, SafetensorError) as error:
        raise BadFile(f"{path}: are no weights ({error}). Train them again: {_TRAIN} {path}") from error
    except RuntimeError as error:  # torch's word for other names or shapes
        raise BadFile(f"{path}: does not fit this version of the describer. Train again: {_TRAIN} {path}") from error
    return describer.eval().to(device)
