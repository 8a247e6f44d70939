"""What the server says, in the reader's language.

Refusals, reasons and notes are written in English, into logs and rows as well, for readers of several languages. They
are turned where one of them reads: a sentence of the catalogue with its {holes} filled is found again, and said in the
other language with the same fillings. Nothing needs marking; ``webapp/locale`` collects the sentences.
"""

import gettext
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.utils.translation import get_language, get_language_from_request
from django.views.i18n import JSONCatalog

_HOLE = re.compile(r"\{(\w+)\}")
_LONGEST = 2000  # characters; nothing that we say is longer


@cache
def catalogue(domain: str, language: str) -> dict[str, str | list[str]]:
    """English text -> its translation, or one for each plural form; nothing for English itself."""
    if language == settings.LANGUAGE_CODE:
        return {}
    reader: Any = JSONCatalog()  # it sets the catalogue of a request, we that of a file
    reader.translation = gettext.translation(domain, str(settings.LOCALE_PATHS[0]), [language])
    words: dict[str, str | list[str]] = reader.get_catalog()
    return words


class _Sentence(NamedTuple):
    """A sentence cut at its holes, and what it is in the other language."""

    pieces: list[str]  # one more than there are holes
    holes: list[str]
    translation: str

    def fillings(self, text: str) -> dict[str, str] | None:
        """What the holes of a text are filled with; None when it is another sentence."""
        first, *middle, last = self.pieces
        at, end = len(first), len(text) - len(last)
        if at > end or not text.startswith(first) or not text.endswith(last):
            return None
        found = []
        for piece in middle:
            start = text.find(piece, at, end)
            if start < 0:
                return None
            found.append(text[at:start])
            at = start + len(piece)
        return dict(zip(self.holes, [*found, text[at:end]], strict=True))


@cache
def _sentences(language: str) -> list[_Sentence]:
    """Those with holes; what says more of itself comes first."""
    found = [
        _Sentence([piece.replace("{{", "{").replace("}}", "}") for piece in parts[::2]], parts[1::2], translation)
        for text, translation in catalogue("django", language).items()
        if isinstance(translation, str) and len(parts := _HOLE.split(text)) > 1
    ]
    return sorted(found, key=lambda sentence: -sum(map(len, sentence.pieces)))


def said(text: str, language: str | None = None) -> str:
    """A sentence of ours in a language (default: the request's). What is not ours stays as it is."""
    language = language or get_language() or settings.LANGUAGE_CODE
    return _said(text, language) if text and len(text) <= _LONGEST and catalogue("django", language) else text


@lru_cache(maxsize=4096)
def _said(text: str, language: str) -> str:
    whole = catalogue("django", language).get(text)
    if isinstance(whole, str):
        return whole
    for sentence in _sentences(language):
        fillings = sentence.fillings(text)
        if fillings is not None:
            # A refusal may quote another one, as in "No drawing can be coloured. A0001.png: the file is empty."
            return sentence.translation.format(**{name: _said(value, language) for name, value in fillings.items()})
    return text


def language_of(headers: Mapping[bytes, bytes]) -> str:
    """Which language a reader wishes, where no middleware has asked yet. ``headers``: of an ASGI scope."""
    request = HttpRequest()
    request.COOKIES = cookies_of(headers)
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin-1")
    return get_language_from_request(request)


def cookies_of(headers: Mapping[bytes, bytes]) -> dict[str, str]:
    """What a reader's browser keeps for us. ``headers``: of an ASGI scope."""
    return parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
