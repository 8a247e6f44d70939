"""The painted picture of a drawing, and the tag that says whether it is still the same."""

import hashlib
from typing import Any

from django.db.models import Max

from webapp.exchange.files import Cel, Lines, encode_picture, painted_pixels, palette, small, veiled_pixels
from webapp.painting.final import FinalPainting, final_painting
from webapp.painting.models import Carry, Correction, Proposal
from webapp.productions.blobs import blob_get
from webapp.productions.colors import entries_in
from webapp.productions.models import Drawing, Successor

# Part of every tag: raise it when the same colours and lines come out as other pixels.
PICTURE_VERSION = 1


def picture_tag(*, drawing: Drawing, lines: Lines, width: int | None, scene: int | None = None) -> str:
    """An ETag of everything that the picture depends on, found without rendering it. ``scene`` None: by day."""
    colors = entries_in(sheet=drawing.level.shot.sheet_id, scene=scene)
    entries = sorted((e.key, e.normal, e.highlight, e.shadow, e.second_shadow) for e in colors)
    return _tag(PICTURE_VERSION, drawing.line, _painted(drawing), entries, lines, width)


def veil_tag(*, drawing: Drawing, entry: int, width: int) -> str:
    """The same for a veil."""
    return _tag(PICTURE_VERSION, _painted(drawing), entry, width)


def veil_png(*, drawing: Drawing, entry: int, width: int) -> bytes:
    """A veil over the painted picture that leaves out where an entry is; ``width`` px."""
    return encode_picture(small(veiled_pixels(cel_of(drawing, final_painting(drawing)), entry), width), "png")


def _painted(drawing: Drawing) -> tuple[Any, ...]:
    """Names how its segments are painted, on the sheet that its shot holds on to."""
    rows = (model._default_manager.filter(drawing=drawing) for model in (Proposal, Correction, Carry))
    heirs = Successor.objects.filter(sheet=drawing.level.shot.sheet_id).values_list("key", "successor")
    return drawing.labels, [row.aggregate(last=Max("id"))["last"] for row in rows], list(heirs)


def _tag(*parts: object) -> str:
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def picture_png(*, drawing: Drawing, lines: Lines, width: int | None, scene: int | None = None) -> bytes:
    """The drawing as it is painted now; ``width`` px for a small one, whose colours blend at the rims."""
    colors = palette(entries_in(sheet=drawing.level.shot.sheet_id, scene=scene))
    rgba = painted_pixels(cel_of(drawing, final_painting(drawing)), colors, lines)
    if width is not None and width < rgba.shape[1]:
        rgba = small(rgba, width)
    return encode_picture(rgba, "png")


def cel_of(drawing: Drawing, final: FinalPainting) -> Cel:
    """What ``painted_pixels`` needs; reads the drawing's blobs."""
    return Cel(
        name=drawing.file_name,
        line=blob_get(drawing.line),
        labels=blob_get(drawing.labels) if drawing.labels else b"",
        size=(drawing.level.width, drawing.level.height),
        entry=final.entry,
        tone=final.tone,
        provisional=final.provisional,
    )
