"""Pages, API, admin. The websocket's address is in ``asgi.py``."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from webapp.api.errors import api_not_found
from webapp.api.pages import Page, ShotPage, SignInLink, SignInPage

urlpatterns = [
    path("", Page.as_view()),
    path("productions/<int:pk>", Page.as_view()),
    path("shots/<int:pk>", ShotPage.as_view()),
    path("sheets/<int:pk>", Page.as_view()),
    path("sheets/<int:pk>/compare/<int:other>", Page.as_view()),
    path("sign-in", SignInPage.as_view()),
    path("sign-in/link", SignInLink.as_view()),
    path("api/v1/", include("webapp.api.urls")),
    re_path("^api/", api_not_found),
    path("admin/", admin.site.urls),
    # Browsers ask for it on pages that are not ours: the demo, the admin.
    path("favicon.ico", RedirectView.as_view(url=static("icon.svg"))),
]

handler400 = "webapp.api.errors.bad_request"
handler404 = "webapp.api.errors.not_found"
handler500 = "webapp.api.errors.server_error"
