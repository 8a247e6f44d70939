"""What accounts refuse."""

from webapp.errors import Refused


class BadSignIn(Refused):
    """A wrong name or password; which of them is not said."""

    code = "bad_sign_in"
    status = 401
