"""People, studios and who belongs where."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from webapp.accounts.models import Membership, Studio, User


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields = ("user", "studio", "production")


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    inlines = (MembershipInline,)
    list_display = ("username", "display_name", "email", "is_active", "is_staff", "last_login")


@admin.register(Studio)
class StudioAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "is_demo")
    search_fields = ("name",)
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "studio", "production", "role")
    list_filter = ("role", "studio")
    list_select_related = ("user", "studio", "production")
    search_fields = ("user__username", "studio__name", "production__name")
    autocomplete_fields = ("user", "studio", "production")
