"""What the demo leaves to the workers."""

import dramatiq


@dramatiq.actor
def end_visits() -> None:
    """Delete what visitors left longer ago than they may keep it. Runs twice as well as once."""
    from webapp.demo.services import visits_end

    visits_end()
