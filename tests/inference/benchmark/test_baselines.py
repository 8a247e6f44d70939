import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from inference.benchmark.baselines.nearest_color import NearestColor, segment_averages
from inference.benchmark.baselines.segment_match import SegmentMatch
from inference.benchmark.colors import NO_COLOR, ColorBook, Colors, pack
from inference.benchmark.dataset import Clip, read_drawing, read_truth
from inference.errors import BadFile, NothingToColourFrom
from inference.formats import write_png
from inference.painting import paint
from inference.segments import segment
from inference.types import LineArt, Reference

FACE = np.array([NO_COLOR, 0, 0x5A3C28FF, 0xFADCC8FF, 0x0078A0FF, 0x0078A0FF, 0xC8967FFF])


def painted(line_art: LineArt, book: ColorBook, colors: Colors = FACE) -> Reference:
    return Reference(line_art, segment(line_art), book.painting(colors))


def test_segments_of_a_moved_face_are_matched_one_to_one(draw_face: Callable[..., LineArt]) -> None:
    book = ColorBook()
    target = draw_face(17, 9)
    matches = SegmentMatch().match(target, segment(target), [painted(draw_face(), book)])
    np.testing.assert_array_equal(book.colors(paint(matches))[1:], FACE[1:])
    assert ((matches.probability[1:] > 0).sum(axis=1) == 1).all(), "one partner each, whatever else has its colour"


def test_segment_matching_takes_the_better_of_two_references(draw_face: Callable[..., LineArt]) -> None:
    book = ColorBook()
    target = draw_face(3, 2)
    blank = painted(draw_face(60, 30), book, np.where(FACE == NO_COLOR, NO_COLOR, 0x111111FF))
    matches = SegmentMatch().match(target, segment(target), [blank, painted(draw_face(), book)])
    assert (book.colors(paint(matches))[1:] == FACE[1:]).mean() >= 5 / 6
    with pytest.raises(NothingToColourFrom):
        SegmentMatch().match(target, segment(target), [])


def test_segment_matching_says_nothing_from_an_unpainted_reference(draw_face: Callable[..., LineArt]) -> None:
    book = ColorBook()
    target = draw_face()
    matches = SegmentMatch().match(target, segment(target), [painted(target, book, np.full(7, NO_COLOR))])
    assert not paint(matches).entry.any()


def test_averages_of_segments_by_hand(draw_face: Callable[..., LineArt]) -> None:
    segments = segment(draw_face())
    rgb = np.zeros((*segments.labels.shape, 3), np.uint8)
    rgb[segments.labels == 3] = (10, 20, 30)
    averages = segment_averages(segments, rgb)
    assert averages[3].tolist() == [10, 20, 30]
    assert averages[1].tolist() == [0, 0, 0]


def test_generated_pictures_are_mapped_to_the_nearest_colour(draw_face: Callable[..., LineArt], tmp_path: Path) -> None:
    book = ColorBook()
    target = draw_face(2, 1, name="A0002.png")
    segments = segment(target)
    random = np.random.default_rng(1)
    colors = np.array([(255, 255, 255) if c <= 0 else (c >> 24, c >> 16 & 255, c >> 8 & 255) for c in FACE])
    noisy = np.clip(colors[segments.labels] + random.normal(0, 12, (*segments.labels.shape, 3)), 0, 255)
    rgba = np.dstack([noisy, np.full(segments.labels.shape, 255)]).astype(np.uint8)
    (tmp_path / "A0002.png").write_bytes(write_png(rgba))
    matcher = NearestColor(tmp_path, book)
    matches = matcher.match(target, segments, [painted(draw_face(), book)])
    np.testing.assert_array_equal(book.colors(paint(matches))[1:], FACE[1:])
    (tmp_path / "A0002.png").write_bytes(write_png(np.repeat(np.repeat(rgba, 2, axis=0), 2, axis=1)))
    larger = matcher.match(target, segments, [painted(draw_face(), book)])
    np.testing.assert_array_equal(book.colors(paint(larger))[1:], FACE[1:])
    with pytest.raises(BadFile, match=r"no generated picture A0001\.png"):
        matcher.match(draw_face(), segments, [painted(draw_face(), book)])


