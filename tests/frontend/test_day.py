"""The scripted day, with the house's character."""

import pytest

from tests.frontend.conftest import Visit
from tests.frontend.day import Cut, Day
from tests.frontend.demo import PAINTER, SUPERVISOR
from tests.frontend.test_uploading import HOUSE, LINES

pytestmark = pytest.mark.browser


def test_a_day_from_a_painted_picture_to_exports_by_day_and_by_night(visit: Visit) -> None:
    picture = HOUSE / "ref" / "gt" / "front.png"
    cut = Cut(picture, LINES[:2], HOUSE / "ref" / "line" / "front.png")
    Day(visit(SUPERVISOR, "/productions/1"), visit(PAINTER, "/productions/1")).spend(cut)
