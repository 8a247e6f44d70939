"""What productions refuse."""

from webapp.errors import Refused


class NameTaken(Refused):
    """A production, character or view of that name is there already."""

    code = "name_taken"
    status = 409
