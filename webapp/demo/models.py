"""Who visits the public demo, and until when."""

from django.db import models

from webapp.productions.models import Production


class Visit(models.Model):
    """One visitor's work: a production of its own in the demo studio, deleted with everything in it after an hour."""

    production = models.OneToOneField(Production, on_delete=models.CASCADE, related_name="visit")
    address = models.GenericIPAddressField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.address} {self.created_at:%H:%M}"
