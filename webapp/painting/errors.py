"""What painting refuses."""

from webapp.errors import Refused


class BadCorrection(Refused):
    """A correction that speaks of segments or entries that are not there."""

    code = "bad_correction"


class BadClosure(Refused):
    """A closing stroke that cannot be drawn."""

    code = "bad_closure"


class BadStroke(Refused):
    """A semantic stroke that cannot be drawn."""

    code = "bad_stroke"


class Unreadable(Refused):
    """A drawing whose lines cannot be read, or not in the way that was asked for."""

    code = "unreadable"


class RunActive(Refused):
    """A shot has one run at a time."""

    code = "run_active"
    status = 409
