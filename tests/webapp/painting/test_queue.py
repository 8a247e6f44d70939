"""Which segment is asked about first, and what is new."""

import uuid
from typing import Any

import numpy as np
import pytest

from tests.webapp.painting.shots import COAT, PAPER, SKIN
from tests.webapp.studio import World, build_world, client_of
from webapp.painting.beliefs import CHOICE, CHOICES, PARTNERS
from webapp.painting.final import NEW, final_painting
from webapp.painting.models import Proposal, Tie
from webapp.painting.services.corrections import correction_add, correction_undo
from webapp.productions.models import Drawing

pytestmark = pytest.mark.django_db
HEAD, COAT_SEGMENT = 2, 3


@pytest.fixture
def world() -> World:
    """Three drawings painted 1, 2, 3, every segment tied to the same one of the drawing before."""
    world = build_world(drawings=3)
    for drawing in world.drawings:
        say(drawing, {1: 0.99, HEAD: 0.9, COAT_SEGMENT: 0.99})
    for before, drawing in zip(world.drawings, world.drawings[1:], strict=False):
        tie(drawing, before, world.drawings[0])
    return world


def say(drawing: Drawing, sure: dict[int, float], novel: tuple[int, ...] = ()) -> None:
    """What a run would store: each segment's own number as its entry, the next one as its second choice."""
    choices = np.zeros((4, CHOICES), CHOICE)
    novelty = np.zeros(4, "u1")
    for segment, share in sure.items():
        choices[segment, 0] = segment, 0, round(255 * share)
        choices[segment, 1] = segment % 3 + 1, 0, round(255 * (1 - share))
    novelty[list(novel)] = NEW
    Proposal.objects.filter(drawing=drawing).update(choices=choices.tobytes(), novelty=novelty.tobytes())


def tie(drawing: Drawing, before: Drawing, first: Drawing, others: dict[int, int] | None = None) -> None:
    """Every segment to the same one, but for ``others``."""
    sources = [before] if before == first else [before, first]
    segment = np.zeros((4, PARTNERS), "<u2")
    share = np.zeros((4, PARTNERS), "u1")
    segment[:, 0], share[1:, 0] = [(others or {}).get(label, label) for label in range(4)], 242
    told = {
        "labels": drawing.labels, "sources": [[d.pk, d.labels] for d in sources], "share": share.tobytes(),
        "source": np.zeros((4, PARTNERS), "u1").tobytes(), "segment": segment.tobytes(),
    }  # fmt: skip
    Tie.objects.update_or_create(drawing=drawing, defaults=told)


def queue(world: World) -> Any:
    answer = client_of(world.yuki).get(f"/api/v1/shots/{world.shot.pk}/queue/")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_segment_whose_answer_settles_most_comes_first_where_its_doubt_begins(world: World) -> None:
    first = queue(world)["items"][0]
    assert (first["drawing"], first["segment"], first["like"]) == (world.drawings[0].pk, HEAD, 2)
    assert first["choices"][0]["entry"] == SKIN
    assert {choice["entry"] for choice in first["choices"]} == {SKIN, COAT}
    assert queue(world)["tied"]


def test_an_accepted_answer_settles_its_likes_and_costs_one_click(world: World) -> None:
    before = queue(world)
    done = correction_add(drawing=world.drawings[0], by=world.ren, segments=[HEAD], entry=SKIN, carry=True)
    after = queue(world)
    assert after["clicks"] == before["clicks"] + 1
    doubt = {(item["drawing"], item["segment"]): 1 - item["share"] for item in before["items"]}
    now = {(item["drawing"], item["segment"]): 1 - item["share"] for item in after["items"]}
    for drawing in world.drawings[1:]:
        assert now.get((drawing.pk, HEAD), 0.0) < doubt.get((drawing.pk, HEAD), 1.0)
    assert (world.drawings[0].pk, HEAD) not in now
    assert done.carried["segments"] == 0  # they show that colour already


