"""Shots go. How they come: ``exchange/services.py``."""

from django.db import transaction

from webapp.events.services import event_record
from webapp.productions.models import Shot


@transaction.atomic
def shot_delete(*, shot: Shot) -> None:
    """Delete a shot with its drawings, runs and corrections; its blobs stay, others may show the same pictures."""
    gone = {"shot": shot.pk, "name": shot.name}
    production = shot.production
    shot.delete()
    event_record(production=production, kind="shot.deleted", payload=gone)
