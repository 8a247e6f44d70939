"""What training needs of a clip, measured once and kept: how its drawings look, and what flow says between them."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.colors import NO_COLOR, Colors
from inference.benchmark.dataset import Clip, DrawingFiles, read_drawing, read_truth
from inference.matching.features import Meeting, meet
from inference.matching.looks import Looks, looks
from inference.types import Int32Array, LineArt, Segments
from inference.warping import shape_distance, warp_both_ways

INTERVALS = (-1, -2, -3, 1)  # drawings from the target to its references
_VIEWS = 2  # of the sheet per target: the nearest, and another
_EDITION = 1  # of what is kept; a new one when looks or meetings change

_LOOKS = [field.name for field in fields(Looks)]


@dataclass(frozen=True, eq=False)
class Material:
    """One clip. Drawings are numbered: its painted ones in order, then the views of its sheet."""

    name: str
    character: str
    frames: int  # how many of the drawings are the clip's own
    looks: tuple[Looks, ...]
    truth: tuple[Int32Array, ...]  # (N + 1,) a number per colour, the same in all drawings; -1 = none known
    area: tuple[Int32Array, ...]  # (N + 1,) px; 0 = no such segment
    meetings: dict[tuple[int, int], Meeting]  # (target, reference)

    @property
    def targets(self) -> list[int]:
        """Drawings that others have been met for."""
        return sorted({target for target, _ in self.meetings})

    def references(self, target: int) -> list[int]:
        """What a target has met."""
        return [reference for one, reference in self.meetings if one == target]


def materials(
    clips: Sequence[Clip], cache: Path, targets: int, seed: int, progress: Callable[[str], None]
) -> Iterator[Material]:
    """Measure clips, or take them from ``cache``: ``targets`` drawings of each, evenly spread.

    Clips without two painted drawings are left out. Raises BadFile for damaged ones.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for clip in clips:
        painted = [files for files in clip.drawings if files.gt is not None]
        if len(painted) >= 2:
            path = cache / f"{_key(clip, targets, seed)}.npz"
            kept = _load(path, clip) if path.is_file() else None
            if kept is None:
                kept = measure(clip, painted, targets, seed)
                _save(path, kept)
            yield kept
        progress(clip.name)


def measure(clip: Clip, painted: Sequence[DrawingFiles], targets: int, seed: int) -> Material:
    """Read a clip's drawings and let its targets meet their references."""
    files = [*painted, *clip.views]
    drawings = [read_drawing(one) for one in files]
    truth = [read_truth(one, segments) for one, (_, segments) in zip(files, drawings, strict=True)]
    random = np.random.default_rng([seed, *clip.name.encode()])
    meetings = {
        (target, reference): _meet(drawings[target], drawings[reference])
        for target in _spread(len(painted), targets)
        for reference in _references(target, len(painted), [line_art for line_art, _ in drawings], random)
    }
    return Material(
        name=clip.name,
        character=clip.character,
        frames=len(painted),
        looks=tuple(looks(*drawing) for drawing in drawings),
        truth=_numbered(truth),
        area=tuple(segments.area for _, segments in drawings),
        meetings=meetings,
    )


def _meet(target: tuple[LineArt, Segments], reference: tuple[LineArt, Segments]) -> Meeting:
    return meet(*target, *reference, warp_both_ways)


def _spread(count: int, targets: int) -> list[int]:
    return [int(at) for at in np.unique(np.linspace(1, count - 1, min(targets, count - 1)).round())]


def _references(target: int, frames: int, drawings: Sequence[LineArt], random: np.random.Generator) -> list[int]:
    """Neighbours at the intervals, the first drawing, the nearest view and another."""
    near = [target + step for step in INTERVALS if 0 <= target + step < frames]
    views = list(range(frames, len(drawings)))
    views.sort(key=lambda view: shape_distance(drawings[target].planes, drawings[view].planes))
    others = random.permutation(np.array(views[1:], int)).tolist()
    return list(dict.fromkeys([*near, 0, *views[:1], *others[: _VIEWS - 1]]))


def _numbered(truth: Sequence[Colors]) -> tuple[Int32Array, ...]:
    known = np.unique(np.concatenate([one[1:] for one in truth]))
    known = known[known != NO_COLOR]
    return tuple(np.where(np.isin(one, known), np.searchsorted(known, one), -1).astype(np.int32) for one in truth)


def _key(clip: Clip, targets: int, seed: int) -> str:
    files = [one.line for one in (*clip.drawings, *clip.views)]
    told = [str(clip.folder.resolve()), str((_EDITION, targets, seed)), *(f"{p} {p.stat().st_mtime_ns}" for p in files)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


def _save(path: Path, kept: Material) -> None:
    arrays: dict[str, NDArray[np.generic]] = {"frames": np.array(kept.frames), "drawings": np.array(len(kept.looks))}
    for number, seen in enumerate(kept.looks):
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
    numbers = range(int(arrays["drawings"]))
    pairs = sorted({tuple(map(int, key.split(".")[0].split("-"))) for key in arrays if "-" in key})
    return Material(
        name=clip.name,
        character=clip.character,
        frames=int(arrays["frames"]),
        looks=tuple(
            Looks(**{name: arrays[f"{n}.{name}"] for name in _LOOKS[:-1]}, size=float(arrays[f"{n}.size"]))
            for n in numbers
        ),
        truth=tuple(arrays[f"{n}.truth"] for n in numbers),
        area=tuple(arrays[f"{n}.px"] for n in numbers),
        meetings={(target, reference): _meeting(arrays, f"{target}-{reference}") for target, reference in pairs},
    )


def _meeting(arrays: dict[str, NDArray[np.generic]], at: str) -> Meeting:
    plain = {name: arrays[f"{at}.{name}"] for name in ("center", "back_center", "agreement", "back_agreement")}
    votes = {name: (arrays[f"{at}.{name}.0"], arrays[f"{at}.{name}.1"]) for name in ("there", "back")}
    return Meeting(**plain, **votes, whole_agreement=float(arrays[f"{at}.whole_agreement"]))  # type: ignore[arg-type]
