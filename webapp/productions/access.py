"""Ask for a role before doing something."""

from webapp.accounts.models import User
from webapp.errors import NotAllowed
from webapp.productions.models import Production
from webapp.productions.rules import PAINT, SUPERVISE

_NEEDED = {PAINT: "a painter or supervisor", SUPERVISE: "a supervisor"}


def require(user: User, permission: str, production: Production) -> None:
    """Raises NotAllowed when the person's role is too low."""
    if not user.has_perm(permission, production):
        raise NotAllowed(f"Only {_NEEDED[permission]} of {production} may do this; ask a supervisor for the role.")
