"""The one web application: pages and API (Django), the websocket (Channels), and room for the demo."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
os.environ.setdefault("DATABASE_POOL", "20")
django_application = get_asgi_application()  # first: it loads the apps whose models the next lines import

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import re_path  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.routing import Mount  # noqa: E402

from webapp.events.consumers import EventConsumer  # noqa: E402
from webapp.events.listener import listening  # noqa: E402

shiage = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(
                URLRouter([re_path(r"^ws/productions/(?P<production_id>\d{1,9})/$", EventConsumer.as_asgi())])
            )
        ),
    }
)

# The outer application takes what belongs to neither: the demo is mounted here, before the catch-all.
application = Starlette(routes=[Mount("/", app=shiage)], lifespan=listening)
