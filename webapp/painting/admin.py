"""Runs and what came of them. Proposals, corrections, strokes and carries are history: shown, never edited."""

from django.contrib import admin
from django.http import HttpRequest

from webapp.painting.models import Carry, Closure, Correction, PartStroke, Proposal, Run, Tie


class HistoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that nobody changes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Run)
class RunAdmin(HistoryAdmin):
    list_display = ("id", "shot", "status", "drawings_done", "drawings_total", "attempt", "started_by", "created_at")
    list_filter = ("status", "shot__production")
    list_select_related = ("shot", "started_by")
    search_fields = ("id", "shot__name")
    date_hierarchy = "created_at"


@admin.register(Proposal)
class ProposalAdmin(HistoryAdmin):
    list_display = ("id", "drawing", "run", "created_at")
    list_filter = ("drawing__level__shot__production",)
    list_select_related = ("drawing__level", "run__shot")
    exclude = ("entry", "tone", "confidence", "choices", "novelty")


@admin.register(Correction)
class CorrectionAdmin(HistoryAdmin):
    list_display = ("id", "drawing", "by", "entry", "tone", "undoes", "follows", "created_at")
    list_filter = ("drawing__level__shot__production",)
    list_select_related = ("drawing__level", "by", "undoes", "follows")
    search_fields = ("by__username",)
    date_hierarchy = "created_at"


@admin.register(Carry)
class CarryAdmin(HistoryAdmin):
    list_display = ("id", "drawing", "from_labels", "to_labels", "created_at")
    list_filter = ("drawing__level__shot__production",)
    list_select_related = ("drawing__level",)
    exclude = ("mapping",)


@admin.register(Tie)
class TieAdmin(HistoryAdmin):
    list_display = ("id", "drawing", "sources")
    list_filter = ("drawing__level__shot__production",)
    list_select_related = ("drawing__level",)
    exclude = ("source", "segment", "share")


@admin.register(Closure)
class ClosureAdmin(HistoryAdmin):
    list_display = ("id", "drawing", "kind", "score", "by", "active", "found", "created_at")
    list_filter = ("kind", "active", "drawing__level__shot__production")
    list_select_related = ("drawing__level", "by")


@admin.register(PartStroke)
class PartStrokeAdmin(HistoryAdmin):
    list_display = ("id", "drawing", "part", "of", "active", "by", "created_at")
    list_filter = ("part", "drawing__level__shot__production")
    list_select_related = ("drawing__level", "of__drawing__level", "by")
    search_fields = ("by__username",)
    date_hierarchy = "created_at"
