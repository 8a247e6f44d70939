"""The event stream, to look at."""

from django.contrib import admin
from django.http import HttpRequest

from webapp.events.models import Event


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "kind", "production", "created_at")
    list_filter = ("kind", "production")
    list_select_related = ("production",)
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
