"""The websocket of one production: replay, then live."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import parse_qs

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError

from webapp.accounts.models import User
from webapp.events.listener import EVERYBODY, group_of
from webapp.events.models import Event
from webapp.events.selectors import events_for, latest_number_for
from webapp.words import language_of, said

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

NOT_SIGNED_IN = 4401
NO_SUCH_PRODUCTION = 4404
TRY_AGAIN = 1013
BATCH = 200  # events per query
SENTENCES = ("problem", "note", "reason")  # of a payload


class EventConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """Sends ``hello``, then every event after ``since`` in order, each once.

    Wake-ups only say "look": what is sent is always fetched by number, so a lost or doubled wake-up does no harm.
    """

    async def connect(self) -> None:
        """Let members in; the close codes reach the browser only after accepting."""
        await self.accept()
        self.pump: asyncio.Task[None] | None = None
        self.woken = asyncio.Event()
        self.production_id = int(self.scope["url_route"]["kwargs"]["production_id"])
        if not isinstance(self.scope["user"], User):
            await self.close(NOT_SIGNED_IN)
            return
        self.user_id = self.scope["user"].pk
        self.language = language_of(dict(self.scope["headers"]))
        # Before the first look, so that nothing happens between looking and listening.
        await self.channel_layer.group_add(group_of(self.production_id), self.channel_name)
        await self.channel_layer.group_add(EVERYBODY, self.channel_name)
        latest = await self._latest()
        if latest is None:
            await self.close(NO_SUCH_PRODUCTION)
            return
        self.seen = min(_since(self.scope["query_string"], default=latest), latest)
        await self.send_json({"kind": "hello", "number": latest})
        self.pump = asyncio.create_task(self._pump())

    async def disconnect(self, code: int) -> None:
        """Stop sending."""
        if self.pump:
            self.pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.pump
        await self.channel_layer.group_discard(group_of(self.production_id), self.channel_name)
        await self.channel_layer.group_discard(EVERYBODY, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any) -> None:
        """Browsers only listen here; what they say goes over HTTP."""

    async def events_wake(self, message: dict[str, Any]) -> None:
        """The listener heard something."""
        self.woken.set()

    async def _pump(self) -> None:
        check_at = monotonic() + settings.EVENTS_RECHECK
        try:
            while True:
                self.woken.clear()
                await self._send_new()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.woken.wait(), max(0.0, check_at - monotonic()))
                if monotonic() >= check_at:
                    await self._check_still_welcome()
                    check_at = monotonic() + settings.EVENTS_RECHECK
        except DatabaseError:
            # The browser comes back by itself, and asks for what it missed.
            log.warning("a websocket is closed: the database does not answer")
            await self.close(TRY_AGAIN)

    async def _send_new(self) -> None:
        full = True
        while full:
            events = await self._after(self.seen)
            for event in events:
                await self.send_json(event_payload(event, self.language))
                self.seen = event.number
            full = len(events) == BATCH  # else that was all: whatever came since has woken us again

    async def _check_still_welcome(self) -> None:
        """Someone who signed out, was locked out or has left the production is shown the door.

        Until then nothing leaks: every fetch asks for membership too.
        """
        session = SessionStore(self.scope["session"].session_key)
        if not isinstance(await get_user({"session": session}), User):
            await self._leave(NOT_SIGNED_IN)
        elif await self._latest() is None:
            await self._leave(NO_SUCH_PRODUCTION)

    async def _leave(self, code: int) -> None:
        await self.close(code)
        raise asyncio.CancelledError

    async def _latest(self) -> int | None:
        return await _in_thread(latest_number_for)(user_id=self.user_id, production_id=self.production_id)

    async def _after(self, number: int) -> list[Event]:
        return await _in_thread(events_for)(
            user_id=self.user_id, production_id=self.production_id, after=number, limit=BATCH
        )


def _in_thread(query: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    # Not thread-sensitive: that would put the queries of all websockets behind each other in one thread.
    return cast("Callable[P, Awaitable[T]]", database_sync_to_async(query, thread_sensitive=False))


def _since(query: bytes, default: int) -> int:
    """The number after ``since=``; without a usable one, nothing is replayed."""
    given = parse_qs(query.decode(errors="replace")).get("since", [""])[0]
    return int(given) if given.isascii() and given.isdigit() else default


def event_payload(event: Event, language: str) -> dict[str, Any]:
    """An event as it travels."""
    return {
        "number": event.number,
        "kind": event.kind,
        "at": event.created_at.isoformat(),
        "payload": _said(event.payload, language),
    }


def _said(payload: dict[str, Any], language: str) -> dict[str, Any]:
    """With its sentences in the reader's language; a run has them one step down."""
    shown: dict[str, Any] = {name: said(payload[name], language) for name in SENTENCES if payload.get(name)}
    if isinstance(payload.get("run"), dict):
        shown["run"] = _said(payload["run"], language)
    return payload | shown
