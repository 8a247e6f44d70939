"""What painting refuses."""

from webapp.errors import Refused


class BadCorrection(Refused):
    """A correction that speaks of segments or entries that are not there."""

    code = "bad_correction"


class RunActive(Refused):
    """A shot has one run at a time."""

    code = "run_active"
    status = 409
