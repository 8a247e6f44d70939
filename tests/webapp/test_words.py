"""Every text that people see, in every language."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Message
from django.test import Client

from webapp.locale.renew import DOMAINS, LANGUAGES, compiled, found, read, source

each_catalogue = pytest.mark.parametrize(("language", "domain"), [(one, two) for one in LANGUAGES for two in DOMAINS])


def texts(message: Message) -> list[str]:
    """A text's own words, all its forms."""
    return [*message.id] if isinstance(message.id, tuple) else [message.id]


def translations(message: Message) -> list[str]:
    """The same in the other language."""
    return [*message.string] if isinstance(message.string, tuple) else [message.string or ""]


def holes(text: str) -> set[str]:
    """The names that are filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@each_catalogue
def test_every_text_is_translated_and_none_is_left_over(language: str, domain: str) -> None:
    said = {(message.id, message.context) for message in found(domain) if message.id}
    written = {(message.id, message.context): message for message in read(language, domain) if message.id}
    assert written.keys() == said, "make words"
    for message in written.values():
        assert all(translations(message)), f"not translated: {message.id}"
        assert not message.fuzzy, f"not looked at: {message.id}"


@each_catalogue
def test_a_translation_fills_in_what_its_text_fills_in(language: str, domain: str) -> None:
    for message in read(language, domain):
        if message.id:
            named = set().union(*map(holes, texts(message)))
            assert [named] * len(translations(message)) == [holes(text) for text in translations(message)], message.id


@each_catalogue
def test_the_compiled_catalogue_says_what_its_source_says(language: str, domain: str) -> None:
    path = source(language, domain).with_suffix(".mo")
    assert path.read_bytes() == compiled(read(language, domain)), "make words"


@pytest.mark.parametrize(
    ("cookie", "wish", "language"),
    [("", "ja,en;q=0.5", "ja"), ("en", "ja", "en"), ("ja", "en", "ja"), ("", "fr", "en")],
)
def test_a_page_speaks_the_chosen_language_or_the_one_that_the_browser_wishes(
    cookie: str, wish: str, language: str
) -> None:
    client = Client(headers={"Accept-Language": wish})
    client.cookies["django_language"] = cookie
    page = client.get("/sign-in").content.decode()
    assert f'<html lang="{language}">' in page
    words = re.search(r'<script id="words" type="application/json">(.*?)</script>', page)
    assert words
    assert ("\\u30b5\\u30a4\\u30f3\\u30a4\\u30f3" in words[1] or "サインイン" in words[1]) == (language == "ja")
