"""The real web server, on the test database, in a process of its own; one for all tests.

    pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

    def test_something(web_address: str):     # http://127.0.0.1:PORT, answering
        ...                                   # rows of the test are seen by the server, and the other way round

Tests must be transactional, or the server sees none of their rows. ``session_cookie(user)`` signs somebody in without a
password.
"""

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.processes import free_port, running, wait_for
from webapp.accounts.models import User

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def web_address(process_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where it answers. Who may listen to events is asked again every second."""
    port, log = free_port(), tmp_path_factory.mktemp("web") / "web.log"
    command = [sys.executable, "-m", "uvicorn", "webapp.asgi:application", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with running(command, log=log, env={**process_env, "EVENTS_RECHECK": "1"}, cwd=ROOT) as process:
        wait_for("the web server answers", lambda: _answers(address) or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield address


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/api/v1/session/").close()
    except urllib.error.HTTPError:
        return True  # 401: it is there
    except OSError:
        return False
    return True


def session_cookie(user: User) -> str:
    """The value of a ``Cookie`` header that signs the person in."""
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
