"""One error body, whatever goes wrong."""

import http.client
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.webapp.server import session_cookie
from tests.webapp.studio import JSON, World, client_of
from webapp.accounts.models import User
from webapp.productions.models import Production


def error_of(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert set(answer.json()) == {"error"}
    error: dict[str, Any] = answer.json()["error"]
    assert set(error) == {"message", "code", "details"}
    assert error["message"]
    return error


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v2/session/", "/api/v1/productions"])
def test_an_unknown_address_is_not_found(client: Client, path: str) -> None:
    assert error_of(client.get(path), 404)["code"] == "not_found"


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "-1", "x"])
def test_a_number_that_no_shot_has_is_not_found(world: World, number: str) -> None:
    assert error_of(client_of(world.ren).get(f"/api/v1/shots/{number}/"), 404)["code"] == "not_found"


@pytest.mark.parametrize("run", ["7", "00000000-0000-0000-0000-000000000000"])
def test_a_run_that_is_not_there_is_not_found(world: World, run: str) -> None:
    assert error_of(client_of(world.ren).get(f"/api/v1/runs/{run}/"), 404)["code"] == "not_found"


def test_a_wrong_method_says_so(world: World) -> None:
    assert error_of(client_of(world.ren).put("/api/v1/productions/"), 405)["code"] == "method_not_allowed"


@pytest.mark.parametrize("body", ["{", "", "\x00", "[1", '{"name": }'])
def test_broken_json_says_so(world: World, body: str) -> None:
    address = f"/api/v1/productions/{world.production.pk}/characters/"
    answer = client_of(world.mika).generic("POST", address, body, content_type=JSON)
    assert error_of(answer, 400)["code"] == "bad_request"


@pytest.mark.parametrize(
    "body", ["[]", "7", '"x"', "null", '{"name": null}', '{"name": "a\\u0000b"}', '{"name": ["x"]}']
)
def test_json_of_another_shape_is_a_bad_request(world: World, body: str) -> None:
    address = f"/api/v1/productions/{world.production.pk}/characters/"
    answer = client_of(world.mika).generic("POST", address, body, content_type=JSON)
    assert error_of(answer, 400)["code"] == "bad_request"


def test_a_missing_field_is_named(world: World) -> None:
    address = f"/api/v1/productions/{world.production.pk}/characters/"
    error = error_of(client_of(world.mika).post(address, {}, content_type=JSON), 400)
    assert (error["code"], error["message"]) == ("bad_request", "name: This field is required.")
    assert error["details"] == {"name": ["This field is required."]}


def test_a_form_where_json_belongs_is_refused(world: World) -> None:
    address = f"/api/v1/productions/{world.production.pk}/characters/"
    assert error_of(client_of(world.mika).post(address, {"name": "x"}), 415)["code"] == "unsupported_media_type"


def test_a_request_without_the_csrf_token_is_refused(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.mika)
    answer = strict.post(f"/api/v1/shots/{world.shot.pk}/runs/", {}, content_type=JSON)
    error = error_of(answer, 403)
    assert (error["code"], error["message"]) == ("csrf_failed", "This page is out of date: reload it and try again.")


def test_what_breaks_inside_is_said_without_html_or_secrets(world: World) -> None:
    client = client_of(world.ren)
    client.raise_request_exception = False
    with patch("webapp.painting.views.shot_detail", side_effect=RuntimeError("secret")):
        answer = client.get(f"/api/v1/shots/{world.shot.pk}/")
    assert error_of(answer, 500)["code"] == "broken"
    assert b"secret" not in answer.content


def test_what_breaks_before_the_view_is_said_without_html(world: World) -> None:
    client = client_of(world.ren)
    client.raise_request_exception = False
    broken = "django.contrib.sessions.middleware.SessionMiddleware.process_request"
    with patch(broken, side_effect=RuntimeError("secret")):
        answer = client.get(f"/api/v1/shots/{world.shot.pk}/")
    assert error_of(answer, 500)["code"] == "broken"
    assert b"secret" not in answer.content


def test_a_picture_that_is_not_there_is_a_json_error_whatever_the_browser_accepts(world: World) -> None:
    answer = client_of(world.ren).get("/api/v1/drawings/999999/painted.png", headers={"Accept": "image/png"})
    assert error_of(answer, 404)["code"] == "not_found"


def test_the_api_refuses_in_the_readers_language(world: World) -> None:
    client = client_of(world.ren)
    client.cookies["django_language"] = "ja"
    error = client.get("/api/v1/shots/999999/").json()["error"]
    assert error["message"] == "カットが見つからないか、その作品に参加していません。"
    assert error["code"] == "not_found"


@pytest.mark.integration
@pytest.mark.django_db(transaction=True)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(web_address: str) -> None:
    cookie = session_cookie(User.objects.create(username="mika"))

    def ask(content_type: str, length: int) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(urlsplit(web_address).netloc, timeout=30)
        connection.putrequest("POST", "/api/v1/productions/")
        for name, value in (("Cookie", cookie), ("Content-Type", content_type), ("Content-Length", str(length))):
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read()

    for kind, length in ((JSON, 17 * 2**20), ("multipart/form-data; boundary=x", 2**31 + 1), ("text/plain", 2**40)):
        status, body = ask(kind, length)
        assert status == 413
        assert b'"too_large"' in body


@pytest.mark.integration
@pytest.mark.django_db(transaction=True)
def test_a_body_that_hides_its_length_is_cut_off_at_the_limit(web_address: str) -> None:
    cookie = session_cookie(User.objects.create(username="mika"))
    sent = 0

    def endless() -> Any:
        nonlocal sent
        while sent < 64 * 2**20:
            sent += 2**16
            yield bytes(2**16)

    connection = http.client.HTTPConnection(urlsplit(web_address).netloc, timeout=30)
    headers = {"Cookie": cookie, "Content-Type": JSON, "Transfer-Encoding": "chunked"}
    try:
        connection.request("POST", "/api/v1/productions/", body=endless(), headers=headers, encode_chunked=True)
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # the server has hung up, as it should, while we were still talking
    assert status == 413
    assert sent < 64 * 2**20
    assert Production.objects.count() == 0
