"""This process's ear: one LISTEN connection to Postgres that wakes the websockets of the productions it hears of."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from channels.layers import get_channel_layer
from django.db import connection
from psycopg import sql

from webapp.events.services import CHANNEL

log = logging.getLogger(__name__)

EVERYBODY = "events.everybody"
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0  # s between attempts to connect
SILENCE = 30.0  # s after which we ask whether the server is still there


def group_of(production_id: int) -> str:
    """The channel layer's group of those who watch a production."""
    return f"events.{production_id}"


@contextlib.asynccontextmanager
async def listening(application: object = None) -> AsyncIterator[None]:
    """Listen for as long as the block runs: the web application's lifespan."""
    task = asyncio.create_task(listen_for_ever())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def listen_for_ever() -> None:
    """Pass on what is heard. A lost connection is made anew, and then everybody looks for what they missed."""
    pause = FIRST_PAUSE
    while True:
        try:
            async with await _connect() as ear:
                pause = FIRST_PAUSE
                # Notifications are not kept for us while we are away; the events themselves are.
                await _wake(EVERYBODY)
                await _pass_on(ear)
        except (psycopg.Error, OSError) as error:
            log.warning("the event stream lost Postgres (%s); next try in %s s", error, pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _connect() -> psycopg.AsyncConnection[Any]:
    known = connection.get_connection_params()
    params = {key: known[key] for key in ("host", "port", "user", "password", "dbname", "sslmode") if key in known}
    ear = await psycopg.AsyncConnection.connect(
        **params, autocommit=True, connect_timeout=5, application_name="shiage-events"
    )
    await ear.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
    return ear


async def _pass_on(ear: psycopg.AsyncConnection[Any]) -> None:
    while True:
        async for heard in ear.notifies(timeout=SILENCE):
            await _wake(group_of(int(heard.payload)))
        await ear.execute("SELECT 1")


async def _wake(group: str) -> None:
    layer = get_channel_layer()
    if layer is not None:
        await layer.group_send(group, {"type": "events.wake"})
