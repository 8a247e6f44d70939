"""What the describer says about the pairs of a clip, kept beside what was measured of it."""

import hashlib
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from inference.benchmark.dataset import Clip, read_drawing
from inference.matching.describer import Describer, Drawing, described
from inference.matching.features import Likeness
from inference.matching.looks import Looks

_KEPT = 16  # drawings in memory
_NAMES = ("there", "back")


Pair = tuple[int, int]  # numbers of a target and a reference


def likenesses(
    clip: Clip, looks: Mapping[int, Looks], pairs: Collection[Pair], path: Path, describer: Describer
) -> dict[Pair, Likeness]:
    """What ``describer`` says about pairs of a clip's drawings; from ``path`` when that was kept there."""
    kept = _load(path, pairs) if path.is_file() else None
    if kept is None:
        kept = _compare(clip, looks, pairs, describer)
        _save(path, kept)
    return kept


def fingerprint(describer: Describer) -> str:
    """Tells one describer from another."""
    weights = (tensor.numpy().tobytes() for tensor in describer.state_dict().values())
    return hashlib.sha256(b"".join(weights)).hexdigest()[:12]


def _compare(
    clip: Clip, looks: Mapping[int, Looks], pairs: Collection[Pair], describer: Describer
) -> dict[Pair, Likeness]:
    painted = [files for files in clip.drawings if files.gt is not None]
    files = [*painted, *clip.views]

    @lru_cache(maxsize=_KEPT)
    def look(number: int) -> Drawing:
        return described(*read_drawing(files[number]), looks[number])

    found = {}
    for target, reference in pairs:
        one = describer.likeness(look(target), look(reference))
        found[target, reference] = Likeness(one.there.astype(np.float16), one.back.astype(np.float16))
    return found


def _save(path: Path, kept: Mapping[Pair, Likeness]) -> None:
    part = path.with_suffix(".part.npz")
    arrays = {f"{t}-{r}.{name}": getattr(one, name) for (t, r), one in kept.items() for name in _NAMES}
    np.savez(part, **arrays)
    part.replace(path)


def _load(path: Path, pairs: Collection[Pair]) -> dict[Pair, Likeness] | None:
    """None for a file that was cut short."""
    try:
        with np.load(path) as file:
            return {(t, r): Likeness(*(file[f"{t}-{r}.{name}"] for name in _NAMES)) for t, r in pairs}
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
