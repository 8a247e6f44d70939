"""An export under the real web server: it leaves in pieces."""

import io
import urllib.request
import zipfile

import pytest

from tests.webapp.server import session_cookie
from tests.webapp.studio import build_world


@pytest.mark.integration
@pytest.mark.django_db(transaction=True)
def test_an_export_streams_a_whole_zip(web_address: str) -> None:
    world = build_world(3)
    cookie = session_cookie(world.yuki)
    request = urllib.request.Request(f"{web_address}/api/v1/shots/{world.shot.pk}/export/", headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Length"] is None  # nobody waits until all of it is painted
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    assert archive.testzip() is None
    assert archive.namelist() == ["A/A0001.png", "A/A0002.png", "A/A0003.png", "report.json", "report.txt"]
