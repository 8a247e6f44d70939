"""The websocket on a real server with a real Postgres: nothing is lost, doubled or out of order."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import websockets
from asgiref.sync import sync_to_async
from django.db import connection, connections

from tests.webapp.server import session_cookie
from tests.webapp.studio import member
from webapp.accounts.models import Membership, Role, Studio, User
from webapp.events.services import event_record
from webapp.productions.models import Production

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

PATIENCE = 30.0  # s


@pytest.fixture
def production() -> Production:
    return Production.objects.create(studio=Studio.objects.create(name="Studio"), name="Show")


@pytest.fixture
def yuki(production: Production) -> User:
    return member("yuki", Role.VIEWER, production.studio)


def record(production: Production, count: int = 1, start: int = 1) -> None:
    for n in range(start, start + count):
        event_record(production=production, kind="test.happened", payload={"n": n})


class Watcher:
    """A browser that watches a production."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket

    async def hear(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE))
        return message

    async def hear_numbers(self, count: int) -> list[int]:
        return [(await self.hear())["number"] for _ in range(count)]

    async def close_code(self) -> int:
        """Of the close that comes next. Anything else that comes is a failure."""
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(self.socket.recv(), PATIENCE)
        assert closed.value.rcvd is not None
        return closed.value.rcvd.code


def watch(
    address: str,
    production_id: int,
    user: User | None,
    query: str,
    then: Callable[[Watcher], Awaitable[None]],
    language: str = "en",
) -> None:
    """Connect, say hello, and do ``then``."""
    headers = {"Cookie": session_cookie(user)} if user else {}
    headers["Accept-Language"] = language

    async def do() -> None:
        url = f"{address.replace('http', 'ws')}/ws/productions/{production_id}/{query}"
        async with websockets.connect(url, additional_headers=headers, origin=websockets.Origin(address)) as socket:
            try:
                await then(Watcher(socket))
            finally:
                # The thread in which the test wrote its rows is another one than the test's.
                await sync_to_async(connections.close_all)()

    asyncio.run(do())


def test_who_was_away_hears_what_was_missed_and_then_what_happens(
    web_address: str, production: Production, yuki: User
) -> None:
    record(production, 3)

    async def then(watcher: Watcher) -> None:
        assert await watcher.hear() == {"kind": "hello", "number": 3}
        missed = [await watcher.hear(), await watcher.hear()]
        assert [(event["number"], event["payload"]) for event in missed] == [(2, {"n": 2}), (3, {"n": 3})]
        await sync_to_async(record)(production, 1, start=4)
        live = await watcher.hear()
        assert (live["number"], live["kind"], live["payload"]) == (4, "test.happened", {"n": 4})
        assert set(live) == {"number", "kind", "at", "payload"}

    watch(web_address, production.pk, yuki, "?since=1", then)


def test_what_happened_is_told_in_the_readers_language(web_address: str, production: Production, yuki: User) -> None:
    reason = "A0001.png: the file is empty. Export it again."
    event_record(production=production, kind="run.changed", payload={"shot": 1, "run": {"id": "7", "reason": reason}})
    event_record(production=production, kind="drawing.ready", payload={"shot": 1, "problem": reason, "note": ""})

    async def then(watcher: Watcher) -> None:
        await watcher.hear()
        said = "A0001.png：ファイルが空です。書き出し直してください。"
        assert (await watcher.hear())["payload"] == {"shot": 1, "run": {"id": "7", "reason": said}}
        assert (await watcher.hear())["payload"] == {"shot": 1, "problem": said, "note": ""}

    watch(web_address, production.pk, yuki, "?since=0", then, language="ja")


def test_without_since_nothing_old_is_told(web_address: str, production: Production, yuki: User) -> None:
    record(production, 3)

    async def then(watcher: Watcher) -> None:
        assert (await watcher.hear())["number"] == 3
        await sync_to_async(record)(production)
        assert (await watcher.hear())["number"] == 4

    watch(web_address, production.pk, yuki, "", then)
    watch(web_address, production.pk, yuki, "?since=nonsense", lambda watcher: _only_hello(watcher, 4))


