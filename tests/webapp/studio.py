"""Two studios for tests: in one of them mika supervises, ren paints, yuki looks; in the other a stranger supervises."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.test import Client

from inference.formats import decode_labels, encode_labels, read_image
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from tests.webapp.painting.shots import COLORS, SIZE, drawings_of, line_drawing, little_shot
from webapp.accounts.models import Membership, Role, Studio, User
from webapp.painting.models import Proposal, Run, RunStatus
from webapp.productions.blobs import blob_get, blob_put
from webapp.productions.models import DesignSheet, Drawing, Production, Shot

JSON = "application/json"


@dataclass
class World:
    """What most tests start from: a shot of two drawings whose segments are cut and painted by a run."""

    studio: Studio
    production: Production
    sheet: DesignSheet
    shot: Shot
    drawings: list[Drawing]
    run: Run
    mika: User
    ren: User
    yuki: User
    stranger: User


def build_world(drawings: int = 2) -> World:
    """All of it, in the database and the blob store."""
    shot = little_shot([line_drawing(shift) for shift in range(drawings)])
    production = shot.production
    studio = production.studio
    mika = member("mika", Role.SUPERVISOR, studio)
    ren = member("ren", Role.PAINTER, studio)
    yuki = member("yuki", Role.VIEWER, studio)
    elsewhere = Studio.objects.create(name="Elsewhere")
    Production.objects.create(studio=elsewhere, name="Secret")
    stranger = member("stranger", Role.SUPERVISOR, elsewhere)
    run = Run.objects.create(shot=shot, status=RunStatus.DONE, drawings_total=drawings, drawings_done=drawings)
    for drawing in drawings_of(shot):
        cut_and_paint(drawing, run)
    return World(studio, production, shot.sheet, shot, drawings_of(shot), run, mika, ren, yuki, stranger)


def member(name: str, role: Role, studio: Studio, production: Production | None = None) -> User:
    """A person with one membership more."""
    user, _ = User.objects.get_or_create(username=name)
    Membership.objects.create(user=user, studio=studio, production=production, role=role)
    return user


def cut_and_paint(drawing: Drawing, run: Run) -> None:
    """What a worker does: the real segments, painted 1, 2, 3 in their order."""
    segments = segment(line_art_from_rgba(read_image(blob_get(drawing.line), drawing.file_name), drawing.file_name))
    drawing.labels = blob_put(encode_labels(segments.labels))
    drawing.segment_count = segments.count
    drawing.save()
    entry = np.arange(segments.count + 1, dtype="<u2")
    tone = np.zeros(segments.count + 1, "u1")
    Proposal.objects.create(
        run=run, drawing=drawing, labels=drawing.labels,
        entry=entry.tobytes(), tone=tone.tobytes(), confidence=(tone + 200).tobytes(),
    )  # fmt: skip


def labels_of(drawing: Drawing) -> Any:
    """(H, W) label map."""
    return decode_labels(blob_get(drawing.labels), *SIZE)


def client_of(user: User | None) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def files_stored() -> set[Path]:
    """Everything in the blob store, half-written files too."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


__all__ = ["COLORS", "JSON", "SIZE", "World", "build_world", "client_of", "files_stored", "labels_of", "member"]
