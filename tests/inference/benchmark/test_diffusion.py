"""Pictures from a diffusion model: a tiny one, as chance made it, through the real libraries."""

import json
from pathlib import Path

import numpy as np
import pytest

from inference.benchmark.baselines.diffusion import Model, generate, load_pipeline
from inference.benchmark.dataset import find_clips
from inference.cli import main
from inference.errors import BadFile
from inference.formats import read_image_file


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved ControlNet pipeline of a few thousand weights."""
    from inference.torchvision_door import open_torchvision

    open_torchvision()
    diffusers = pytest.importorskip("diffusers", reason="needs pip install 'shiage[diffusion]'")
    transformers = pytest.importorskip("transformers", reason="needs pip install 'shiage[diffusion]'")
    import torch

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny")
    blocks = {"block_out_channels": (4, 8), "norm_num_groups": 2}
    down = ("DownBlock2D", "CrossAttnDownBlock2D")
    unet = diffusers.UNet2DConditionModel(
        sample_size=32, layers_per_block=1, down_block_types=down, cross_attention_dim=8, attention_head_dim=2,
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), **blocks,
    )  # fmt: skip
    control = diffusers.ControlNetModel(
        layers_per_block=1, down_block_types=down, cross_attention_dim=8, attention_head_dim=2,
        conditioning_embedding_out_channels=(4, 8), **blocks,
    )  # fmt: skip
    for weights in control.parameters():
        if not weights.any():  # a new ControlNet holds nothing: its gates begin at zero
            torch.nn.init.normal_(weights)
    vae = diffusers.AutoencoderKL(
        block_out_channels=(4, 8), norm_num_groups=2, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    text = transformers.CLIPTextModel(
        transformers.CLIPTextConfig(
            hidden_size=8, intermediate_size=8, num_attention_heads=2, num_hidden_layers=1, vocab_size=600,
            max_position_embeddings=77, bos_token_id=0, eos_token_id=1,
        )
    )  # fmt: skip
    pipeline = diffusers.StableDiffusionControlNetPipeline(
        vae=vae, text_encoder=text, tokenizer=_tokenizer(folder, transformers), unet=unet, controlnet=control,
        scheduler=diffusers.DDIMScheduler(), safety_checker=None, feature_extractor=None,
        requires_safety_checker=False,
    )  # fmt: skip
    pipeline.save_pretrained(folder / "model")
    return folder / "model"


def _tokenizer(folder: Path, transformers: object) -> object:
    letters = [chr(number) for number in range(33, 127)]
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{letter}</w>" for letter in letters)]
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer(  # type: ignore[attr-defined]
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77
    )


def test_a_local_model_paints_every_drawing_and_is_scored(tiny: Path, pair: Path, tmp_path: Path) -> None:
    out = tmp_path / "made"
    arguments = ["--model", str(tiny), "-o", str(out), "--steps", "2", "--side", "64"]
    assert main(["benchmark", "generate", str(pair), *arguments]) == 0
    pictures = [read_image_file(out / "nuri" / f"{name}.png") for name in ("0000", "0001")]
    assert all(picture.shape == (64, 64, 4) for picture in pictures)
    assert (pictures[0] != pictures[1]).any(), "other lines, another picture"
    json_file = tmp_path / "run.json"
    scored = ["benchmark", "consecutive", str(pair), "--matcher", "generated", "--generated", str(out)]
    assert main([*scored, "--json", str(json_file)]) == 0
    assert 0 <= json.loads(json_file.read_text())["acc"] < 0.7


def test_the_same_seed_paints_the_same(tiny: Path, pair: Path, tmp_path: Path) -> None:
    clips = find_clips([pair])
    made = []
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate(clips, Model(tiny, steps=2, side=64), tmp_path / folder, seed, lambda name: None)
        made.append(read_image_file(tmp_path / folder / "nuri" / "0000.png"))
    np.testing.assert_array_equal(made[0], made[1])
    assert (made[0] != made[2]).any()


def test_a_folder_that_is_no_model_is_named(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"has no model_index\.json"):
        load_pipeline(Model(tmp_path))
