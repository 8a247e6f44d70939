"""The paper's two networks: every part known by what it must do, and the whole by learning one pair by heart (see
``training/test_training_inclusion.py``)."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.nn.functional import conv2d

from inference.errors import BadFile, NothingToColourFrom
from inference.matching.inclusion.align import Alignment, deformed
from inference.matching.inclusion.config import CONSECUTIVE, KEYFRAME, parts, without
from inference.matching.inclusion.consecutive import ConsecutiveNet
from inference.matching.inclusion.files import read_consecutive, read_keyframe, write_network
from inference.matching.inclusion.keyframe import KeyframeNet
from inference.matching.inclusion.matchers import PaperConsecutive, PaperKeyframe
from inference.matching.inclusion.pictures import Pair, drawn, line_picture, part_masks
from inference.matching.inclusion.pooling import areas_of, superpixel_pool
from inference.matching.inclusion.recolor import color_images, cube_colors
from inference.matching.inclusion.transformer import Similarity, by_color
from inference.matching.inclusion.unet import UNet
from inference.matching.inclusion.views import Perspective, chosen, portrait, triplet
from inference.segments import segment
from inference.types import Annotation, ColorEntry, Kind, LineArt, Matcher, Painting, Plane, Reference
from inference.warping import Warp

TINY_KEYFRAME, TINY = KEYFRAME["tiny"], CONSECUTIVE["tiny"]


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


def painted(line_art: LineArt, kind: Kind = Kind.NEIGHBOUR) -> Reference:
    """Every segment in a colour of its own."""
    segments = segment(line_art)
    entry = np.arange(segments.count + 1, dtype=np.uint16)
    zeros = np.zeros(segments.count + 1)
    return Reference(line_art, segments, Painting(entry, zeros.astype(np.uint8), zeros.astype(np.float32)), kind)


# Pooling


@pytest.mark.parametrize("size", [(12, 9), (6, 5), (24, 18)])
def test_a_token_is_the_mean_of_what_its_pixels_see(size: tuple[int, int]) -> None:
    tokens = np.random.default_rng(3).integers(0, 5, (9, 12), np.int32)
    features = torch.rand(4, size[1], size[0])
    pooled = superpixel_pool(features, areas_of(tokens, size))
    for token in range(1, 5):
        seen = [
            features[:, y * size[1] // 9, x * size[0] // 12] for y, x in zip(*np.nonzero(tokens == token), strict=True)
        ]
        torch.testing.assert_close(pooled[token - 1], torch.stack(seen).mean(dim=0))


def test_a_catchlight_of_one_pixel_is_a_token_at_any_size() -> None:
    tokens = np.ones((40, 40), np.int32)
    tokens[20, 21] = 2
    areas = areas_of(tokens, (5, 5))
    features = torch.arange(25.0).view(1, 5, 5)
    assert superpixel_pool(features, areas)[1].item() == 12  # the middle cell
    assert areas.box[1].tolist() == pytest.approx([0.4, 0.6, 0.4, 0.6])
    assert areas.box[0].tolist() == [0, 1, 0, 1]


def test_a_network_learns_through_its_pooling() -> None:
    features = torch.rand(2, 4, 4, requires_grad=True)
    tokens = np.repeat(np.array([[1, 1, 0, 2]], np.int32), 4, axis=0)
    superpixel_pool(features, areas_of(tokens, (4, 4))).sum().backward()
    assert features.grad is not None
    assert features.grad[0, 0].tolist() == pytest.approx([1 / 8, 1 / 8, 0, 1 / 4])


# Pictures


def test_no_thin_line_is_lost_when_a_drawing_shrinks(draw_face: Callable[..., LineArt]) -> None:
    line_art = draw_face()
    small = line_picture(line_art.planes, (20, 15))
    rows, columns = np.nonzero(line_art.planes == Plane.MAIN)
    assert (small[:2, rows * 15 // 120, columns * 20 // 160] == 0).all()
    blue_rows, blue_columns = np.nonzero(line_art.planes == Plane.SHADOW)
    assert (small[0, blue_rows * 15 // 120, blue_columns * 20 // 160] == 0).all()
    assert small[:, 0, 0].tolist() == [1, 1, 1]


def test_shading_annotations_say_hair_skin_and_others_whatever_the_tone() -> None:
    annotations = np.array([[0, 1, 4], [2, 5, 0], [3, 6, 0]], np.uint8)
    assert Annotation.SHADOW_HAIR == 4
    hair, skin, others = part_masks(annotations, (3, 3)).tolist()
    assert hair == [[0, 1, 1], [0, 0, 0], [0, 0, 0]]
    assert skin == [[0, 0, 0], [1, 1, 0], [0, 0, 0]]
    assert others == [[0, 0, 0], [0, 0, 0], [1, 1, 0]]


# Colours


@pytest.mark.parametrize("count", [1, 2, 8, 9, 27, 100])
def test_redistributed_colours_lie_far_apart(count: int) -> None:
    colors = cube_colors(count, np.random.default_rng(0)).astype(int)
    edge = round(np.ceil(round(count ** (1 / 3), 6)))
    apart = np.abs(colors[:, None] - colors[None]).max(axis=2)
    np.fill_diagonal(apart, 255)
    assert apart.min() >= 255 // edge - 1
    assert colors.shape == (count, 3)


def test_redistributed_colours_are_random_and_repeatable() -> None:
    one, again, other = (cube_colors(30, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_flow_brings_the_reference_colours_to_the_target() -> None:
    index = np.array([[0, 0, 1, 1]], np.int32)
    x = np.array([[1, 2, 3, 4]], np.float32)  # the target's pixels come from one further right
    warped = Warp(x, np.zeros_like(x), np.zeros_like(x))
    reference, target = color_images(index, 2, warped, np.random.default_rng(0))
    assert (target[0, :3] == reference[0, 1:]).all()
    assert target[0, 3].tolist() == [255, 255, 255]  # from beyond the reference


# Alignment


def test_offsets_of_zero_are_an_ordinary_convolution() -> None:
    color, weight, bias = torch.rand(2, 3, 7, 9), torch.rand(4, 3, 3, 3), torch.rand(4)
    positions = Alignment(3, ()).positions
    found = deformed(color, torch.zeros(2, 9, 2, 7, 9), positions, weight, bias)
    torch.testing.assert_close(found, conv2d(color, weight, bias, padding=1), atol=1e-5, rtol=1e-4)


def test_an_untrained_alignment_leaves_colours_as_they_are() -> None:
    alignment = Alignment(3, (8, 16))
    line, color = torch.rand(1, 3, 12, 16), torch.rand(1, 3, 12, 16)
    torch.testing.assert_close(alignment(line, color, moving=True), color, atol=1e-5, rtol=1e-4)


def test_an_offset_of_one_pixel_fetches_the_pixel_beside() -> None:
    color = torch.rand(1, 1, 5, 6)
    weight = torch.zeros(1, 1, 3, 3)
    weight[0, 0, 1, 1] = 1  # the middle position alone
    offsets = torch.zeros(1, 9, 2, 5, 6)
    offsets[:, :, 0] = 1
    found = deformed(color, offsets, Alignment(1, ()).positions, weight, torch.zeros(1))
    torch.testing.assert_close(found[..., :-1], color[..., 1:], atol=1e-5, rtol=1e-4)
    assert found[..., -1].abs().max() < 1e-4


def test_offsets_are_clamped_to_a_quarter_of_the_picture() -> None:
    color = torch.rand(1, 1, 8, 8)
    weight = torch.zeros(1, 1, 3, 3)
    weight[0, 0, 1, 1] = 1
    far, most = torch.zeros(1, 9, 2, 8, 8), torch.zeros(1, 9, 2, 8, 8)
    far[:, :, 0], most[:, :, 0] = 1000, 2
    positions = Alignment(1, ()).positions
    found = [deformed(color, offsets, positions, weight, torch.zeros(1)) for offsets in (far, most)]
    torch.testing.assert_close(found[0], found[1])


def test_only_the_target_is_aligned() -> None:
    alignment = Alignment(3, (8, 16))
    assert alignment.offset is not None
    torch.nn.init.normal_(alignment.offset.weight)
    line, color = torch.rand(1, 3, 12, 16), torch.rand(1, 3, 12, 16)
    assert (alignment(line, color, moving=True) - color).abs().max() > 0.01
    torch.testing.assert_close(alignment(line, color, moving=False), color)


# U-Nets


def test_pictures_of_odd_sizes_come_out_as_large_as_they_went_in() -> None:
    net = UNet(3, (4, 6, 8), pyramid=True, pooling=True)
    assert net(torch.rand(1, 3, 21, 13)).shape == (1, 4, 21, 13)


def test_foreign_features_of_any_size_join_at_the_bottleneck() -> None:
    net = UNet(3, (4, 6), beside=5)
    picture = torch.rand(1, 3, 16, 16)
    one, other = (net(picture, torch.full((1, 5, 3, 3), value)) for value in (0.0, 1.0))
    assert one.shape == (1, 4, 16, 16)
    assert (one != other).any()


# Similarity


def test_a_colour_is_as_likely_as_all_its_segments_together() -> None:
    logits = torch.tensor([[0.5, 0.2, 0.1, 0.2]]).log()
    included = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 0.0]])  # the last segment is unpainted
    assert by_color(logits, included)[0].tolist() == pytest.approx([0.6, 0.2])


def test_what_the_dustbin_takes_no_colour_gets() -> None:
    similarity = Similarity(dustbin=True)
    assert similarity.dustbin is not None
    target, reference = torch.zeros(2, 4), torch.zeros(3, 4)
    logits = similarity(target, reference)
    assert logits.shape == (2, 4)
    assert by_color(logits, torch.eye(3)).sum(dim=1).tolist() == pytest.approx([0.75, 0.75])
    torch.nn.init.constant_(similarity.dustbin, 50.0)
    assert by_color(similarity(target, reference), torch.eye(3)).max() < 1e-6
    assert by_color(Similarity(dustbin=False)(target, reference), torch.eye(3)).sum(dim=1).tolist() == [1, 1]


# Perspectives


def test_only_views_of_the_drawings_perspective_are_asked() -> None:
    target = torch.tensor([1.0, 0.0])
    views = torch.tensor([[1.0, 0.0], [0.9, 0.436], [-1.0, 0.0], [-1.0, 0.1]])
    weights = chosen(target, views, front=3)
    expected = torch.cosine_similarity(target[None], views).softmax(0)
    assert weights[:2].tolist() == pytest.approx(expected[:2].tolist())
    assert weights[2:].tolist() == [0, 0]


def test_the_front_view_alone_is_asked_when_no_perspective_stands_out() -> None:
    views = torch.eye(6)[1:]
    assert chosen(torch.eye(6)[0], views, front=2).tolist() == [0, 0, 1, 0, 0]


def test_a_triplet_is_learnt_once_the_neighbour_is_nearer_by_the_margin() -> None:
    anchor, near, far = torch.tensor([[1.0, 0.0]]), torch.tensor([[1.0, 0.0]]), torch.tensor([[-0.1, 1.0]])
    assert triplet(anchor, near, far).item() == 0
    assert triplet(anchor, far, near).item() > 1


def test_a_perspective_is_seen_wherever_and_however_large_the_drawing_is(draw_face: Callable[..., LineArt]) -> None:
    planes = draw_face(0).planes
    moved = np.pad(planes, ((0, 200), (150, 0)))
    doubled = moved.repeat(2, 0).repeat(2, 1)
    torch.testing.assert_close(portrait(moved, 64), portrait(planes, 64))
    assert (portrait(doubled, 64) - portrait(planes, 64)).abs().mean() < 0.02
    assert portrait(np.zeros((50, 70), np.uint8), 64).min() == 1


def test_perspectives_are_unit_vectors(draw_face: Callable[..., LineArt]) -> None:
    see = Perspective("cnn")
    pictures = torch.stack([portrait(draw_face(k).planes, see.side) for k in (0, 9)])
    torch.testing.assert_close(see(pictures).norm(dim=1), torch.ones(2))


# Configurations


def names_of(net: torch.nn.Module) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in net.state_dict().items()}


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("annotations", "semantic.net.down.0.0.weight"),
        ("input-pyramid", "semantic.net.look.0.weight"),
        ("pyramid-pooling", "semantic.net.pooling.merge.0.weight"),
        ("perspective", "perspective.mlp.0.weight"),
        ("dustbin", "similarity.dustbin"),
    ],
)
def test_a_part_left_out_of_the_keyframe_network_has_no_weights(part: str, gone: str) -> None:
    full, less = (names_of(KeyframeNet(config)) for config in (TINY_KEYFRAME, without(TINY_KEYFRAME, [part])))
    assert full[gone] != less.get(gone)


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("flow", "alignment.weight"),
        ("flow", "net.down.0.0.weight"),
        ("alignment", "alignment.offset.weight"),
        ("dustbin", "similarity.dustbin"),
    ],
)
def test_a_part_left_out_of_the_consecutive_network_has_no_weights(part: str, gone: str) -> None:
    full, less = (names_of(ConsecutiveNet(config)) for config in (TINY, without(TINY, [part])))
    assert full[gone] != less.get(gone)


def test_every_row_of_tables_4_and_5_has_a_switch() -> None:
    assert {"annotations", "parsing-loss", "input-pyramid", "inclusion"} <= set(parts(type(TINY_KEYFRAME)))
    assert {"clip", "flow", "alignment", "inclusion"} <= set(parts(type(TINY)))
    for config, names in ((KEYFRAME["paper"], parts(type(TINY_KEYFRAME))), (CONSECUTIVE["paper"], parts(type(TINY)))):
        for name in names:
            assert replace(without(config, [name]), name="paper") != config  # type: ignore[type-var]
    with pytest.raises(BadFile, match=r"Leave out any of .*parsing-loss"):
        without(TINY_KEYFRAME, ["raft"])


# Files


def test_weights_come_back_with_their_configuration(tmp_path: Path) -> None:
    config = without(replace(TINY, channels=16, merging=0.25), ["alignment"])
    net = ConsecutiveNet(config)
    write_network(tmp_path / "net.safetensors", config, net.state_dict())
    back = read_consecutive(tmp_path / "net.safetensors")
    assert back.config == config
    for name, tensor in net.state_dict().items():
        torch.testing.assert_close(back.state_dict()[name].cpu(), tensor.half().float())


def test_a_weight_file_that_does_not_fit_is_refused_with_the_command_that_makes_one(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    with pytest.raises(BadFile, match=r"no such file.*train consecutive"):
        read_consecutive(path)
    path.write_bytes(b"not weights at all")
    with pytest.raises(BadFile, match=r"is no weight file.*train keyframe"):
        read_keyframe(path)
    write_network(path, TINY, ConsecutiveNet(TINY).state_dict())
    with pytest.raises(BadFile, match="holds consecutive, not a keyframe network"):
        read_keyframe(path)
    weights = load_file(path)
    for told, found in (
        ({}, "holds something else"),
        ({"network": "consecutive"}, "cannot be read"),
        ({"network": "consecutive", "config": "{}"}, "another version"),
        ({"network": "consecutive", "config": json.dumps(told_with(path, widths=[8, "x"]))}, "holds 'x'"),
        ({"network": "consecutive", "config": json.dumps(told_with(path, channels=64))}, "do not fit"),
    ):
        other = tmp_path / f"{found.split()[-1]}.safetensors"
        save_file(weights, other, told)
        with pytest.raises(BadFile, match=found):
            read_consecutive(other)


def told_with(path: Path, **changed: object) -> dict[str, object]:
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        told: dict[str, object] = json.loads(file.metadata()["config"])
    return told | changed


# Matchers


def test_the_matchers_answer_for_every_segment(draw_face: Callable[..., LineArt]) -> None:
    target, references = draw_face(3), [painted(draw_face()), painted(draw_face(6))]
    segments = segment(target)
    entries = [ColorEntry(key, str(key), "hair", (key, 0, 0, 255)) for key in range(1, 4)]
    matchers: list[Matcher] = [
        PaperKeyframe(KeyframeNet(TINY_KEYFRAME).eval(), lambda: entries),
        PaperConsecutive(ConsecutiveNet(TINY).eval()),
        PaperConsecutive(ConsecutiveNet(without(TINY, ["flow", "dustbin"])).eval()),
    ]
    for matcher in matchers:
        matches = matcher.match(target, segments, references)
        assert matches.probability.shape == (segments.count + 1, references[0].segments.count)
        np.testing.assert_allclose(matches.probability[1:].sum(axis=1), 1, atol=1e-5)
        assert ((matches.novelty >= 0) & (matches.novelty <= 1)).all()
        with pytest.raises(NothingToColourFrom):
            matcher.match(target, segments, [])
    assert (matches.novelty[1:] < 1e-5).all()  # without a dustbin nothing is new


def test_what_the_reference_leaves_unpainted_is_novel(draw_face: Callable[..., LineArt]) -> None:
    reference = painted(draw_face())
    reference.painting.entry[2:] = 0
    matcher = PaperConsecutive(ConsecutiveNet(TINY).eval())
    matches = matcher.match(draw_face(1), segment(draw_face(1)), [reference])
    assert matches.colors.tolist() == [[1, 0]]
    assert matches.novelty[1:].min() > 0.5  # one of six segments, and the dustbin
    assert matches.probability[1:].tolist() == [[1.0]] * (len(matches.probability) - 1)


def test_a_pair_may_have_two_sizes(draw_face: Callable[..., LineArt]) -> None:
    target = draw_face(width=300, height=200)
    matcher = PaperConsecutive(ConsecutiveNet(TINY).eval())
    matches = matcher.match(target, segment(target), [painted(draw_face())])
    assert np.isfinite(matches.probability).all()


def test_one_frame_among_several_is_answered_as_alone(draw_face: Callable[..., LineArt]) -> None:
    def tokens(line_art: LineArt) -> np.ndarray:
        return segment(line_art).labels

    one, other = draw_face(), draw_face(9)
    both = [drawn(art.planes, tokens(art), (48, 48)) for art in (one, other)]
    net = ConsecutiveNet(TINY).eval()
    pairs = [Pair(both[0], both[1]), Pair(both[1], both[0])]
    with torch.inference_mode():
        together, alone = net(pairs), [net([pair])[0] for pair in pairs]
    for there, here in zip(together, alone, strict=True):
        torch.testing.assert_close(there, here, atol=1e-4, rtol=1e-3)
