"""Pictures from a local diffusion model, for the paper's reference-based rivals (section 6.2 A).

A ControlNet holds the line art, an IP-Adapter or a LoRA the character. Nothing is ever downloaded. What it paints is
read by ``NearestColor``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from inference.benchmark.baselines.nearest_color import fitted
from inference.benchmark.dataset import Clip, choose_views, read_drawing, read_views
from inference.errors import BadFile, NothingToColourFrom, ShiageError
from inference.formats import read_image_file, write_png
from inference.types import UInt8Array

PROMPT = "A character in the white background"  # the paper's


class NoDiffusers(ShiageError):
    """The optional libraries for generated pictures are not installed."""

    code = "no_diffusers"


@dataclass(frozen=True)
class Model:
    """A saved pipeline and what to hang on it; all paths are local."""

    pipeline: Path
    controlnet: Path | None = None
    ip_adapter: Path | None = None
    lora: Path | None = None
    steps: int = 50
    side: int = 512  # px, longer side of what is painted


def generate(clips: Sequence[Clip], model: Model, out: Path, seed: int, progress: Callable[[str], None]) -> None:
    """Write ``OUT/<clip>/<drawing>.png`` for every drawing; the same seed paints the same.

    Raises NoDiffusers, BadFile when the model cannot be read, NothingToColourFrom when an IP-Adapter has no view.
    """
    pipeline = load_pipeline(model)
    for clip in clips:
        extra = {"ip_adapter_image": _front_view(clip)} if model.ip_adapter else {}
        for files in clip.drawings:
            line_art, _ = read_drawing(files)
            control = _control(line_art.rgba, model.side)
            painted = paint(pipeline, control, steps=model.steps, seed=seed, **extra)
            path = out / clip.name / f"{files.name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(write_png(painted))
            progress(f"{clip.name} {files.name}")


def load_pipeline(model: Model) -> Any:
    """The diffusers pipeline with DDIM steps. Raises NoDiffusers, BadFile."""
    from inference.torchvision_door import open_torchvision

    open_torchvision()
    try:
        import diffusers
        import transformers  # noqa: F401  the pipelines' text encoders
    except ImportError as error:
        raise NoDiffusers("painting with a diffusion model needs: pip install 'shiage[diffusion]'") from error
    if not (model.pipeline / "model_index.json").is_file():
        raise BadFile(f"{model.pipeline}: is no saved diffusers pipeline, it has no model_index.json.")
    diffusers.utils.logging.disable_progress_bar()
    try:
        if model.controlnet:
            net = diffusers.ControlNetModel.from_pretrained(str(model.controlnet), local_files_only=True)
            pipeline = diffusers.StableDiffusionControlNetPipeline.from_pretrained(
                str(model.pipeline), controlnet=net, safety_checker=None, local_files_only=True
            )
        else:
            pipeline = diffusers.DiffusionPipeline.from_pretrained(str(model.pipeline), local_files_only=True)
        if model.lora:
            pipeline.load_lora_weights(str(model.lora.parent), weight_name=model.lora.name, local_files_only=True)
        if model.ip_adapter:
            folder, name = model.ip_adapter.parent, model.ip_adapter.name
            pipeline.load_ip_adapter(str(folder), subfolder="", weight_name=name, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise BadFile(f"{model.pipeline}: the model cannot be loaded ({error}).") from error
    if not hasattr(pipeline, "controlnet"):
        raise BadFile(f"{model.pipeline}: has no ControlNet to hold the lines. Name one with --controlnet.")
    pipeline.scheduler = diffusers.DDIMScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def paint(pipeline: Any, control: Image.Image, *, steps: int, seed: int, **extra: Any) -> UInt8Array:
    """(h, w, 4) one picture over white-on-black lines."""
    import torch

    result = pipeline(
        prompt=PROMPT,
        image=control,
        width=control.width,
        height=control.height,
        num_inference_steps=steps,
        generator=torch.Generator().manual_seed(seed),
        output_type="pil",
        **extra,
    )
    return np.asarray(result.images[0].convert("RGBA"), np.uint8)


def _control(rgba: UInt8Array, side: int) -> Image.Image:
    """The drawing as line-art ControlNets were trained on it: white lines on black, sides multiples of 8."""
    height, width = rgba.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = max(64, round(width * scale / 8) * 8), max(64, round(height * scale / 8) * 8)
    white = 255 - fitted(rgba, (width, height))
    return Image.fromarray(np.asarray(cv2.resize(white, size, interpolation=cv2.INTER_AREA), np.uint8))


def _front_view(clip: Clip) -> Image.Image:
    front = choose_views(read_views(clip, None), 1)
    if not front:
        raise NothingToColourFrom(f"{clip.name}: an IP-Adapter needs a painted view in ref/ to look at.")
    files = next(files for files in clip.views if files.line.name == front[0].line_art.name)
    rgba = read_image_file(files.gt or files.line)
    return Image.fromarray(fitted(rgba, (rgba.shape[1], rgba.shape[0])))
