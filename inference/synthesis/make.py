"""What ``shiage synthesize`` does once the renderer is loaded."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from inference.errors import BadFile
from inference.synthesis.card import read_clip, write_card
from inference.synthesis.cels import BentPlan, Plan, plan_bent
from inference.synthesis.characters import SPLITS, Characters, split_of
from inference.synthesis.dataset import plan_set, write_set
from inference.synthesis.plans import ClipPlan
from inference.synthesis.recipe import RECIPES, Step, digest, read_recipe, recipes, write_recipe


def make(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code. Raises BadFile."""
    characters = Characters(options.data)
    _look_for_packs(characters)
    if options.list:
        for name in characters.names():
            print(f"{name}  {split_of(name)}")
        return 0
    if options.out is None:
        raise BadFile("synthesize: say where to with --out DIR.", "arguments")
    steps = read_recipe(_recipe(options.recipe)) if options.recipe else []
    plans = [step.plan for step in steps] or _plans(characters, options)
    clips = _write(characters, plans, options)
    licences = {plan.character: _licence(characters, plan) for plan in plans}
    card = write_card(options.out, options.out.name, clips, licences)
    print(f"{len(clips)} clips in {options.out}, described in {card}")
    if options.write_recipe:
        made = [Step(plan, digest(list(read_clip(place)))) for plan, place in clips]
        write_recipe(options.write_recipe, f"shiage synthesize, seed {options.seed}", made)
        print(f"{options.write_recipe} says how to make them again")
    return _verify(steps, clips) if steps else 0


def _look_for_packs(characters: Characters) -> None:
    """Say so when there are none: a set of the house's own characters alone is seldom what was meant."""
    if characters.has_packs:
        return
    if characters.root:
        raise BadFile(f"{characters.root}: no packs of characters here (kaykit/*.glb and so on). Give their folder.")
    print(
        f"shiage: no packs of characters at {characters.folder}, only the house's own can be drawn. "
        "Give the packs' folder with --data or SHIAGE_DATA.",
        file=sys.stderr,
    )


def _licence(characters: Characters, plan: Plan) -> str:
    if isinstance(plan, BentPlan):
        return f"that of the painted drawings in {Path(plan.source).name}, which are bent"
    return characters.figure(plan.character).licence


def _plans(characters: Characters, options: argparse.Namespace) -> list[Plan]:
    bent = plan_bent(options.bend, options.clips, options.seed, options.frames) if options.bend else []
    if bent and not options.characters:
        return list(bent)
    return [*_drawn_plans(characters, options), *bent]


def _drawn_plans(characters: Characters, options: argparse.Namespace) -> list[ClipPlan]:
    known = characters.names()
    names: list[str] = []
    for name in options.characters or ["train"]:
        if name not in SPLITS and name not in known and not name.startswith("house/"):
            raise BadFile(
                f"{name}: no such character, with packs from {characters.folder}. shiage synthesize --list names all.",
                "arguments",
            )
        names += characters.names(name) if name in SPLITS else [name]
    return plan_set(
        characters,
        names,
        options.clips,
        options.seed,
        options.frames,
        options.side,
        hand="clean" if options.clean else None,
        gaps=options.gaps,
        overshoot=options.overshoot,
        green=options.green,
    )


def _write(characters: Characters, plans: Sequence[Plan], options: argparse.Namespace) -> list[tuple[Plan, Path]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    clips = []
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("drawing", total=len(plans))
        for plan, place in write_set(characters, plans, options.out, options.workers):
            clips.append((plan, place))
            progress.update(task, advance=1, description=plan.character)
    return clips


def _verify(steps: Sequence[Step], clips: Sequence[tuple[Plan, Path]]) -> int:
    other = [
        place.relative_to(place.parent.parent)
        for step, (_, place) in zip(steps, clips, strict=True)
        if digest(list(read_clip(place))) != step.sha256
    ]
    print(f"{len(steps) - len(other)} of {len(steps)} clips have the recipe's checksums")
    for place in other:
        print(f"{place}: came out otherwise than the recipe says")
    return 1 if other else 0


def _recipe(name: str) -> Path:
    return RECIPES / f"{name}.json" if name in recipes() else Path(name)
