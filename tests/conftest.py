"""Every test that touches the database uses a real Postgres: ``DATABASE_URL``, or one of our own, made for the session.

The settings must see its address before Django loads, hence the work at import. The server itself starts only when a
test asks for the database (``db``, ``transactional_db``) or for ``postgres``.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import django
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from webapp.launch.postgres import Postgres

_scratch = Path(tempfile.mkdtemp(prefix="shiage-test-"))
_scratch.chmod(0o711)
_server = (
    None
    if os.environ.get("DATABASE_URL")
    else Postgres(_scratch / "postgres", log=_scratch / "postgres.log", durable=False)
)
_url = urlsplit(_server.url() if _server else os.environ["DATABASE_URL"])
# Django's test runner makes a database of its own beside the given one, and one for each of xdist's workers; tasks
# travel through that one, too.
_worker = os.environ.get("PYTEST_XDIST_WORKER")
TEST_DATABASE_URL = _url._replace(path=f"/test_{_url.path[1:]}{f'_{_worker}' if _worker else ''}").geturl()

BROWSER_TESTS = "tests/frontend/"

os.environ.setdefault("DATABASE_URL", _url.geturl())
os.environ.setdefault("DRAMATIQ_BROKER_URL", TEST_DATABASE_URL)
os.environ["SHIAGE_DATA_DIR"] = str(_scratch / "data")
os.environ["SECRET_KEY"] = "for tests only"
os.environ["DJANGO_SETTINGS_MODULE"] = "webapp.settings"
if _worker:
    # Cores are shared out already, and threads without one of their own spin while they wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
django.setup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres | None]:
    """The session's server, running; None when DATABASE_URL names somebody else's."""
    if _server:
        _server.start()
    yield _server
    if _server:
        _server.stop()


@pytest.fixture(scope="session")
def django_db_setup(postgres: Postgres | None, django_db_setup: None) -> Iterator[None]:
    """The test database, migrated. Before it is dropped the broker must let go of it."""
    import dramatiq

    yield
    dramatiq.get_broker().close()


@pytest.fixture(scope="session")
def process_env(django_db_setup: None) -> dict[str, str]:
    """The environment of a web or worker process that shall work on the test database, blobs included."""
    return {**os.environ, "DATABASE_URL": TEST_DATABASE_URL}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that xdist's workers end together: browser, other processes, engine, the rest."""
    if not _worker:
        return
    with_processes = {item.path for item in items if item.get_closest_marker("integration")}
    items.sort(
        key=lambda item: (
            not item.nodeid.startswith(BROWSER_TESTS),
            item.path not in with_processes,
            item.nodeid.startswith("tests/webapp/"),
        )
    )


class Scheduling(LoadFileScheduling):
    """A file's tests stay together, and all of the browser's do: they share one demo, which is dear to start."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER_TESTS if nodeid.startswith(BROWSER_TESTS) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Ours for ``--dist loadfile``."""
    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_xdist_setupnodes() -> None:
    """A worker starts a server of its own: it must not inherit the address of ours as if somebody had given it."""
    if _server:
        for name in ("DATABASE_URL", "DRAMATIQ_BROKER_URL", "DJANGO_SETTINGS_MODULE"):
            del os.environ[name]


def pytest_unconfigure() -> None:
    """Leave nothing in the temporary folder."""
    shutil.rmtree(_scratch, ignore_errors=True)
