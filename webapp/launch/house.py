"""The house production as the demo meets it: who signs in, and what is painted first."""

from urllib.parse import urlencode

from sesame.utils import get_query_string

from webapp.accounts.models import Membership, Role, User
from webapp.launch.errors import BrokenOff
from webapp.painting.models import ACTIVE, Run, RunStatus
from webapp.painting.services.runs import run_start
from webapp.productions.models import Drawing, Production, Shot


def house_production() -> Production:
    """The first production of all: it is loaded before anybody can make another. Raises BrokenOff."""
    production = Production.objects.filter(studio__is_demo=False).order_by("pk").first()
    if production is None:
        raise BrokenOff("the house production is not there; load it: manage.py load_house")
    return production


def house_shot() -> Shot | None:
    """Its first shot; None when somebody deleted it."""
    return house_production().shots.order_by("pk").first()


def house_supervisor() -> User:
    """Who `make demo` signs in. Raises BrokenOff."""
    studio = house_production().studio
    first = Membership.objects.filter(studio=studio, role=Role.SUPERVISOR).order_by("pk").first()
    if first is None:
        raise BrokenOff(f"nobody supervises the studio {studio}; make a membership in /admin")
    return first.user


def sign_in_link(user: User, shot: Shot | None) -> str:
    """Path and query of a link that signs a person in once, within a day, and shows the shot."""
    to = urlencode({"next": f"/shots/{shot.pk}" if shot else "/"})
    return f"/sign-in/link{get_query_string(user)}&{to}"


def house_run(shot: Shot) -> Run:
    """The run that paints the house shot: the one under way or done, or a new one where a drawing is unpainted."""
    latest = Run.objects.filter(shot=shot).first()
    wanted = Drawing.objects.filter(level__shot=shot, problem="").count()
    if latest and (latest.status in ACTIVE or _paints_all(latest, wanted)):
        return latest
    return run_start(shot=shot, by=None)


def _paints_all(run: Run, wanted: int) -> bool:
    return run.status == RunStatus.DONE and run.proposals.count() >= wanted
