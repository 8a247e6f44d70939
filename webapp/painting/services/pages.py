"""What strokes and pinned notes share: their drawing, locked, and a page that they may not leave."""

from collections.abc import Sequence

from webapp.errors import Refused
from webapp.productions.models import Drawing


def drawing_locked(drawing_id: int) -> Drawing:
    """A drawing that nobody else changes until the transaction ends."""
    drawings = Drawing.objects.select_for_update(of=("self",), no_key=True)
    return drawings.select_related("level__shot__production").get(pk=drawing_id)


def points_on_page(drawing: Drawing, points: Sequence[Sequence[int]], error: type[Refused]) -> list[list[int]]:
    """The points as they are kept. Raises ``error`` where one lies off the page."""
    level = drawing.level
    for x, y in points:
        if not (0 <= x < level.width and 0 <= y < level.height):
            raise error(f"{drawing}: the stroke leaves the page at {x},{y}; it is {level.width}x{level.height}.")
    return [list(point) for point in points]
