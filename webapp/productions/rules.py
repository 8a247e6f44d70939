"""Who may do what in a production. Found and loaded by ``rules`` at start."""

import rules
from django.contrib.auth.models import AnonymousUser

from webapp.accounts.models import Role, User
from webapp.productions.membership import production_role
from webapp.productions.models import Production

PAINT = "productions.paint"
SUPERVISE = "productions.supervise"


@rules.predicate
def paints(user: User | AnonymousUser, production: Production) -> bool:
    """Painters and supervisors."""
    return isinstance(user, User) and production_role(user, production) in (Role.PAINTER, Role.SUPERVISOR)


@rules.predicate
def supervises(user: User | AnonymousUser, production: Production) -> bool:
    """Supervisors of the production or of its whole studio."""
    return isinstance(user, User) and production_role(user, production) == Role.SUPERVISOR


rules.add_perm(PAINT, paints)
rules.add_perm(SUPERVISE, supervises)
