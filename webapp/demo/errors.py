"""What the demo refuses."""

from webapp.errors import Refused


class TooMuch(Refused):
    """More than a visitor may ask of the demo."""

    code = "too_much"
    status = 429


class NotThereAnyMore(Refused):
    """A visit that is over."""

    code = "visit_over"
    status = 410
