"""What exchange refuses."""

from webapp.errors import Refused


class BadUpload(Refused):
    """Files that cannot become a shot. ``details``: one ``{"file", "code", "message"}`` for everything found."""

    code = "bad_upload"


class NoExport(Refused):
    """A shot that the format cannot hold."""

    code = "no_export"
