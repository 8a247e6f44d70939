"""What people said: shown, never edited by hand."""

from django.contrib import admin

from webapp.painting.admin import HistoryAdmin
from webapp.review.models import Note, Reply


@admin.register(Note)
class NoteAdmin(HistoryAdmin):
    list_display = ("id", "drawing", "number", "text", "by", "active", "resolved_at", "created_at")
    list_filter = ("active", "drawing__level__shot__production")
    list_select_related = ("drawing__level", "by")
    search_fields = ("text", "by__username")
    date_hierarchy = "created_at"


@admin.register(Reply)
class ReplyAdmin(HistoryAdmin):
    list_display = ("id", "note", "text", "by", "created_at")
    list_select_related = ("note__drawing__level", "by")
    search_fields = ("text", "by__username")
    date_hierarchy = "created_at"
