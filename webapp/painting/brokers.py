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
    broker: str
    options: dict[str, Any]
    match urlsplit(url).scheme:
        case "postgresql" | "postgres":
            # Workers show that they live every 2 s; a dead one's messages return after 6 s of silence.
            rhythm = {"heartbeat_interval": 2, "heartbeat_ttl": 6, "maintenance_interval": 2}
            broker, options = "dramatiq_postgres.PostgresBroker", {"url": url, "results": False, **rhythm}
        case "redis" | "rediss":
            # The same, in ms; one in ten calls (a worker makes one a second) looks for dead workers.
            rhythm = {"heartbeat_timeout": 6000, "maintenance_chance": 100_000}
            broker, options = "dramatiq.brokers.redis.RedisBroker", {"url": url, **rhythm}
        case "amqp" | "amqps":
            broker, options = "dramatiq.brokers.rabbitmq.RabbitmqBroker", {"url": url, "confirm_delivery": True}
        case "stub":
            broker, options = "dramatiq.brokers.stub.StubBroker", {}
        case other:
            raise ImproperlyConfigured(f"DRAMATIQ_BROKER_URL: no broker for {other!r}; use postgresql, redis or amqp")
    return {"BROKER": broker, "OPTIONS": options, "MIDDLEWARE": MIDDLEWARE}
