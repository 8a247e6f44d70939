"""What productions refuse."""

from webapp.errors import Refused


class NameTaken(Refused):
    """A production, character or view of that name is there already."""

    code = "name_taken"
    status = 409


class EntryInUse(Refused):
    """Drawings are painted with it. ``details``: their ids."""

    code = "entry_in_use"
    status = 409
