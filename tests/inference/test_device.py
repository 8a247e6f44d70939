"""Where networks are computed."""

from dataclasses import dataclass

import pytest
import torch
from torch import Tensor

from inference.matching.device import best_device, computing, moved, precision

CUDA, MPS, CPU = (torch.device(name) for name in ("cuda", "mps", "cpu"))


@pytest.mark.parametrize(
    ("cuda", "mps", "found"), [(True, True, CUDA), (True, False, CUDA), (False, True, MPS), (False, False, CPU)]
)
def test_a_card_is_taken_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, cuda: bool, mps: bool, found: torch.device
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert best_device() == found


@pytest.mark.parametrize(("knows_bf16", "taken"), [(True, torch.bfloat16), (False, torch.float16)])
def test_cards_compute_by_halves_and_older_ones_in_another_half(
    monkeypatch: pytest.MonkeyPatch, knows_bf16: bool, taken: torch.dtype
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: knows_bf16)
    assert precision(CUDA) == taken
    assert precision(MPS) == torch.float16


def test_a_processor_computes_exactly() -> None:
    one = torch.rand(8, 8)
    with computing(CPU):
        assert (one @ one).dtype == torch.float32


def test_a_drawing_goes_to_the_device_with_all_that_it_holds() -> None:
    @dataclass(frozen=True)
    class Inner:
        tensor: Tensor

    @dataclass(frozen=True)
    class Outer:
        inner: Inner
        nothing: Tensor | None
        count: int

    there = moved(Outer(Inner(torch.ones(2)), None, 3), torch.device("meta"))
    assert there.inner.tensor.device.type == "meta"
    assert (there.nothing, there.count) == (None, 3)
