"""Read the event stream."""

from webapp.accounts.models import User
from webapp.events.models import Event
from webapp.productions.membership import productions_for


def latest_number(production_id: int) -> int:
    """The number of a production's newest event, 0 when there is none.

    Read it before the data that it goes with: whoever then replays from it sees some changes twice, but none never.
    """
    newest = Event.objects.filter(production_id=production_id).order_by("-number").values_list("number", flat=True)
    return newest.first() or 0


def latest_number_for(*, user_id: int, production_id: int) -> int | None:
    """The same for a member; None for anybody else."""
    user = User(pk=user_id)
    return latest_number(production_id) if productions_for(user).filter(pk=production_id).exists() else None


def events_for(*, user_id: int, production_id: int, after: int, limit: int) -> list[Event]:
    """The next events of a production in order; none for who is not, or no longer, a member."""
    mine = productions_for(User(pk=user_id)).filter(pk=production_id)
    return list(Event.objects.filter(production__in=mine, number__gt=after).order_by("number")[:limit])
