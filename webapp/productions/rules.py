"""Who may do what in a production. Found and loaded by ``rules`` at start."""

from django.contrib.auth.models import AnonymousUser
from rules.permissions import add_perm
from rules.predicates import predicate

from webapp.accounts.models import Role, User
from webapp.productions.membership import production_role
from webapp.productions.models import Production

PAINT = "productions.paint"
SUPERVISE = "productions.supervise"


def paints(user: User | AnonymousUser, production: Production) -> bool:
    """Painters and supervisors."""
    return isinstance(user, User) and production_role(user, production) in (Role.PAINTER, Role.SUPERVISOR)


def supervises(user: User | AnonymousUser, production: Production) -> bool:
    """Supervisors of the production or of its whole studio."""
    return isinstance(user, User) and production_role(user, production) == Role.SUPERVISOR


add_perm(PAINT, predicate(paints))
add_perm(SUPERVISE, predicate(supervises))
