"""The HTML shell, its modules, and what browsers are told about them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from asgiref.sync import iscoroutinefunction
from django.templatetags.static import static
from django.test import Client

from tests.webapp.studio import client_of
from webapp.accounts.models import User
from webapp.api.handler import one_thread_application
from webapp.api.served import is_served, modules_in

ROOT = Path(__file__).parents[3]
PAGES = ["/", "/productions/1", "/shots/1", "/sheets/1"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_page_needs_a_sign_in_and_comes_back_to_itself(client: Client, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in?next={page}")


@pytest.mark.django_db
@pytest.mark.parametrize("page", [*PAGES, "/sign-in"])
def test_every_page_brings_the_csrf_cookie_and_trusts_only_this_host(page: str) -> None:
    answer = client_of(User.objects.create(username="mika")).get(page)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer.cookies["csrftoken"].value
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_admin_asks_for_its_own_sign_in(client: Client) -> None:
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.django_db
def test_the_admin_shows_every_model() -> None:
    client = client_of(User.objects.create(username="boss", is_staff=True, is_superuser=True))
    shown = client.get("/admin/").content.decode()
    for model in (
        "accounts/user", "accounts/studio", "accounts/membership", "productions/production", "productions/character",
        "productions/designsheet", "productions/colorentry", "productions/referenceview", "productions/shot",
        "productions/level", "productions/drawing", "productions/exposure", "painting/run", "painting/proposal",
        "painting/correction", "events/event",
    ):  # fmt: skip
        assert f"/admin/{model}/" in shown
        assert client.get(f"/admin/{model}/").status_code == 200, model


def test_files_of_the_pages_are_kept_for_ever_under_a_name_that_changes_with_them(client: Client) -> None:
    answer = client.get(static("api.js"))
    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] == "text/javascript"
    assert "immutable" in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer


def test_whoever_changes_a_module_only_reloads() -> None:
    code = """if 1:
        import django; django.setup()
        from django.test import Client
        page, module = (Client().get(path, headers={"Host": "localhost"}) for path in ("/sign-in", "/static/api.js"))
        print(page.content.decode().count("modulepreload"), module["Cache-Control"])
        again = Client().get("/static/api.js", headers={"Host": "localhost", "If-None-Match": module["ETag"]})
        print(again.status_code)
    """
    env = {**os.environ, "DEBUG": "1", "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    modules = len(modules_in(ROOT / "frontend"))
    assert said.stdout.split("\n")[:2] == [f"{modules} max-age=0, public", "304"]


@pytest.mark.parametrize(
    "path",
    [
        "package.json",
        "package-lock.json",
        "jsconfig.json",
        "index.html",
        "types.d.ts",
        "node_modules/typescript/lib/tsc.js",
    ],
)
def test_tools_and_packages_are_not_served(client: Client, path: str) -> None:
    assert not is_served(path)
    assert client.get(static(path)).status_code == 404


def test_only_files_that_pages_are_made_of_are_served() -> None:
    assert [is_served(path) for path in ("app.js", "canvas/view.js", "style/base.css", "icon.svg")] == [True] * 4
    assert [is_served(path) for path in (".env", ".git/a.js", "a/node_modules/b.js", "Makefile")] == [False] * 4


def test_the_web_process_loads_neither_torch_nor_the_matchers_and_needs_no_database_to_start() -> None:
    code = "import json, sys, webapp.asgi, webapp.urls; print(json.dumps(sorted(sys.modules)))"
    env = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modules = set(json.loads(done.stdout.splitlines()[-1]))
    assert "webapp.painting.tasks" in modules  # it does send messages
    heavy = {"torch", "torchvision", "open_clip", "timm", "inference.colorizer", "inference.matching"}
    assert not modules & {*heavy, "webapp.painting.engine"}


def test_middleware_and_views_call_each_other_without_a_change_of_threads() -> None:
    chain = one_thread_application()._middleware_chain
    assert not iscoroutinefunction(chain)


def test_a_browser_finds_our_icon_where_it_looks_for_one(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == static("icon.svg")
