"""The root of what the web side refuses on purpose. The API turns each into its one error body."""

from typing import Any


class Refused(Exception):
    """``str(error)`` is a sentence for a painter; ``details`` is for programs."""

    code = "refused"
    status = 400

    def __init__(self, message: str, details: Any = None) -> None:
        super().__init__(message)
        self.details = details


class NotThere(Refused):
    """It does not exist, or the asker must not learn that it does."""

    code = "not_found"
    status = 404


class NotAllowed(Refused):
    """The asker may look but not do this."""

    code = "not_allowed"
    status = 403
