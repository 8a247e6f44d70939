"""Everything that happens is an event with a number."""

from django.db import models

from webapp.productions.models import Production


class Event(models.Model):
    """Something that happened in a production. Numbers rise without gaps and commit in order."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["production", "number"], name="event_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
