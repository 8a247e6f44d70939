"""The paper's five measures against values worked out by hand."""

import math

import numpy as np
import pytest

from inference.benchmark.colors import BACKGROUND, NO_COLOR
from inference.benchmark.metrics import Scores, by_size, mean, score

SKIN, HAIR, BAG = 0xFFE6D3FF, 0x4CC3B8FF, 0xD09A62FF
NAN = float("nan")


def measure(truth: list[int], painted: list[int], area: list[int]) -> tuple[float, ...]:
    """Scores of a drawing whose segments 1.. are listed."""
    line = [NO_COLOR]
    scores = score(np.array(line + truth), np.array(line + painted), np.array([0, *area], np.int32))
    return (scores.acc, scores.acc_thres, scores.pix_acc, scores.pix_f_acc, scores.pix_b_miou)


def test_a_drawing_worked_out_by_hand() -> None:
    # Five segments: background 1000 px right, skin 100 right, hair 50 taken for skin, an islet of 8 px right,
    # a hole of 40 px that should be background taken for hair.
    truth = [BACKGROUND, SKIN, HAIR, BAG, BACKGROUND]
    painted = [BACKGROUND, SKIN, SKIN, BAG, HAIR]
    area = [1000, 100, 50, 8, 40]
    assert measure(truth, painted, area) == pytest.approx(
        (
            3 / 5,
            2 / 4,  # the islet does not count
            (1000 + 100 + 8) / 1198,
            (100 + 8) / (100 + 50 + 8),
            1000 / 1040,
        )
    )


def test_ten_pixels_are_not_more_than_ten() -> None:
    assert measure([SKIN, SKIN], [SKIN, HAIR], [10, 11])[1] == 0
    assert measure([SKIN, SKIN], [SKIN, HAIR], [11, 10])[1] == 1


def test_figure_painted_as_background_costs_the_background_too() -> None:
    *_, figure, background = measure([BACKGROUND, SKIN], [BACKGROUND, BACKGROUND], [300, 100])
    assert figure == 0
    assert background == 300 / 400


def test_a_page_of_background_only_has_no_figure_to_measure() -> None:
    acc, thres, pixels, figure, background = measure([BACKGROUND], [BACKGROUND], [500])
    assert (acc, thres, pixels, background) == (1, 1, 1, 1)
    assert math.isnan(figure)


def test_a_drawing_without_background_has_a_perfect_background() -> None:
    assert measure([SKIN], [HAIR], [50])[4] == 1


def test_a_drawing_without_segments_measures_nothing_but_its_background() -> None:
    assert [math.isnan(value) for value in measure([], [], [])] == [True, True, True, True, False]


def test_only_specks_leave_no_accuracy_of_larger_segments() -> None:
    acc, thres, *_ = measure([SKIN], [SKIN], [3])
    assert acc == 1
    assert math.isnan(thres)


def test_unpainted_is_never_right_and_never_background() -> None:
    acc, *_, background = measure([BACKGROUND, SKIN], [NO_COLOR, NO_COLOR], [60, 40])
    assert acc == 0
    assert background == 0


def test_a_label_without_pixels_does_not_count() -> None:
    assert measure([SKIN, HAIR], [SKIN, SKIN], [20, 0])[0] == 1


def test_what_a_drawing_does_not_have_is_left_out_of_the_mean() -> None:
    full, empty = Scores(0.5, 0.5, 0.5, 0.4, 1.0), Scores(1.0, 1.0, 1.0, NAN, 1.0)
    averaged = mean([full, empty])
    assert averaged == Scores(0.75, 0.75, 0.75, 0.4, 1.0)
    assert math.isnan(mean([empty]).pix_f_acc)


def test_sizes_are_binned_by_equal_counts() -> None:
    area = np.array([1, 4, 9, 16, 25, 36, 49, 64], np.int32)
    right = np.array([0, 0, 1, 1, 1, 1, 1, 1], bool)
    sizes = by_size(area, right, bins=4)
    assert sizes.edges.tolist() == [1, 3, 5, 7, 8]
    assert sizes.segments.tolist() == [2, 2, 2, 2]
    assert sizes.right.tolist() == [0, 2, 2, 2]


def test_equal_sizes_are_never_parted() -> None:
    sizes = by_size(np.full(10, 4, np.int32), np.ones(10, bool), bins=5)
    assert sizes.segments.tolist() == [10]
    assert by_size(np.zeros(0, np.int32), np.zeros(0, bool)).segments.tolist() == []
