"""Shapes that several answers share. The services build the dictionaries; these describe them in the schema."""

from typing import Any

from rest_framework import serializers

from webapp.painting.models import RunStatus, StrokePart
from webapp.productions.models import GapMode


class RunSerializer(serializers.Serializer[dict[str, Any]]):
    """A colouring of a shot by the engine."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=RunStatus.choices)
    drawings_done = serializers.IntegerField()
    drawings_total = serializers.IntegerField()
    attempt = serializers.IntegerField()
    reason = serializers.CharField(help_text="Why it failed, for a painter.")


class PaintingSerializer(serializers.Serializer[dict[str, Any]]):
    """A drawing's colours: arrays indexed by label, row 0 = line; empty before segments are cut."""

    labels = serializers.CharField(help_text="SHA-256 of the label map, or empty.")
    entry = serializers.ListField(child=serializers.IntegerField(), help_text="Entry key, 0 = unpainted.")
    tone = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=3))
    confidence = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=255))
    by_person = serializers.ListField(child=serializers.BooleanField())
    provisional = serializers.ListField(
        child=serializers.BooleanField(), help_text="New in this drawing: the colour is a guess."
    )


class PersonNameSerializer(serializers.Serializer[dict[str, Any]]):
    """Who did it."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class CorrectionSerializer(serializers.Serializer[dict[str, Any]]):
    """A person's decision, or the undoing of one."""

    id = serializers.IntegerField()
    client = serializers.UUIDField(allow_null=True)
    by = PersonNameSerializer(allow_null=True)
    segments = serializers.ListField(child=serializers.IntegerField())
    entry = serializers.IntegerField()
    tone = serializers.IntegerField()
    undoes = serializers.IntegerField(allow_null=True)
    gesture = serializers.UUIDField(allow_null=True, help_text="Shared by all corrections of one click.")
    follows = serializers.IntegerField(
        allow_null=True, help_text="The correction of another drawing that this one carries on."
    )
    created_at = serializers.DateTimeField()


class ChangesSerializer(serializers.Serializer[dict[str, Any]]):
    """How the touched segments look after it."""

    segments = serializers.ListField(child=serializers.IntegerField())
    entry = serializers.ListField(child=serializers.IntegerField())
    tone = serializers.ListField(child=serializers.IntegerField())
    confidence = serializers.ListField(child=serializers.IntegerField())
    by_person = serializers.ListField(child=serializers.BooleanField())
    provisional = serializers.ListField(child=serializers.BooleanField())


class ClosureSerializer(serializers.Serializer[dict[str, Any]]):
    """A gap in the lines, closed."""

    id = serializers.IntegerField()
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="[x, y] of a polyline, px",
    )
    score = serializers.FloatField(allow_null=True, help_text="0-1: how surely it is a gap; null: a person drew it.")
    by = PersonNameSerializer(allow_null=True)
    active = serializers.BooleanField(help_text="Switched off it parts nothing.")


class StrokeSerializer(serializers.Serializer[dict[str, Any]]):
    """A semantic stroke: what it runs through is hair, skin or something else."""

    id = serializers.IntegerField()
    part = serializers.ChoiceField(choices=StrokePart.choices)
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="[x, y] of a polyline, px; a single one is a dot",
    )
    by = PersonNameSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    active = serializers.BooleanField(help_text="Rubbed out it says nothing.")


class CarriedSerializer(serializers.Serializer[dict[str, Any]]):
    """How far a correction, or the undoing of one, was carried on."""

    drawings = serializers.IntegerField()
    segments = serializers.IntegerField()
    later = serializers.BooleanField(help_text="A worker must look at the drawings first; an event will tell.")


class AppendedSerializer(CorrectionSerializer):
    """A correction as the answer to its request."""

    changes = ChangesSerializer()
    carried = CarriedSerializer()


