"""Who belongs where. Every read starts from ``productions_for``, so that nobody learns of what is not theirs."""

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from webapp.accounts.models import Membership, Role, Studio, User
from webapp.errors import NotAllowed, NotThere
from webapp.productions.models import Production

# The stronger of several memberships counts.
_STRENGTH = Case(
    When(role=Role.SUPERVISOR, then=3), When(role=Role.PAINTER, then=2), default=1, output_field=IntegerField()
)


def role_of(user: User) -> Subquery:
    """The role a person has in the production of the outer query, or NULL."""
    memberships = Membership.objects.filter(
        Q(production=OuterRef("pk")) | Q(production=None), user=user, studio=OuterRef("studio")
    )
    return Subquery(memberships.order_by(_STRENGTH.desc()).values("role")[:1])


def productions_for(user: User) -> QuerySet[Production]:
    """Every production that the person belongs to, through its studio or by itself."""
    whole_studio = Q(studio__memberships__user=user, studio__memberships__production=None)
    this_one = Q(memberships__user=user, memberships__studio=F("studio"))
    return Production.objects.filter(pk__in=Production.objects.filter(whole_studio | this_one).values("pk"))


def production_role(user: User, production: Production) -> Role | None:
    """What the person is in a production."""
    found = Production.objects.filter(pk=production.pk).values_list(role_of(user), flat=True).first()
    return Role(found) if found else None


def studio_supervised(*, user: User, pk: int) -> Studio:
    """A studio whose every production the person supervises. Raises NotThere, NotAllowed."""
    memberships = Membership.objects.select_related("studio").filter(user=user, studio=pk)
    if not memberships:
        raise NotThere("There is no such studio, or you are not a member of it.")
    for membership in memberships:
        if membership.production_id is None and membership.role == Role.SUPERVISOR:
            return membership.studio
    raise NotAllowed(f"Only a supervisor of the whole studio {memberships[0].studio} may do this.")
