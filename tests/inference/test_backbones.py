"""Frozen networks of others: the real loading code, with XFeat's own weights and small models' random ones."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from inference.errors import BadFile
from inference.lineart import line_art_from_rgba
from inference.matching.backbones import read_backbone, second_opinion
from inference.matching.features import Likeness
from inference.matching.pairs import PairVote
from inference.matching.scorer import SegmentScorer
from inference.segments import segment
from inference.torchvision_door import open_torchvision
from inference.types import LineArt, Painting, Reference

TIMM = "timm/test_vit"


@pytest.fixture(scope="module")
def random_vit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weights of a small vision transformer of timm's."""
    open_torchvision()
    import timm

    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("timm") / "test_vit.safetensors"
    save_file(timm.create_model("test_vit", pretrained=False, num_classes=0).state_dict(), path)
    return path


def test_xfeat_finds_the_same_segments_of_a_moved_face(draw_face: Callable[..., LineArt]) -> None:
    one, other = draw_face(), draw_face(9, 6)
    cosine = read_backbone("xfeat").alike(other, segment(other), one, segment(one))
    assert cosine.shape == (7, 7)
    assert np.abs(cosine[1:, 1:]).max() <= 1 + 1e-5
    assert cosine[1:, 1:].argmax(axis=1).tolist() == list(range(6))


def test_a_vision_transformer_is_loaded_from_a_file_as_it_was_saved(
    random_vit: Path, draw_face: Callable[..., LineArt]
) -> None:
    face = draw_face()
    first = read_backbone(f"{TIMM}={random_vit}")
    read_backbone.cache_clear()
    again = read_backbone(f"{TIMM}={random_vit}")
    cosine = first.alike(face, segment(face), face, segment(face))
    np.testing.assert_allclose(np.diag(cosine)[1:], 1, atol=1e-5)
    np.testing.assert_array_equal(again.alike(face, segment(face), face, segment(face)), cosine)


def test_a_drawing_that_is_not_square_is_seen_without_what_lies_beyond_it(
    random_vit: Path, draw_face: Callable[..., LineArt]
) -> None:
    backbone = read_backbone(f"{TIMM}={random_vit}")
    for size in ((160, 120), (120, 160), (300, 101)):
        page = line_art_from_rgba(np.full((size[1], size[0], 4), 255, np.uint8), "blank.png")
        assert backbone.looked(page, segment(page)).shape[0] == 2
        face = draw_face(width=size[0], height=size[1])
        assert np.isfinite(backbone.looked(face, segment(face))).all()


def test_a_drawing_is_looked_at_once(draw_face: Callable[..., LineArt], monkeypatch: pytest.MonkeyPatch) -> None:
    backbone = read_backbone("xfeat")
    backbone.looked.cache_clear()
    one, other = (draw_face(dx) for dx in (0, 5))
    cut, also = segment(one), segment(other)
    for _ in range(3):
        backbone.alike(one, cut, other, also)
        backbone.alike(other, also, one, cut)
    assert backbone.looked.cache_info().misses == 2


def test_a_second_opinion_moves_likelihoods_and_not_how_much_is_like_nothing() -> None:
    there = np.float32([[0, 0, 0], [0, 0.4, 0.4], [0, 0, 0]])
    cosine = np.float32([[0, 0, 0], [0, 0.9, 0.1], [0, 0, 0]])
    moved = second_opinion(Likeness(there, there), cosine).there
    np.testing.assert_allclose(np.asarray(moved).sum(axis=1), [0, 0.8, 0], atol=1e-5)
    assert moved[1, 1] > 0.75
    assert not moved[0].any()
    assert not moved[:, 0].any()


@pytest.mark.parametrize("matcher", [PairVote, SegmentScorer])
def test_a_matcher_with_a_backbone_colours(
    matcher: type[PairVote | SegmentScorer], draw_face: Callable[..., LineArt]
) -> None:
    face, target = draw_face(), draw_face(4)
    entry = np.array([0, 1, 3, 2, 4, 4, 2], np.uint16)
    painted = Painting(entry, np.zeros(7, np.uint8), np.ones(7, np.float32))
    reference = Reference(face, segment(face), painted)
    plain = matcher().match(target, segment(target), [reference]).probability
    asked = matcher(backbone=read_backbone("xfeat")).match(target, segment(target), [reference])
    assert asked.colors[asked.probability[1:].argmax(axis=1), 0].tolist() == entry[1:].tolist()
    assert np.abs(asked.probability - plain).max() > 1e-4


def test_what_cannot_be_had_is_named(random_vit: Path, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="resnet: is no backbone"):
        read_backbone("resnet")
    with pytest.raises(BadFile, match="timm/no_such_model: timm does not give it"):
        read_backbone(f"timm/no_such_model={random_vit}")
    with pytest.raises(BadFile, match=r"absent\.safetensors: there are no weights of timm/test_vit"):
        read_backbone(f"{TIMM}={tmp_path / 'absent.safetensors'}")
    with pytest.raises(BadFile, match="are no weights of timm/test_vit2"):
        read_backbone(f"timm/test_vit2={random_vit}")
    with pytest.raises(BadFile, match="needs weights"):
        read_backbone("open_clip/ViT-B-32")
    with pytest.raises(BadFile, match="open_clip has no such model"):
        read_backbone("open_clip/ViT-Z=openai")
    spoilt = tmp_path / "spoilt.pt"
    spoilt.write_bytes(b"no weights")
    with pytest.raises(BadFile, match=r"spoilt\.pt: are no weights of xfeat"):
        read_backbone(f"xfeat={spoilt}")
