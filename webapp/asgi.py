"""The one web application: pages and API (Django), the websocket (Channels), and room for the demo."""

import os
import resource
from typing import Any

from webapp.api.handler import one_thread_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
os.environ.setdefault("DATABASE_POOL", "20")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# An upload of 2,000 files holds as many temporary ones open; the usual soft limit is 1,024.
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (65_536 if most == resource.RLIM_INFINITY else min(most, 65_536), most))

django_application: Any = one_thread_application()  # first: it loads the apps whose models the next lines import

import gradio  # noqa: E402
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import re_path  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402

from webapp.api.limits import body_limited  # noqa: E402
from webapp.api.static import shelved  # noqa: E402
from webapp.demo.app import CSS_FILE, build  # noqa: E402
from webapp.demo.look import Look  # noqa: E402
from webapp.demo.page import VisitorsPage  # noqa: E402
from webapp.events.consumers import EventConsumer  # noqa: E402
from webapp.events.listener import listening  # noqa: E402


async def no_such_socket(scope: Any, receive: Any, send: Any) -> None:
    """Any other address: refused before it is opened."""
    await send({"type": "websocket.close", "code": 4404})


EVENTS_ADDRESS = r"^ws/productions/(?P<production_id>[0-9]{1,18})/$"

# Channels routes ASGI applications by Django's patterns, which are typed for views.
nowhere: Any = no_such_socket
sockets = [re_path(EVENTS_ADDRESS, EventConsumer.as_asgi()), re_path("", nowhere)]

shiage = ProtocolTypeRouter(
    {
        "http": shelved(body_limited(django_application)),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(sockets))),
    }
)

# The outer application takes what belongs to neither: the demo is mounted here, before the catch-all.
application = Starlette(lifespan=listening)
gradio.mount_gradio_app(
    application,  # any Starlette does
    build(),
    path="/demo",
    ssr_mode=False,
    show_error=False,
    footer_links=[],
    max_file_size=64 * 2**20,
    css_paths=[CSS_FILE],
    theme=Look(),
    app_kwargs={"middleware": [Middleware(VisitorsPage)]},
)
application.mount("/", app=shiage)
