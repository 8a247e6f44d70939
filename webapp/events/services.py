"""Write an event. Readers are woken by NOTIFY and fetch what is new by number."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from webapp.events.models import Event
from webapp.productions.models import Production

CHANNEL = "shiage_events"
LOCK_SPACE = 0x5819  # first key of our advisory locks, so that they meet no other user's


@transaction.atomic
def event_record(*, production: Production, kind: str, payload: dict[str, Any]) -> Event:
    """Append an event to a production's stream; it is seen when the surrounding transaction commits.

    The number is taken under a lock held until commit, so numbers become visible in order: a reader that has
    seen 7 will never find a 6 later. Call it last in a transaction.
    """
    stream_lock(production=production)
    with connection.cursor() as cursor:
        last = Event.objects.filter(production=production).aggregate(last=Max("number"))["last"] or 0
        event = Event.objects.create(production=production, number=last + 1, kind=kind, payload=payload)
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(production.pk)])
    return event


def stream_lock(*, production: Production) -> None:
    """Until the surrounding transaction ends, nobody else changes the production in a way that has an event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, production.pk])
