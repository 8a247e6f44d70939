"""The words of the pages in a language: what ``frontend/words.js`` looks up."""

from functools import cache

from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog


@cache
def page_words(language: str) -> dict[str, str | list[str]]:
    """English text -> its translation, or one for each plural form; nothing for English itself."""
    if language == settings.LANGUAGE_CODE:
        return {}
    catalog = JSONCatalog()
    catalog.translation = DjangoTranslation(language, domain="djangojs", localedirs=settings.LOCALE_PATHS)
    words: dict[str, str | list[str]] = catalog.get_catalog()
    return words
