"""Finds every text that people see and brings the catalogues up to date: ``make words``.

The compiled catalogues are kept beside their sources, so that a clone runs as it is; a test holds the two together.
Written with Babel, because GNU gettext is not on every machine that runs the tests.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from webapp.locale import modules
from webapp.locale.sentences import sentences

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("ja",)
DOMAINS = ("django", "djangojs")  # as Django calls them: ``djangojs`` goes to the browser
# Without a date and without line numbers, a catalogue changes only where a text does.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def found(domain: str) -> Catalog:
    """Every text of a domain, with the files that say it."""
    catalog = Catalog()
    for file, text in _texts(domain):
        place: Any = (file.relative_to(ROOT).as_posix(), None)  # Babel's own, for "no line number"
        catalog.add(text[0] if len(text) == 1 else text, locations=[place])
    return catalog


def _texts(domain: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    if domain == "django":
        yield from ((file, (text,)) for file, text in sentences(ROOT))
        return
    for file in sorted((ROOT / "frontend").rglob("*.js")):
        if "node_modules" not in file.parts:
            yield from ((file, text) for text in modules.texts(file.read_text()))


def source(language: str, domain: str) -> Path:
    """Where a catalogue lies; the compiled one lies beside it."""
    return Path(__file__).parent / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> Catalog:
    """A catalogue as it is written down; empty when there is none yet."""
    path = source(language, domain)
    if not path.exists():
        return Catalog(locale=language, project="Shiage", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def compiled(catalog: Catalog) -> bytes:
    """What gettext reads."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def renew(language: str, domain: str) -> None:
    """New texts come in untranslated, texts that nobody says any more leave."""
    catalog = read(language, domain)
    catalog.update(found(domain), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = "# Renewed by `make words`."
    catalog.creation_date = catalog.revision_date = NO_DATE
    path = source(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_by_file=True, ignore_obsolete=True)
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    missing = [str(message.id) for message in catalog if message.id and not any(message.string or [])]
    print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(missing)} to translate", *missing, sep="\n  ")


if __name__ == "__main__":
    for each in LANGUAGES:
        for domain in DOMAINS:
            renew(each, domain)
