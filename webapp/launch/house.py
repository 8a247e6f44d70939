"""The house production as the demo meets it: who signs in, and what is painted first."""

from urllib.parse import urlencode

from sesame.utils import get_query_string

from webapp.accounts.models import Role, User
from webapp.exchange.house import PEOPLE, PRODUCTION, SHOT, STUDIO
from webapp.launch.errors import BrokenOff
from webapp.painting.models import ACTIVE, Run, RunStatus
from webapp.painting.services.runs import run_start
from webapp.productions.models import Drawing, Shot


def house_shot() -> Shot:
    """The shot that ``manage.py load_house`` loads. Raises BrokenOff."""
    shot = Shot.objects.filter(production__studio__name=STUDIO, production__name=PRODUCTION, name=SHOT).first()
    if shot is None:
        raise BrokenOff(f"The shot {SHOT} of the {PRODUCTION} is not there; load it: manage.py load_house")
    return shot


def house_supervisor() -> User:
    """Who `make demo` signs in."""
    name = next(name for name, role in PEOPLE.items() if role == Role.SUPERVISOR)
    return User.objects.get(username=name)


def sign_in_link(user: User, shot: Shot) -> str:
    """Path and query of a link that signs a person in once, within a day, and shows the shot."""
    to = urlencode({"next": f"/shots/{shot.pk}"})
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
