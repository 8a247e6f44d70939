"""How drawings get their colours: runs of the engine propose, people correct.

final = latest proposal + corrections in order. Neither is ever edited.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from webapp.accounts.models import User
from webapp.productions.models import Drawing, Shot


class RunStatus(models.TextChoices):
    """queued -> running -> done, failed or cancelled."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (RunStatus.QUEUED, RunStatus.RUNNING)


class Run(models.Model):
    """One colouring of a shot by the engine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shot = models.ForeignKey(Shot, on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    matcher = models.CharField(max_length=40, blank=True, default="", help_text="Empty: the engine's default.")
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True, editable=False, help_text="Drawn anew by each worker that takes the run up.")
    cancel_requested = models.BooleanField(default=False)
    drawings_done = models.PositiveIntegerField(default=0)
    drawings_total = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True, default="", help_text="Why it failed, for a painter.")

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "heartbeat_at"])]

    def __str__(self) -> str:
        return f"{self.shot} {self.created_at:%Y-%m-%d %H:%M}"


class Proposal(models.Model):
    """What the engine says about one drawing, in a run or after strokes were drawn on it.

    Arrays are packed little-endian, indexed by label, row 0 = line.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, null=True, related_name="proposals")
    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, related_name="proposals")
    labels = models.CharField(max_length=64, help_text="The label map that the arrays speak of.")
    entry = models.BinaryField(help_text="u16 per label")
    tone = models.BinaryField(help_text="u8 per label")
    confidence = models.BinaryField(help_text="u8 per label, 255 = certain")
    choices = models.BinaryField(default=b"", help_text="The three likeliest per label: u16 entry, u8 tone, u8 share.")
    novelty = models.BinaryField(default=b"", help_text="u8 per label, 255 = nothing explains it")
    strokes = models.PositiveBigIntegerField(default=0, help_text="The newest row of PartStroke that it knew; 0: none.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "drawing"], name="one_proposal_per_run_and_drawing")]
        indexes = [models.Index(fields=["drawing", "-id"])]

    def __str__(self) -> str:
        return f"{self.drawing} by {self.run or 'strokes'}"


class Correction(models.Model):
    """A person's decision: these segments have this entry and tone, or: that earlier correction is undone.

    ``entry`` 0 takes the paint off. Redo is a correction that undoes an undo. What ``follows`` a person's correction
    is that correction carried on to another drawing: nobody decided it, so people's own decisions stay above it.
    """

    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, related_name="corrections")
    labels = models.CharField(max_length=64, help_text="The label map that the segments speak of.")
    segments = ArrayField(models.PositiveIntegerField(), default=list)
    entry = models.PositiveIntegerField(default=0)
    tone = models.PositiveSmallIntegerField(default=0)
    undoes = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by")
    follows = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="followers")
    confidence = models.PositiveSmallIntegerField(default=255, help_text="255 = certain; less where it follows.")
    carry = models.BooleanField(default=False, help_text="Whether it is carried on to drawings that follow.")
    uploaded = models.BooleanField(default=False, help_text="It came with the drawing; nobody clicked.")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    client = models.UUIDField(null=True, help_text="Made up by the sender, so that a repeated request counts once.")
    gesture = models.UUIDField(null=True, help_text="One for all corrections that one click made; undone together.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["drawing", "client"], name="correction_sent_once")]

    def __str__(self) -> str:
        return f"undo of {self.undoes_id}" if self.undoes_id else f"{len(self.segments)} segments -> {self.entry}"


class StrokePart(models.TextChoices):
    """What a semantic stroke says of the segments that it runs through (paper section 6.5)."""

    HAIR = "hair"
    SKIN = "skin"
    OTHER = "other"


class PartStroke(models.Model):
    """A person's rough stroke over a drawing: what it runs through is hair, skin or something else.

    Rows are appended and never edited: one with ``of`` is no stroke, it says whether that earlier one holds
    (``active``); its latest holds. Strokes are geometry, so they stay where they are when segments are cut anew.
    """

    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, related_name="part_strokes")
    of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="switches")
    active = models.BooleanField(default=True)
    part = models.CharField(max_length=5, choices=StrokePart, blank=True, default="")
    points = models.JSONField(default=list, help_text="[[x, y], ..] of a polyline, px; a single one is a dot")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    client = models.UUIDField(null=True, help_text="Made up by the sender, so that a repeated request counts once.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["drawing", "client"], name="part_stroke_sent_once")]
        indexes = [models.Index(fields=["drawing", "id"])]

    def __str__(self) -> str:
        return f"{'on' if self.active else 'off'}: {self.of_id}" if self.of_id else f"{self.drawing} {self.part}"


class Carry(models.Model):
    """What became of a drawing's segments when they were cut anew: appended, so that nothing painted is edited."""

    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, related_name="carries")
    from_labels = models.CharField(max_length=64)
    to_labels = models.CharField(max_length=64)
    mapping = models.BinaryField(help_text="u32 per new label: the old label it lies in for the most part, 0 = none")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["drawing", "id"])]

    def __str__(self) -> str:
        return f"{self.drawing} {self.from_labels[:8]} -> {self.to_labels[:8]}"


class Tie(models.Model):
    """Which segments of earlier drawings the segments of a drawing are: what a correction is carried along.

    It speaks of lines alone, so it holds until one of the drawings is cut anew. Per label four partners.
    """

    drawing = models.OneToOneField(Drawing, on_delete=models.CASCADE, related_name="tie")
    labels = models.CharField(max_length=64, help_text="The label map that its rows speak of.")
    sources = models.JSONField(help_text="[[drawing, label map], ..]: the drawing before, and the level's first.")
    source = models.BinaryField(help_text="u8 x 4 per label: row of ``sources``")
    segment = models.BinaryField(help_text="u16 x 4 per label: segment of that source")
    share = models.BinaryField(help_text="u8 x 4 per label, 255 = certainly the same")

    def __str__(self) -> str:
        return f"{self.drawing} to {len(self.sources)} drawings"


class Closure(models.Model):
    """A gap in a drawing's lines, closed by the engine or by a person: data beside the artist's line.

    The engine's that were switched off stay when the settings no longer find them (``found``), so that they are
    still off when they are found again.
    """

    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, related_name="closures")
    points = models.JSONField(help_text="[[x, y], ..] of a polyline, px")
    kind = models.CharField(max_length=8, help_text="tangent, ball or drawn")
    score = models.FloatField(null=True, help_text="0-1: how surely this is a gap; empty: a person says so")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    client = models.UUIDField(null=True, help_text="Made up by the sender, so that a repeated request counts once.")
    active = models.BooleanField(default=True)
    found = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["drawing", "client"], name="closure_sent_once")]

    def __str__(self) -> str:
        return f"{self.drawing} {self.kind} {self.points[0]}"
