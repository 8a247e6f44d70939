"""Productions and characters come into being."""

from django.db import IntegrityError, transaction

from webapp.accounts.models import Studio
from webapp.productions.errors import NameTaken
from webapp.productions.models import Character, Production


def production_create(*, studio: Studio, name: str) -> Production:
    """Raises NameTaken."""
    try:
        with transaction.atomic():
            return Production.objects.create(studio=studio, name=name)
    except IntegrityError:
        raise NameTaken(f"{studio} has a production {name} already; choose another name.") from None


def character_create(*, production: Production, name: str) -> Character:
    """Raises NameTaken."""
    try:
        with transaction.atomic():
            return Character.objects.create(production=production, name=name)
    except IntegrityError:
        raise NameTaken(f"{production} has a character {name} already; choose another name.") from None