class QueueSerializer(serializers.Serializer[dict[str, Any]]):
    """What is unsure in a shot, as questions."""

    class QuestionSerializer(serializers.Serializer[dict[str, Any]]):
        """One segment."""

        class ChoiceSerializer(serializers.Serializer[dict[str, Any]]):
            """A colour that comes into question."""

            entry = serializers.IntegerField()
            tone = serializers.IntegerField()
            share = serializers.FloatField(help_text="0-1: how likely it is this one.")

        drawing = serializers.IntegerField()
        labels = serializers.CharField(help_text="The label map that the segment speaks of.")
        segment = serializers.IntegerField()
        entry = serializers.IntegerField(help_text="What shows; 0 = unpainted.")
        tone = serializers.IntegerField()
        share = serializers.FloatField(help_text="0-1: how likely that is right.")
        provisional = serializers.BooleanField(help_text="New: no reference explains it.")
        like = serializers.IntegerField(help_text="How many other segments the answer is likely to settle.")
        gain = serializers.FloatField(help_text="How many wrong segments the answer is likely to settle.")
        choices = ChoiceSerializer(many=True)

    clicks = serializers.IntegerField(help_text="Corrections that people made in this shot so far.")
    left = serializers.IntegerField(help_text="How many more it likely takes until every segment is right.")
    provisional = serializers.IntegerField(help_text="Segments whose colour is a guess for the time being.")
    tied = serializers.BooleanField(help_text="Whether it is known which segments of the drawings are the same.")
    items = QuestionSerializer(many=True)


class DrawingSerializer(serializers.Serializer[dict[str, Any]]):
    """One line drawing of a level."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    name = serializers.CharField()
    file_name = serializers.CharField()
    line_url = serializers.CharField()
    labels_url = serializers.CharField(allow_null=True)
    segments = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField()
    note = serializers.CharField(help_text="What was assumed to read it, for a painter; or empty.")


class LevelSerializer(serializers.Serializer[dict[str, Any]]):
    """A cel layer and its column of the timesheet."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    order = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    exposures = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(allow_null=True), min_length=2, max_length=2),
        help_text="[frame, drawing id or null]: from that frame on the drawing shows.",
    )
    drawings = DrawingSerializer(many=True)


class GapsSerializer(serializers.Serializer[dict[str, Any]]):
    """How gaps in lines are closed before segments are cut."""

    mode = serializers.ChoiceField(choices=GapMode.choices)
    max = serializers.IntegerField(min_value=1, max_value=64, help_text="px, the widest gap that is closed")
    radius = serializers.IntegerField(min_value=1, max_value=16, help_text="px, of the ball that must not fit through")


class ShotSerializer(serializers.Serializer[dict[str, Any]]):
    """All about a shot but its colours."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    production = serializers.IntegerField()
    role = serializers.CharField()
    fps = serializers.IntegerField()
    sheet = serializers.IntegerField()
    scene = serializers.IntegerField(allow_null=True, help_text="The light that it is in; null: by day.")
    event = serializers.IntegerField(help_text="Number of the latest event: replay from here.")
    run = RunSerializer(allow_null=True)
    frames = serializers.IntegerField()
    gaps = GapsSerializer()
    levels = LevelSerializer(many=True)


class ShotRowSerializer(serializers.Serializer[dict[str, Any]]):
    """A shot in a list."""

    class ShotSheetSerializer(serializers.Serializer[dict[str, Any]]):
        id = serializers.IntegerField()
        name = serializers.CharField()
        published = serializers.BooleanField(help_text="An edition, which stays as it is.")

    id = serializers.IntegerField()
    name = serializers.CharField()
    drawings = serializers.IntegerField()
    frames = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    run = RunSerializer(allow_null=True)
    poster_url = serializers.CharField(allow_null=True)
    sheet = ShotSheetSerializer()
    scene = serializers.CharField(allow_null=True, help_text="The name of the light that it is in; null: by day.")
    notes = serializers.IntegerField(help_text="How many notes on its drawings are open.")
