"""The shapes of answers about notes."""

from typing import Any

from rest_framework import serializers

from webapp.painting.serializers import PersonNameSerializer


class ReplySerializer(serializers.Serializer[dict[str, Any]]):
    """An answer to a note."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    by = PersonNameSerializer(allow_null=True)
    created_at = serializers.DateTimeField()


class NoteSerializer(serializers.Serializer[dict[str, Any]]):
    """A note pinned to a place of a drawing."""

    class ResolvedSerializer(serializers.Serializer[dict[str, Any]]):
        by = PersonNameSerializer(allow_null=True)
        at = serializers.DateTimeField()

    id = serializers.IntegerField()
    number = serializers.IntegerField(help_text="Counted within the shot.")
    drawing = serializers.IntegerField()
    x = serializers.IntegerField(help_text="px")
    y = serializers.IntegerField(help_text="px")
    mark = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="[x, y] of a stroke drawn with it, px; or empty.",
    )
    segment = serializers.IntegerField(help_text="What lies under it as the drawing is cut now; 0: a line, or nothing.")
    text = serializers.CharField()
    by = PersonNameSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    active = serializers.BooleanField(help_text="False: its author took it back.")
    resolved = ResolvedSerializer(allow_null=True, help_text="Null: open.")
    replies = ReplySerializer(many=True)
