"""open_clip's encoders: the real loading code, with small models of open_clip's own making and random weights."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from inference.errors import BadFile
from inference.matching.backbones import read_backbone
from inference.matching.inclusion.clip import ConvNeXtFeatures, ViewFeatures, open_model
from inference.matching.inclusion.config import CONSECUTIVE, KEYFRAME
from inference.matching.inclusion.consecutive import ConsecutiveNet
from inference.matching.inclusion.files import read_keyframe, write_network
from inference.matching.inclusion.keyframe import KeyframeNet
from inference.matching.inclusion.text import Categories, category_embeddings
from inference.matching.inclusion.views import Perspective
from inference.segments import segment
from inference.torchvision_door import open_torchvision
from inference.types import CATEGORIES, LineArt

_TEXT = {"context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1}
_VISION = {
    "shiage-convnext": {"timm_model_name": "convnext_atto", "timm_pool": "", "timm_proj": "mlp", "image_size": 320},
    "shiage-vit": {"image_size": 32, "layers": 2, "width": 32, "patch_size": 8, "head_width": 16},
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two small models that open_clip knows, with the files of their weights."""
    open_torchvision()
    import open_clip

    folder = tmp_path_factory.mktemp("open_clip")
    torch.manual_seed(0)
    found = {}
    for name, vision in _VISION.items():
        config = folder / f"{name}.json"
        config.write_text(json.dumps({"embed_dim": 16, "vision_cfg": vision, "text_cfg": _TEXT}))
        open_clip.add_model_config(config)
        found[name] = folder / f"{name}.safetensors"
        state = open_clip.create_model(name, pretrained=None).state_dict()
        save_file({key: value.contiguous() for key, value in state.items()}, found[name])
    return found


def test_the_first_layers_see_what_the_whole_encoder_sees_there(saved: dict[str, Path]) -> None:
    name = "shiage-convnext"
    features = ConvNeXtFeatures(name).eval()
    features.load(name, saved[name])
    line = torch.rand(1, 3, 320, 320)
    whole = open_model(name, saved[name]).visual.trunk
    normal = (line - features.mean) / features.deviation
    with torch.inference_mode():
        seen, expected = features(line), whole.forward_intermediates(normal, indices=[1], intermediates_only=True)[0]
    assert seen.shape == (1, 80, 40, 40)
    torch.testing.assert_close(seen, expected, atol=1e-4, rtol=1e-3)


def test_the_papers_encoder_has_384_channels_at_an_eighth() -> None:
    features = ConvNeXtFeatures("convnext_large_d_320")
    assert features(torch.rand(1, 3, 64, 64)).shape == (1, 384, 40, 40)
    assert not any(weight.requires_grad for weight in features.parameters())


def test_its_features_reach_the_tokens(saved: dict[str, Path]) -> None:
    net = ConsecutiveNet(replace(CONSECUTIVE["tiny"], clip="shiage-convnext"))
    assert net.net.up[0][0].weight.shape[1] == 24 + 80 + 16  # type: ignore[union-attr,index,operator]


def test_a_text_encoder_names_the_categories_once_and_for_all(saved: dict[str, Path], tmp_path: Path) -> None:
    config = replace(KEYFRAME["tiny"], text="shiage-vit")
    net = KeyframeNet(config)
    said = category_embeddings("shiage-vit", saved["shiage-vit"])
    assert said.shape == (len(CATEGORIES), 16)
    torch.testing.assert_close(said.norm(dim=1), torch.ones(len(CATEGORIES)))
    assert torch.cdist(said, said).fill_diagonal_(1).min() > 1e-3  # twelve words, twelve embeddings
    net.categories.embedding.copy_(said)
    write_network(tmp_path / "net.safetensors", config, net.state_dict())
    back = read_keyframe(tmp_path / "net.safetensors")
    torch.testing.assert_close(back.categories.embedding.cpu(), said, atol=1e-3, rtol=1e-2)
    assert back.categories().shape == (12, 32)


def test_a_learned_table_needs_no_encoder() -> None:
    table = Categories(32, "")
    assert table().shape == (12, 32)
    assert table().requires_grad


def test_perspectives_may_be_seen_by_a_frozen_encoder(saved: dict[str, Path]) -> None:
    see = Perspective("shiage-vit")
    assert isinstance(see.see, ViewFeatures)
    see.see.load("shiage-vit", saved["shiage-vit"])
    told = see(torch.rand(2, 3, see.side, see.side))
    assert told.shape == (2, 128)
    assert {name.split(".")[0] for name, weight in see.named_parameters() if weight.requires_grad} == {"mlp"}


@pytest.mark.parametrize("model", ["shiage-convnext", "shiage-vit"])
def test_any_image_encoder_is_a_backbone(saved: dict[str, Path], model: str, draw_face: Callable[..., LineArt]) -> None:
    backbone = read_backbone(f"open_clip/{model}={saved[model]}")
    face = draw_face()
    cosine = backbone.alike(face, segment(face), face, segment(face))
    np.testing.assert_allclose(np.diag(cosine)[1:], 1, atol=1e-5)
    assert np.abs(cosine[1:, 1:] - 1).max() > 0.01  # it tells segments apart


def test_what_open_clip_does_not_know_is_refused(saved: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="open_clip has no such model"):
        ConvNeXtFeatures("convnext_enormous")
    with pytest.raises(BadFile, match="is no ConvNeXt"):
        ConvNeXtFeatures("shiage-vit")
    with pytest.raises(BadFile, match=r"no such file.*knows \(none\)"):
        open_model("shiage-vit", tmp_path / "absent.safetensors")
    with pytest.raises(BadFile, match="does not fit shiage-convnext"):
        ConvNeXtFeatures("shiage-convnext").load("shiage-convnext", saved["shiage-vit"])
    spoilt = tmp_path / "spoilt.safetensors"
    spoilt.write_bytes(b"no weights")
    with pytest.raises(BadFile, match="holds no weights"):
        open_model("shiage-vit", spoilt)
