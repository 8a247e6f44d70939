"""Signing in and out over HTTP."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from sesame.utils import get_query_string

from tests.webapp.studio import JSON
from webapp.accounts.models import User

pytestmark = pytest.mark.django_db

SESSION = "/api/v1/session/"


@pytest.fixture(autouse=True)
def no_earlier_tries(settings: Any) -> None:
    cache.clear()
    # The real hasher takes a third of a second on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mika() -> User:
    return User.objects.create_user("mika", password="kuro-neko-7", first_name="Mika", last_name="Ono")


def test_a_painter_signs_in_is_known_and_signs_out(client: Client, mika: User) -> None:
    me = {"user": {"id": mika.pk, "username": "mika", "name": "Mika Ono"}}
    answer = client.post(SESSION, {"username": "mika", "password": "kuro-neko-7"}, content_type=JSON)
    assert (answer.status_code, answer.json()) == (200, me)
    assert client.get(SESSION).json() == me
    assert client.delete(SESSION).status_code == 204
    assert client.get(SESSION).status_code == 401


@pytest.mark.parametrize(("name", "password"), [("mika", "wrong"), ("nobody", "kuro-neko-7"), ("mika", " kuro-neko-7")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    client: Client, mika: User, name: str, password: str
) -> None:
    answer = client.post(SESSION, {"username": name, "password": password}, content_type=JSON)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "bad_sign_in"
    assert answer.json()["error"]["message"] == "The name or the password is wrong."


def test_someone_who_was_locked_out_cannot_sign_in(client: Client, mika: User) -> None:
    User.objects.update(is_active=False)
    answer = client.post(SESSION, {"username": "mika", "password": "kuro-neko-7"}, content_type=JSON)
    assert answer.json()["error"]["code"] == "bad_sign_in"


def test_the_twenty_first_try_in_a_minute_must_wait(client: Client, mika: User) -> None:
    tries = [client.post(SESSION, {"username": "mika", "password": "x"}, content_type=JSON) for _ in range(21)]
    assert [answer.status_code for answer in tries] == [401] * 20 + [429]
    assert tries[-1].json()["error"]["code"] == "slow_down"
    assert 0 < int(tries[-1]["Retry-After"]) <= 60


def test_a_made_up_proxy_header_does_not_give_more_tries(client: Client, mika: User) -> None:
    for n in range(20):
        client.post(
            SESSION, {"username": "mika", "password": "x"}, content_type=JSON, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}"
        )
    answer = client.post(
        SESSION, {"username": "mika", "password": "x"}, content_type=JSON, HTTP_X_FORWARDED_FOR="9.9.9.9"
    )
    assert answer.status_code == 429


def test_another_site_cannot_sign_a_browser_in(mika: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    body = {"username": "mika", "password": "kuro-neko-7"}
    forged = strict.post(SESSION, body, content_type=JSON)
    assert (forged.status_code, forged.json()["error"]["code"]) == (403, "csrf_failed")
    strict.get("/sign-in")
    token = strict.cookies["csrftoken"].value
    assert strict.post(SESSION, body, content_type=JSON, HTTP_X_CSRFTOKEN=token).status_code == 200


def test_the_link_signs_in_once_and_then_no_more(client: Client, mika: User) -> None:
    link = f"/sign-in/link{get_query_string(mika)}"
    first = client.get(link)
    assert (first.status_code, first["Location"]) == (302, "/")
    assert client.get(SESSION).json()["user"]["username"] == "mika"
    second = Client().get(link)
    assert (second.status_code, second["Location"]) == (302, "/sign-in?link=used")


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [("/shots/7", "/shots/7"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:alert(1)", "/")],
)
def test_the_link_leads_only_to_pages_of_ours(client: Client, mika: User, wanted: str, goes: str) -> None:
    answer = client.get(f"/sign-in/link{get_query_string(mika)}&next={wanted}")
    assert answer["Location"] == goes


@pytest.mark.parametrize("query", ["", "?sesame=", "?sesame=made-up"])
def test_a_made_up_link_leads_to_the_sign_in_page(client: Client, query: str) -> None:
    assert client.get(f"/sign-in/link{query}")["Location"] == "/sign-in?link=used"