class Shift:
    """A flow network that has seen everything move by (dx, dy) working pixels."""

    def __new__(cls, dx: float, dy: float) -> object:
        import torch

        class Module(torch.nn.Module):
            def forward(self, one: torch.Tensor, other: torch.Tensor, num_flow_updates: int) -> list[torch.Tensor]:
                assert one.shape == other.shape
                assert one.min() >= -1
                assert one.max() <= 1
                return [torch.tensor([dx, dy]).view(1, 2, 1, 1).expand(1, 2, *one.shape[2:])]

        return Module()


def test_raft_flow_leads_to_the_reference_at_full_size(draw_face: Callable[..., LineArt]) -> None:
    from inference.benchmark.baselines.raft import raft_warp

    target, reference = draw_face(), draw_face(8, 4)
    warped = raft_warp(Shift(8.0, 4.0 * 128 / 120), target, reference)  # 160x120 is worked on at 160x128
    assert warped.x[50, 70] == pytest.approx(78, abs=0.1)
    assert warped.y[50, 70] == pytest.approx(54, abs=0.1)
    assert warped.mismatch[10:100, 20:120].mean() < 0.01
    still = raft_warp(Shift(0.0, 0.0), target, reference)
    assert still.mismatch[10:100, 20:120].mean() > 0.02


@pytest.fixture(scope="module")
def raft_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of RAFT small as chance made them."""
    import torch

    from inference.torchvision_door import optical_flow_models

    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("raft") / "raft_small.pth"
    torch.save(optical_flow_models().raft_small(weights=None).state_dict(), path)
    return path


def test_raft_colours_with_weights_from_a_file(draw_face: Callable[..., LineArt], raft_weights: Path) -> None:
    from inference.benchmark.baselines.raft import raft_vote

    book = ColorBook()
    target = draw_face(1, 0)
    matches = raft_vote(raft_weights).match(target, segment(target), [painted(draw_face(), book)])
    sums = matches.probability[1:].sum(axis=1)
    assert ((np.abs(sums - 1) < 1e-5) | (sums == 0)).all()
    again = raft_vote(raft_weights).match(target, segment(target), [painted(draw_face(), book)])
    np.testing.assert_array_equal(matches.probability, again.probability)


def test_raft_weights_fit_to_the_last_tensor_or_not_at_all(raft_weights: Path, tmp_path: Path) -> None:
    import torch

    from inference.benchmark.baselines.raft import load_raft

    state = torch.load(raft_weights, weights_only=True)
    missing = tmp_path / "missing.pth"
    torch.save(dict(list(state.items())[1:]), missing)
    with pytest.raises(BadFile, match="fits neither RAFT large"):
        load_raft(missing)
    (tmp_path / "words.pth").write_text("no weights")
    with pytest.raises(BadFile, match=r"words\.pth"):
        load_raft(tmp_path / "words.pth")
    with pytest.raises(BadFile, match="no such file"):
        load_raft(tmp_path / "none.pth")


def test_raft_weights_may_be_safetensors(raft_weights: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    from inference.benchmark.baselines.raft import load_raft

    path = tmp_path / "raft.safetensors"
    save_file(torch.load(raft_weights, weights_only=True), path)
    assert sum(p.numel() for p in load_raft(path).parameters()) == 990162


def test_the_benchmark_command_loads_no_torch_until_raft_is_asked_for() -> None:
    code = "import sys, inference.benchmark.cli; print([m for m in ('torch', 'diffusers') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_baselines_beat_one_colour_for_all_on_the_miniature(nuri: Clip) -> None:
    references = []
    for files in nuri.drawings[:2]:
        line_art, segments = read_drawing(files)
        truth = read_truth(files, segments)
        references.append((Reference(line_art, segments, nuri.book.painting(truth)), truth))
    (before, _), (now, truth) = references
    matches = SegmentMatch().match(now.line_art, now.segments, [before])
    right = (nuri.book.colors(paint(matches)) == truth)[1:].mean()
    commonest = max(np.unique(truth[1:], return_counts=True)[1]) / len(truth[1:])
    assert right > 0.8 > commonest
    assert pack((255, 255, 255, 0)) in truth
