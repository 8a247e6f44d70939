"""What part of a character a colour is for, guessed from its name: English or Japanese."""

import re
from pathlib import Path

from webapp.productions.models import Category


def _read_words() -> dict[str, Category]:
    """Word -> what it tells; a line of the file is a category and its words."""
    lines = (Path(__file__).parent / "category_words.txt").read_text("utf-8").splitlines()
    split = (line.split(": ", 1) for line in lines)
    return {word: Category(category) for category, words in split for word in words.split()}


_CATEGORY = _read_words()
_LATIN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_JAPANESE = re.compile("|".join(sorted((w for w in _CATEGORY if not w.isascii()), key=len, reverse=True)))


def category_of(name: str) -> Category | None:
    """The part that a colour's name tells of, None where it tells none.

    The last word that tells one counts, as heads come last in both languages: "hair ribbon" and 髪リボン are clothes.
    """
    found = [(match.end(), _known(match.group().lower())) for match in _LATIN.finditer(name)]
    found += [(match.end(), _CATEGORY[match.group()]) for match in _JAPANESE.finditer(name)]
    told = [(end, category) for end, category in found if category]
    return max(told)[1] if told else None


def _known(word: str) -> Category | None:
    singular = (word, word.removesuffix("s"), word.removesuffix("es"))
    return next((_CATEGORY[one] for one in singular if one in _CATEGORY), None)
