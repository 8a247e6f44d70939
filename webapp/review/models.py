"""What people say about drawings: notes pinned to a place, and the answers to them."""

from django.db import models

from webapp.accounts.models import User
from webapp.productions.models import Drawing

LONGEST = 2000  # characters of a note or an answer


class Note(models.Model):
    """A note pinned to a place of a drawing.

    The place is a pixel, never a segment, so it stays where it is when the drawing is cut or coloured anew.
    """

    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, related_name="pinned_notes")
    number = models.PositiveIntegerField(help_text="Counted within the shot, never used again: people say note 7.")
    x = models.PositiveIntegerField(help_text="px")
    y = models.PositiveIntegerField(help_text="px")
    mark = models.JSONField(default=list, blank=True, help_text="[[x, y], ..] of a stroke drawn with it, px; or empty")
    text = models.TextField(max_length=LONGEST)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    client = models.UUIDField(null=True, help_text="Made up by the sender, so that a repeated request counts once.")
    created_at = models.DateTimeField(auto_now_add=True)
    active = models.BooleanField(default=True, help_text="Off: its author took it back, and may bring it back.")
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="Empty: open.")
    resolved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["drawing", "client"], name="note_sent_once")]

    def __str__(self) -> str:
        return f"{self.drawing} note {self.number}"


class Reply(models.Model):
    """An answer to a note."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(max_length=LONGEST)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    client = models.UUIDField(null=True, help_text="Made up by the sender, so that a repeated request counts once.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "replies"
        constraints = [models.UniqueConstraint(fields=["note", "client"], name="reply_sent_once")]

    def __str__(self) -> str:
        return f"answer to {self.note}"
