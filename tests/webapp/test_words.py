"""Every text that people see, in every language."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from django.test import Client

from webapp.locale.renew import DOMAINS, LANGUAGES, compiled, found, read, source
from webapp.locale.sentences import said as sentences_of
from webapp.words import language_of, said

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


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("Sign in first.", "先にサインインしてください。"),
        ("A0001.png: the file is empty. Export it again.", "A0001.png：ファイルが空です。書き出し直してください。"),
        # It quotes another one.
        (
            "No drawing of this shot can be coloured. A0001.png: the file is empty. Export it again.",
            "このカットには彩色できる動画がありません。A0001.png：ファイルが空です。書き出し直してください。",
        ),
        # A part of a sentence, and braces in what people wrote.
        (
            "a{b}.png: not a PNG, TGA, TIFF or PSD picture, found a JPEG picture. Export it as PNG.",
            "a{b}.png：PNG・TGA・TIFF・PSD の画像ではなく、JPEG 画像です。PNG で書き出してください。",
        ),
        ("Nuri", "Nuri"),
        ("Something that we never say: 7.", "Something that we never say: 7."),
        ("", ""),
    ],
)
def test_the_server_says_its_sentences_in_the_readers_language(english: str, japanese: str) -> None:
    assert said(english, "ja") == japanese
    assert said(english, "en") == english
    assert said(english) == english  # nobody's request: workers and logs speak English


def test_a_long_hostile_name_costs_no_time() -> None:
    name = ": is , the others of level " * 60
    assert said(f"{name}: the file is empty. Export it again.", "ja").startswith(name)


def test_everything_that_is_refused_is_in_the_catalogue() -> None:
    errors = {
        name
        for file in [*Path("webapp").glob("**/errors.py"), Path("inference/errors.py")]
        for name in re.findall(r"^class (\w+)", file.read_text(), re.MULTILINE)
    }
    for file in Path("webapp").rglob("*.py"):
        if {"launch", "management"} & set(file.parts):
            continue
        raised = [node.exc for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Raise)]
        for error in raised:
            if isinstance(error, ast.Call) and ast.unparse(error.func) in errors and error.args:
                message = error.args[0]
                if isinstance(message, ast.Constant | ast.JoinedStr):
                    assert list(sentences_of(f"raise {ast.unparse(error)}")), f"{file}: {ast.unparse(message)}"


def test_a_sentence_is_found_where_it_is_written() -> None:
    module = '''"""No sentence for people."""
def refuse(name, size):
    """Nor this one. Or this."""
    log.warning("nor this one: %s.", name)
    message = f"{name}: has {len(size)} {'parts' if size else 'halves'} of {size[0]}. Save it again."
    notes.append(f"{name}: taken as white")
    return gr.Button(_("Undo"))
'''
    assert list(sentences_of(module)) == [
        "{name}: has {size} {size2} of {size3}. Save it again.",
        "{name}: taken as white",
        "Undo",
    ]


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({b"cookie": b"sessionid=x; django_language=ja"}, "ja"),
        ({b"accept-language": b"ja-JP,ja;q=0.9,en;q=0.8"}, "ja"),
        ({b"cookie": b"django_language=en", b"accept-language": b"ja"}, "en"),
        ({b"cookie": b"django_language=../../x"}, "en"),
        ({}, "en"),
    ],
)
def test_a_readers_language_is_known_without_a_page(headers: dict[bytes, bytes], language: str) -> None:
    assert language_of(headers) == language
