"""In which order drawings are coloured."""

from inference.order import carry_plan

Told = tuple[int, tuple[int, ...], tuple[int, ...]]  # target, neighbours, keyframes
SHEET: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())


def plan(keyframes: str, blank: str = "") -> list[Told]:
    """``.K..``: K is a keyframe; ``blank`` marks pages without areas with b."""
    carriers = [mark != "b" for mark in blank or "." * len(keyframes)]
    return [step[:3] for step in carry_plan([mark == "K" for mark in keyframes], carriers)]


def test_without_a_keyframe_the_first_drawing_comes_from_the_sheet_and_the_rest_follow() -> None:
    assert plan("....") == [(0, *SHEET), (1, (0,), ()), (2, (1,), (0,)), (3, (2,), (0,))]


def test_between_two_keyframes_colours_come_from_both_ends_and_meet() -> None:
    assert plan("K...K.") == [
        (0, *SHEET),
        (4, (), (0,)),
        (1, (0,), (4,)),
        (5, (4,), ()),
        (3, (4,), (0,)),
        (2, (1, 3), (0, 4)),
    ]
    assert plan("K..K")[2:] == [(1, (0,), (3,)), (2, (3, 1), (0,))]  # the keyframe is trusted more than the result


def test_drawings_before_the_first_keyframe_are_coloured_backwards() -> None:
    assert plan("...K.") == [(3, *SHEET), (4, (3,), ()), (2, (3,), ()), (1, (2,), (3,)), (0, (1,), (3,))]


def test_a_blank_page_between_two_drawings_is_looked_past() -> None:
    told = [(0, *SHEET), (1, (0,), ()), (2, (1,), (0,)), (3, (1,), (0,)), (4, (3,), (0,))]
    assert plan("K....", blank="..b..") == told


def test_a_blank_page_at_the_start_does_not_blank_the_shot() -> None:
    assert plan("...", blank="b..") == [(1, *SHEET), (2, (1,), ()), (0, (1,), ())]


def test_a_shot_of_blank_pages_is_planned_too() -> None:
    assert plan("..", blank="bb") == [(0, *SHEET), (1, *SHEET)]


def test_corrections_are_asked_in_their_drawing_and_in_those_around_it() -> None:
    steps = carry_plan([True] + [False] * 5, [True] * 6, corrected=[True, False, False, True, False, True])
    heard = {step.target: step.corrected for step in steps}
    # The keyframe is asked as a whole already, and so is 3 as the neighbour of 4.
    assert heard == {0: (0, 3), 1: (3,), 2: (3,), 3: (3, 5), 4: (5,), 5: (5, 3)}


def test_a_sequence_without_drawings_needs_no_steps() -> None:
    assert plan("") == []


def test_every_drawing_is_coloured_exactly_once_and_only_from_painted_ones() -> None:
    for count in range(8):
        for marks in range(2**count):
            steps = carry_plan([bool(marks >> i & 1) for i in range(count)], [True] * count)
            assert sorted(step.target for step in steps) == list(range(count))
            painted: set[int] = set()
            for step in steps:
                assert painted.issuperset(step.neighbours + step.keyframes)
                painted.add(step.target)