def test_questions_come_drawing_by_drawing_because_an_answer_settles_what_follows(world: World) -> None:
    say(world.drawings[2], {1: 0.99, HEAD: 0.9, COAT_SEGMENT: 0.2})
    Tie.objects.filter(drawing=world.drawings[2]).delete()
    order = [world.drawings.index(Drawing.objects.get(pk=item["drawing"])) for item in queue(world)["items"]]
    assert order == sorted(order)
    assert len(set(order)) > 1


def test_what_is_new_in_a_drawing_comes_first_in_a_provisional_colour_that_nobody_is_sure_of(world: World) -> None:
    last = world.drawings[2]
    say(last, {1: 0.99, HEAD: 0.9, COAT_SEGMENT: 0.99}, novel=(COAT_SEGMENT,))
    told = queue(world)
    first = next(item for item in told["items"] if item["drawing"] == last.pk)
    assert (first["segment"], first["provisional"]) == (COAT_SEGMENT, True)
    assert told["provisional"] == 1
    painting = client_of(world.yuki).get(f"/api/v1/drawings/{last.pk}/painting/").json()
    assert painting["provisional"] == [False, False, False, True]


def test_a_provisional_segment_shows_the_first_of_its_answers(world: World) -> None:
    last = world.drawings[2]
    tie(last, world.drawings[1], world.drawings[0], {COAT_SEGMENT: HEAD})  # its ties say skin, it shows the coat's
    say(last, {1: 0.99, HEAD: 0.9, COAT_SEGMENT: 0.6}, novel=(COAT_SEGMENT,))
    asked = next(item for item in queue(world)["items"] if item["provisional"])
    assert (asked["segment"], asked["entry"]) == (COAT_SEGMENT, COAT)
    assert [choice["entry"] for choice in asked["choices"]][:2] == [COAT, SKIN]


def test_all_corrections_of_one_gesture_count_as_one_click(world: World) -> None:
    before, gesture = queue(world)["clicks"], uuid.uuid4()
    for drawing in world.drawings:
        correction_add(drawing=drawing, by=world.ren, segments=[HEAD], entry=COAT, client=uuid.uuid4(), gesture=gesture)
    correction_add(drawing=world.drawings[0], by=world.ren, segments=[HEAD], entry=SKIN)
    assert queue(world)["clicks"] == before + 2


def test_what_people_made_of_an_engines_colour_is_offered_where_it_says_the_same_again(world: World) -> None:
    first, _, last = world.drawings
    Tie.objects.all().delete()
    correction_add(drawing=first, by=world.ren, segments=[HEAD], entry=PAPER)
    offered = next(i for i in queue(world)["items"] if (i["drawing"], i["segment"]) == (last.pk, HEAD))["choices"]
    assert [choice["entry"] for choice in offered] == [SKIN, PAPER, COAT]


def test_a_persons_answer_makes_a_provisional_colour_final_and_undo_makes_it_provisional_again(world: World) -> None:
    last = world.drawings[2]
    say(last, {1: 0.99, HEAD: 0.9, COAT_SEGMENT: 0.99}, novel=(COAT_SEGMENT,))
    done = correction_add(drawing=last, by=world.ren, segments=[COAT_SEGMENT], entry=COAT)
    assert not final_painting(last).provisional.any()
    correction_undo(correction=done.correction, by=world.ren)
    assert final_painting(last).provisional[COAT_SEGMENT]


def test_only_members_see_the_queue(world: World) -> None:
    assert client_of(world.stranger).get(f"/api/v1/shots/{world.shot.pk}/queue/").status_code == 404


def test_before_anything_is_painted_the_queue_is_there_and_says_that_nothing_is_tied(world: World) -> None:
    Proposal.objects.all().delete()
    Tie.objects.all().delete()
    told = queue(world)
    assert not told["tied"]
    assert told["items"]
    assert told["items"][0]["choices"] == []