async def _only_hello(watcher: Watcher, number: int) -> None:
    assert await watcher.hear() == {"kind": "hello", "number": number}


def test_four_who_write_at_once_are_heard_in_order_each_event_once(
    web_address: str, production: Production, yuki: User
) -> None:
    def write(start: int) -> None:
        record(production, 25, start)
        connections.close_all()

    async def then(watcher: Watcher) -> None:
        await watcher.hear()
        writers = [threading.Thread(target=write, args=(25 * n,)) for n in range(4)]
        for writer in writers:
            writer.start()
        heard = [await watcher.hear() for _ in range(100)]
        for writer in writers:
            await asyncio.to_thread(writer.join)
        assert [event["number"] for event in heard] == list(range(1, 101))
        assert sorted(event["payload"]["n"] for event in heard) == list(range(100))

    watch(web_address, production.pk, yuki, "", then)


def test_a_lost_ear_grows_back_and_nothing_is_missed(web_address: str, production: Production, yuki: User) -> None:
    async def then(watcher: Watcher) -> None:
        await watcher.hear()
        await sync_to_async(record)(production)
        assert (await watcher.hear())["number"] == 1
        # These two are announced while nobody listens.
        assert await sync_to_async(cut_the_ear)() == 1
        await sync_to_async(record)(production, 2, start=2)
        assert await watcher.hear_numbers(2) == [2, 3]
        await sync_to_async(record)(production, 1, start=4)
        assert await watcher.hear_numbers(1) == [4]

    watch(web_address, production.pk, yuki, "", then)


def cut_the_ear() -> int:
    """Kill the server's LISTEN connection; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'shiage-events' AND datname = current_database()"
        )
        return len(cursor.fetchall())


@pytest.mark.parametrize("production_id", [10**9, 10**17])
def test_a_production_that_is_not_there_closes_with_4404(web_address: str, yuki: User, production_id: int) -> None:
    async def then(watcher: Watcher) -> None:
        assert await watcher.close_code() == 4404

    watch(web_address, production_id, yuki, "?since=0", then)


def test_strangers_hear_nothing(web_address: str, production: Production) -> None:
    record(production)
    stranger = member("stranger", Role.SUPERVISOR, Studio.objects.create(name="Elsewhere"))

    async def refused(watcher: Watcher, code: int) -> None:
        assert await watcher.close_code() == code

    watch(web_address, production.pk, stranger, "?since=0", lambda watcher: refused(watcher, 4404))
    watch(web_address, production.pk, None, "?since=0", lambda watcher: refused(watcher, 4401))


def test_pages_of_other_hosts_may_not_listen(web_address: str, production: Production, yuki: User) -> None:
    async def do(address: str) -> None:
        url = f"{address.replace('http', 'ws')}/ws/productions/{production.pk}/"
        headers = {"Cookie": session}
        with pytest.raises(websockets.InvalidStatus) as refused:
            await websockets.connect(url, additional_headers=headers, origin=websockets.Origin("http://evil.example"))
        assert refused.value.response.status_code == 403

    session = session_cookie(yuki)
    asyncio.run(do(web_address))


def test_who_leaves_the_production_hears_no_more_and_is_shown_the_door(
    web_address: str, production: Production, yuki: User
) -> None:
    async def then(watcher: Watcher) -> None:
        await watcher.hear()
        await sync_to_async(Membership.objects.all().delete)()
        await sync_to_async(record)(production)
        assert await watcher.close_code() == 4404

    watch(web_address, production.pk, yuki, "", then)


def test_who_signs_out_is_shown_the_door(web_address: str, production: Production, yuki: User) -> None:
    from django.contrib.sessions.models import Session

    async def then(watcher: Watcher) -> None:
        await watcher.hear()
        await sync_to_async(Session.objects.all().delete)()
        assert await watcher.close_code() == 4401

    watch(web_address, production.pk, yuki, "", then)
