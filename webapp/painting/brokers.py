"""Which broker carries the tasks: the scheme of one URL decides."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MIDDLEWARE = [
    "dramatiq.middleware.AgeLimit",
    "dramatiq.middleware.TimeLimit",
    "dramatiq.middleware.ShutdownNotifications",
    "dramatiq.middleware.Callbacks",
    "dramatiq.middleware.Retries",
    "django_dramatiq.middleware.DbConnectionsMiddleware",
]


def broker_settings(url: str) -> dict[str, Any]:
    """django-dramatiq's settings for a ``postgresql``, ``redis``, ``amqp`` or ``stub`` URL.

    Raises ImproperlyConfigured for any other scheme.
    """
    match urlsplit(url).scheme:
        case "postgresql" | "postgres":
            broker, options = "dramatiq_postgres.PostgresBroker", {"url": url, "results": False}
        case "redis" | "rediss":
            # A dead worker's messages return after 6 s of silence instead of a minute.
            broker, options = "dramatiq.brokers.redis.RedisBroker", {"url": url, "heartbeat_timeout": 6000}
        case "amqp" | "amqps":
            broker, options = "dramatiq.brokers.rabbitmq.RabbitmqBroker", {"url": url}
        case "stub":
            broker, options = "dramatiq.brokers.stub.StubBroker", {}
        case other:
            raise ImproperlyConfigured(f"DRAMATIQ_BROKER_URL: no broker for {other!r}; use postgresql, redis or amqp")
    return {"BROKER": broker, "OPTIONS": options, "MIDDLEWARE": MIDDLEWARE}
