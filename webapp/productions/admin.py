"""Productions, sheets and shots."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from webapp.productions.models import (
    Character,
    ColorEntry,
    DesignSheet,
    Drawing,
    Exposure,
    Level,
    Production,
    ReferenceView,
    SceneColor,
    ScenePalette,
    Shot,
)
from webapp.productions.services.sheets import sheet_announce


def is_published(row: Any) -> bool:
    """Is it an edition, or does it belong to one? Those stay as they are here, too."""
    sheet = row if isinstance(row, DesignSheet) else getattr(row, "sheet", None)
    return sheet is not None and bool(sheet.edition)


class OfSheetAdmin:
    """Rows of published sheets can be looked at, not changed."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_published(obj) and bool(super().has_change_permission(request, obj))  # type: ignore[misc]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        rest = (obj,) if isinstance(self, admin.TabularInline) else ()
        return not is_published(obj) and bool(super().has_add_permission(request, *rest))  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_published(obj) and bool(super().has_delete_permission(request, obj))  # type: ignore[misc]


class ColorEntryInline(OfSheetAdmin, admin.TabularInline):  # type: ignore[type-arg]
    model = ColorEntry
    extra = 0


class ReferenceViewInline(OfSheetAdmin, admin.TabularInline):  # type: ignore[type-arg]
    model = ReferenceView
    extra = 0


class LevelInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Level
    extra = 0
    show_change_link = True


@admin.register(Production)
class ProductionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "studio", "created_at")
    list_filter = ("studio",)
    list_select_related = ("studio",)
    search_fields = ("name", "studio__name")


@admin.register(Character)
class CharacterAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "production")
    list_filter = ("production",)
    list_select_related = ("production",)
    search_fields = ("name",)
    readonly_fields = ("last_key",)


@admin.register(DesignSheet)
class DesignSheetAdmin(OfSheetAdmin, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("character", "version", "edition", "name", "created_by", "created_at")
    list_filter = ("character__production",)
    list_select_related = ("character", "created_by")
    search_fields = ("character__name",)
    inlines = (ColorEntryInline, ReferenceViewInline)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Colours changed here show in the shots as at once as those changed on the sheet's page."""
        super().save_related(request, form, formsets, change)
        sheet_announce(form.instance)


@admin.register(ColorEntry)
class ColorEntryAdmin(OfSheetAdmin, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "key", "category", "group", "normal", "highlight", "shadow", "second_shadow", "sheet")
    list_filter = ("category", "sheet__character__production")
    list_select_related = ("sheet__character",)
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: ColorEntry, form: Any, change: bool) -> None:
        """As in DesignSheetAdmin."""
        super().save_model(request, obj, form, change)
        sheet_announce(obj.sheet)


@admin.register(ReferenceView)
class ReferenceViewAdmin(OfSheetAdmin, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "sheet", "width", "height")
    list_select_related = ("sheet__character",)
    search_fields = ("name",)


class SceneColorInline(admin.TabularInline):  # type: ignore[type-arg]
    model = SceneColor
    extra = 0
    raw_id_fields = ("entry",)


@admin.register(ScenePalette)
class ScenePaletteAdmin(OfSheetAdmin, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "sheet")
    list_select_related = ("sheet__character",)
    search_fields = ("name",)
    inlines = (SceneColorInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """As in DesignSheetAdmin."""
        super().save_related(request, form, formsets, change)
        sheet_announce(form.instance.sheet)


@admin.register(Shot)
class ShotAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "production", "sheet", "fps", "created_by", "created_at")
    list_filter = ("production",)
    list_select_related = ("production", "sheet__character", "created_by")
    search_fields = ("name",)
    inlines = (LevelInline,)


@admin.register(Level)
class LevelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "shot", "order", "width", "height")
    list_filter = ("shot__production",)
    list_select_related = ("shot",)
    search_fields = ("name", "shot__name")


@admin.register(Drawing)
class DrawingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("__str__", "shot", "file_name", "segment_count", "problem")
    list_filter = ("level__shot__production",)
    list_select_related = ("level__shot",)
    search_fields = ("file_name", "level__shot__name")
    raw_id_fields = ("level",)

    @admin.display(ordering="level__shot__name")
    def shot(self, drawing: Drawing) -> str:
        return drawing.level.shot.name


@admin.register(Exposure)
class ExposureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("frame", "level", "drawing")
    list_filter = ("level__shot__production",)
    list_select_related = ("level__shot", "drawing__level")
    raw_id_fields = ("level", "drawing")
