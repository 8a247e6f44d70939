"""A set written down: the plans of its clips, and what must come out of them. The test set is one."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inference.errors import BadFile
from inference.formats.character import Frame
from inference.synthesis.cels import Plan, plan_from_json

RECIPES = Path(__file__).with_name("recipes")


@dataclass(frozen=True)
class Step:
    """One clip of a recipe."""

    plan: Plan
    sha256: str  # of its drawings and their truth, as pixels


def digest(frames: Sequence[Frame]) -> str:
    """The checksum of a clip: of all drawings' lines, segments, labels and colours as pixels, however stored."""
    total = hashlib.sha256()
    for frame in frames:
        for picture, kind in ((frame.line, "u1"), (frame.seg, "<i4"), (frame.label, "<i4"), (frame.gt, "u1")):
            if picture is None:
                raise ValueError(f"frame {frame.stem} is not whole")
            total.update(np.ascontiguousarray(picture, kind).tobytes())
    return total.hexdigest()


def read_recipe(path: Path) -> list[Step]:
    """The steps of a recipe. Raises BadFile."""
    try:
        clips = json.loads(path.read_text())["clips"]
        return [Step(plan_from_json(clip["plan"], path.name), str(clip["sha256"])) for clip in clips]
    except FileNotFoundError as error:
        raise BadFile(f"{path}: no such recipe. There are: {', '.join(recipes())}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadFile(f"{path}: is no recipe of a set ({error}).") from error


def write_recipe(path: Path, about: str, steps: Sequence[Step]) -> None:
    """Write a recipe. Raises BadFile."""
    clips = [{"sha256": step.sha256, "plan": step.plan.to_json()} for step in steps]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"about": about, "clips": clips}, indent=1) + "\n")
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror}). Give another --write-recipe.") from error


def recipes() -> list[str]:
    """Names of the recipes that come with Shiage."""
    return sorted(path.stem for path in RECIPES.glob("*.json"))
