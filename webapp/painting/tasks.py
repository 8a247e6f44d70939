"""What workers do, by the id of a row. Messages may come twice, late or never: the rows decide (`claims`, `sweep`).

The web process imports this file to send messages, so everything that loads the engine is imported inside.
"""

import dramatiq

# A long shot on a slow machine takes hours; what stops a run that hangs is its heartbeat, not a clock.
_NO_LIMIT = float("inf")


@dramatiq.actor(max_retries=3, time_limit=_NO_LIMIT)
def prepare_shot(shot_id: int) -> None:
    """Cut every drawing of a shot that is not cut as it should be."""
    from webapp.painting.preparing import shot_prepare

    shot_prepare(shot_id)


@dramatiq.actor(max_retries=3, time_limit=_NO_LIMIT)
def prepare_drawing(drawing_id: int) -> None:
    """Cut one drawing, when it is not cut as it should be."""
    from webapp.painting.preparing import one_prepare

    one_prepare(drawing_id)


@dramatiq.actor(max_retries=3, time_limit=_NO_LIMIT)
def recolour_drawing(drawing_id: int) -> None:
    """Colour one drawing again, when strokes were drawn on it that its colours do not know."""
    from webapp.painting.recolouring import drawing_recolour

    drawing_recolour(drawing_id)


@dramatiq.actor(max_retries=3, time_limit=_NO_LIMIT)
def tie_shot(shot_id: int) -> None:
    """Find out which segments of a shot's drawings are the same, where that is not known."""
    from webapp.painting.tying import shot_tie

    shot_tie(shot_id)


@dramatiq.actor(max_retries=3, time_limit=_NO_LIMIT)
def carry_correction(correction_id: int) -> None:
    """Carry a correction on to other drawings, when it was not yet known which segments are the same."""
    from webapp.painting.tying import correction_carry

    correction_carry(correction_id)


# No retries by the broker: a run counts its own attempts.
@dramatiq.actor(max_retries=0, time_limit=_NO_LIMIT)
def colorize_shot(run_id: str) -> None:
    """Take up a queued run and colour its shot. Does nothing when another worker was faster."""
    from webapp.painting.colouring import run_colour

    run_colour(run_id)
