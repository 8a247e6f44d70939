"""The pages: one HTML shell, whose modules look at the address."""

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.generic import TemplateView
from sesame.views import LoginView

from webapp.accounts.models import User
from webapp.api.served import modules_in
from webapp.painting.selectors import shot_first_asked
from webapp.words import catalogue

THEMES = ("light", "dark")


@method_decorator([ensure_csrf_cookie, never_cache], name="dispatch")
class SignInPage(TemplateView):
    """Open to everybody. The cookie ``csrftoken`` comes with every page."""

    template_name = "index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The page brings its words along: modules find them at once, without another round trip before the first one.
        language = get_language() or settings.LANGUAGE_CODE
        # The chosen look as well, or a dark page would flash up light. Without a choice the browser's own wish holds.
        theme = self.request.COOKIES.get("theme")
        return super().get_context_data(
            language=language,
            words=catalogue("djangojs", language),
            theme=theme if theme in THEMES else None,
            # Packed into one, they need no list.
            modules=modules_in(settings.FRONTEND) if settings.DEBUG else [],
            **kwargs,
        )


class Page(LoginRequiredMixin, SignInPage):
    """For people who are signed in; others go to /sign-in?next=. What they may see there, the API decides."""


class ShotPage(Page):
    """A shot takes several answers to open, each naming what to ask for next. The page names them all at once."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        asked = shot_first_asked(user=user, pk=kwargs["pk"]) if isinstance(user, User) else []
        return super().get_context_data(first_asked=asked and [reverse("session"), *asked], **kwargs)


class SignInLink(LoginView):  # type: ignore[misc]
    """The one-time link: signs in and goes to ``next`` (on this host only) or to the start page."""

    def login_failed(self) -> HttpResponseRedirect:
        return HttpResponseRedirect("/sign-in?link=used")

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(*args, **kwargs)
        # The token is in the address: no other site may see it.
        answer["Referrer-Policy"] = "no-referrer"
        return answer
