"""What training needs of a clip, measured once and kept: how its drawings look, and what flow says between them."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.dataset import Clip, DrawingFiles, read_drawing, read_truth
from inference.matching.describer import Describer
from inference.matching.features import Likeness, Meeting, meet
from inference.matching.looks import Looks, looks
from inference.training.likeness import fingerprint, likenesses
from inference.types import Int32Array, LineArt, Painting, Segments, Tone
from inference.warping import shape_distance, warp_both_ways

INTERVALS = (-2, -3, 1)  # from a target to the neighbour that it meets beside the one before it
_VIEWS = 2  # of the sheet that a target meets: the nearest, and another
TONES = len(Tone)
_KEPT = 64  # drawings in memory: characters' views are needed for each of their clips
_EDITION = 4  # of what is kept; a new one when looks or meetings change

_Reader = Callable[[DrawingFiles], tuple[LineArt, Segments]]
_LOOKS = [field.name for field in fields(Looks)]


@dataclass(frozen=True, eq=False)
class Material:
    """One clip. Drawings are numbered: its painted ones in order, then the views of its sheet."""

    name: str
    character: str
    frames: int  # how many of the drawings are the clip's own
    looks: dict[int, Looks]  # of those that met
    truth: dict[int, Int32Array]  # (N + 1,) sheet entry * TONES + tone; -1 = none known
    area: dict[int, Int32Array]  # (N + 1,) px; 0 = no such segment
    meetings: dict[tuple[int, int], Meeting]  # (target, reference)
    likeness: dict[tuple[int, int], Likeness]  # the same pairs

    @property
    def targets(self) -> list[int]:
        """Drawings that others have been met for."""
        return sorted({target for target, _ in self.meetings})

    def references(self, target: int) -> list[int]:
        """What a target has met."""
        return [reference for one, reference in self.meetings if one == target]


def materials(
    clips: Sequence[Clip],
    cache: Path,
    targets: int,
    seed: int,
    describer: Describer,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Material]:
    """Measure clips, or take them from ``cache``: ``targets`` drawings of each, evenly spread.

    Clips without two painted drawings are left out. Raises BadFile for damaged ones.
    """
    cache.mkdir(parents=True, exist_ok=True)
    who = fingerprint(describer)
    read = lru_cache(maxsize=_KEPT)(read_drawing)
    for clip in clips:
        painted = [files for files in clip.drawings if files.gt is not None]
        if len(painted) >= 2:
            key = _key(clip, targets, seed)
            path = cache / f"{key}.npz"
            kept = _load(path, clip) if path.is_file() else None
            if kept is None:
                kept = measure(clip, painted, targets, seed, read)
                _save(path, kept)
            alike = likenesses(clip, kept.looks, [*kept.meetings], cache / f"{key}-{who}.npz", describer)
            yield replace(kept, likeness=alike)
        progress(clip.name)


def measure(clip: Clip, painted: Sequence[DrawingFiles], targets: int, seed: int, read: _Reader) -> Material:
    """Let a clip's targets meet their references."""
    files = [*painted, *clip.views]
    views = {number: read(files[number])[0] for number in range(len(painted), len(files))}
    random = np.random.default_rng([seed, *clip.name.encode()])
    meetings = {}
    for target in _spread(len(painted), targets):
        for reference in _references(target, len(painted), read(files[target])[0], views, random):
            meetings[target, reference] = meet(*read(files[target]), *read(files[reference]), warp_both_ways)
    met = sorted({number for pair in meetings for number in pair})
    drawings = {number: read(files[number]) for number in met}
    paintings = {n: clip.book.painting(read_truth(files[n], segments)) for n, (_, segments) in drawings.items()}
    return Material(
        name=clip.name,
        character=clip.character,
        frames=len(painted),
        looks={number: looks(*drawing) for number, drawing in drawings.items()},
        truth={number: code_of(painting) for number, painting in paintings.items()},
        area={number: segments.area for number, (_, segments) in drawings.items()},
        meetings=meetings,
        likeness={},
    )


def _spread(count: int, targets: int) -> list[int]:
    return [int(at) for at in np.unique(np.linspace(1, count - 1, min(targets, count - 1)).round())]


def _references(
    target: int, frames: int, line_art: LineArt, views: dict[int, LineArt], random: np.random.Generator
) -> list[int]:
    """The drawing before, another neighbour, the first drawing, the nearest view and another."""
    near = [target + step for step in random.permutation(INTERVALS) if 0 <= target + step < frames]
    by_shape = sorted(views, key=lambda view: shape_distance(line_art.planes, views[view].planes))
    others = random.permutation(np.array(by_shape[1:], int)).tolist()
    return list(dict.fromkeys([target - 1, *near[:1], 0, *by_shape[:1], *others[: _VIEWS - 1]]))


def code_of(painting: Painting) -> Int32Array:
    """(N + 1,) sheet entry * TONES + tone of every segment; -1 = unpainted."""
    code = painting.entry.astype(np.int32) * TONES + painting.tone
    return np.where(painting.entry > 0, code, -1).astype(np.int32)


def _key(clip: Clip, targets: int, seed: int) -> str:
    files = [one.line for one in (*clip.drawings, *clip.views)]
    told = [str(clip.folder.resolve()), str((_EDITION, targets, seed)), *(f"{p} {p.stat().st_mtime_ns}" for p in files)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


def _save(path: Path, kept: Material) -> None:
    arrays: dict[str, NDArray[np.generic]] = {"frames": np.array(kept.frames), "drawings": np.array([*kept.looks])}
    for number, seen in kept.looks.items():
        arrays |= {f"{number}.{name}": np.asarray(getattr(seen, name)) for name in _LOOKS}
        arrays |= {f"{number}.truth": kept.truth[number], f"{number}.px": kept.area[number]}
    for (target, reference), met in kept.meetings.items():
        at = f"{target}-{reference}"
        arrays |= {f"{at}.{name}.{k}": getattr(met, name)[k] for name in ("there", "back") for k in (0, 1)}
        for name in ("center", "back_center", "agreement", "back_agreement", "whole_agreement"):
            arrays[f"{at}.{name}"] = np.asarray(getattr(met, name))
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]
    part.replace(path)


def _load(path: Path, clip: Clip) -> Material | None:
    """None for a file that was cut short."""
    try:
        with np.load(path) as file:
            arrays = dict(file)
    except (OSError, ValueError, BadZipFile):
        return None
    numbers = arrays["drawings"].tolist()
    pairs = sorted({tuple(map(int, key.split(".")[0].split("-"))) for key in arrays if "-" in key})
    return Material(
        name=clip.name,
        character=clip.character,
        frames=int(arrays["frames"]),
        looks={
            n: Looks(**{name: arrays[f"{n}.{name}"] for name in _LOOKS[:-1]}, size=float(arrays[f"{n}.size"]))
            for n in numbers
        },
        truth={n: arrays[f"{n}.truth"] for n in numbers},
        area={n: arrays[f"{n}.px"] for n in numbers},
        meetings={(target, reference): _meeting(arrays, f"{target}-{reference}") for target, reference in pairs},
        likeness={},
    )


def _meeting(arrays: dict[str, NDArray[np.generic]], at: str) -> Meeting:
    plain = {name: arrays[f"{at}.{name}"] for name in ("center", "back_center", "agreement", "back_agreement")}
    votes = {name: (arrays[f"{at}.{name}.0"], arrays[f"{at}.{name}.1"]) for name in ("there", "back")}
    return Meeting(**plain, **votes, whole_agreement=float(arrays[f"{at}.whole_agreement"]))  # type: ignore[arg-type]
