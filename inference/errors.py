"""What can go wrong with a drawing, a sheet or a file, said so that a painter understands it."""


class ShiageError(Exception):
    """Root of every error that the engine raises on purpose; ``str(error)`` is meant for people.

    ``code`` is a stable word for programs.
    """

    code = "engine"


class BadFile(ShiageError):
    """A file cannot be read as what it claims to be; ``code`` says in what way."""

    code = "bad_file"

    def __init__(self, message: str, code: str = "bad_file") -> None:
        super().__init__(message)
        self.code = code


class NotLineArt(ShiageError):
    """A picture was read, but it is not a line drawing that segments can be cut from."""

    code = "not_line_art"


class AlreadyPainted(NotLineArt):
    """A picture is a painted drawing: it can be taken as such beside its line drawing."""

    code = "already_painted"


class NoSegments(ShiageError):
    """A drawing has no enclosed area at all: every pixel is line."""

    code = "no_segments"


class BadSheet(ShiageError):
    """A design sheet is contradictory or incomplete."""

    code = "bad_sheet"


class NothingToColourFrom(ShiageError):
    """Neither a painted drawing nor a reference view is there to take colours from."""

    code = "nothing_to_colour_from"
