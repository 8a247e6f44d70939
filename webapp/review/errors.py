"""What review refuses."""

from webapp.errors import Refused


class BadNote(Refused):
    """A note without a place or without words, or with too many of them."""

    code = "bad_note"
