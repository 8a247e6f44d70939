"""In which order drawings are coloured."""

from webapp.painting.plan import Step, carry_plan

SHEET: tuple[int, ...] = ()


def plan(keyframes: str, blank: str = "") -> list[Step]:
    """``.K..``: K is a keyframe; ``blank`` marks pages without areas with b."""
    carriers = [mark != "b" for mark in blank or "." * len(keyframes)]
    return carry_plan([mark == "K" for mark in keyframes], carriers)


def test_without_a_keyframe_the_first_drawing_comes_from_the_sheet_and_the_rest_follow() -> None:
    assert plan("....") == [(0, SHEET), (1, (0,)), (2, (1, 0)), (3, (2, 0))]


def test_colours_run_forward_from_a_keyframe_up_to_the_next_one() -> None:
    assert plan("K..K.") == [(0, SHEET), (3, (0,)), (1, (0,)), (2, (1, 0)), (4, (3,))]


def test_drawings_before_the_first_keyframe_are_coloured_backwards() -> None:
    assert plan("...K.") == [(3, SHEET), (4, (3,)), (2, (3,)), (1, (2, 3)), (0, (1, 3))]


def test_a_blank_page_between_two_drawings_is_looked_past() -> None:
    assert plan("K....", blank="..b..") == [(0, SHEET), (1, (0,)), (2, (1, 0)), (3, (1, 0)), (4, (3, 0))]


def test_a_blank_page_at_the_start_does_not_blank_the_shot() -> None:
    assert plan("...", blank="b..") == [(1, SHEET), (2, (1,)), (0, (1,))]


def test_a_shot_of_blank_pages_is_planned_too() -> None:
    assert plan("..", blank="bb") == [(0, SHEET), (1, SHEET)]


def test_a_level_without_drawings_needs_no_steps() -> None:
    assert plan("") == []


def test_every_drawing_is_coloured_exactly_once_and_only_from_painted_ones() -> None:
    for count in range(8):
        for marks in range(2**count):
            steps = carry_plan([bool(marks >> i & 1) for i in range(count)], [True] * count)
            assert sorted(step.target for step in steps) == list(range(count))
            painted: set[int] = set()
            for step in steps:
                assert painted.issuperset(step.sources)
                painted.add(step.target)
