"""What one visitor has on the table: a shot, the drawing in view, the colour in hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PIL import Image

from webapp.demo.pictures import Swatch, board, frame, swatches
from webapp.exchange.files import segment_at
from webapp.exchange.pictures import cel_of
from webapp.painting.final import final_painting, final_paintings
from webapp.painting.models import Correction, Run
from webapp.painting.selectors import drawings_of
from webapp.painting.services.corrections import correction_add, correction_undo
from webapp.productions.models import ColorEntry, Drawing, Shot
from webapp.words import said

THUMBNAIL = 240  # px
UNSURE = 128  # of 255: below it a colour is more likely wrong than right


@dataclass(frozen=True)
class Table:
    """Kept by Gradio for one visitor. Ids only: what they stand for is read when it is needed."""

    shot: int | None = None
    run: str | None = None
    place: int = 0  # of the drawing in view
    chosen: tuple[int, int] | None = None  # entry, tone
    done: tuple[int, ...] = field(default=())  # the visitor's corrections, for undo

    def drawings(self) -> list[Drawing]:
        """The shot's drawings in order; none when the visit is over."""
        return list(drawings_of(Shot(pk=self.shot)).select_related("level__shot__sheet")) if self.shot else []

    def drawing(self) -> Drawing | None:
        """The one in view."""
        drawings = self.drawings()
        return drawings[min(self.place, len(drawings) - 1)] if drawings else None

    def entries(self) -> Sequence[ColorEntry]:
        """The sheet."""
        return list(ColorEntry.objects.filter(sheet__shots=self.shot)) if self.shot else []

    def thumbnails(self) -> list[tuple[Image.Image, str]]:
        """Every drawing as it looks now, with its name and how much of it is unsure."""
        drawings = self.drawings()
        finals = final_paintings(drawings)
        shown = []
        for drawing in drawings:
            unsure = int((finals[drawing.pk].confidence[1:] < UNSURE).sum())
            note = said(drawing.problem) or (f"({unsure}?)" if unsure and drawing.labels else "")
            shown.append((frame(drawing, width=THUMBNAIL), f"{drawing} {note}".strip()))
        return shown

    def picture(self) -> Image.Image | None:
        """The drawing in view, full size."""
        drawing = self.drawing()
        return frame(drawing) if drawing else None

    def board(self) -> str:
        """The sheet as swatches to click on, in HTML."""
        return board(self.entries(), self.chosen)

    def swatch(self, entry: int, tone: int) -> Swatch | None:
        """One of the sheet."""
        found = (swatch for each in self.entries() if each.key == entry for swatch in swatches(each))
        return next((swatch for swatch in found if swatch.tone == tone), None)

    def in_hand(self) -> str:
        """The chosen colour in words."""
        swatch = self.swatch(*self.chosen) if self.chosen else None
        return said(f"In hand: **{swatch.name}** `{swatch.color}`." if swatch else "Choose a colour on the sheet.")

    def choose(self, entry: int, tone: int) -> "Table":
        """Take a colour of the sheet into the hand; what it does not have changes nothing."""
        return replace(self, chosen=(entry, tone)) if self.swatch(entry, tone) else self

    def pick(self, x: int, y: int) -> "Table":
        """Take the colour of the segment at a pixel of the drawing in view."""
        drawing = self.drawing()
        if drawing is None:
            return self
        final = final_painting(drawing)
        segment = segment_at(cel_of(drawing, final), x, y)
        entry = int(final.entry[segment])
        return replace(self, chosen=(entry, int(final.tone[segment]))) if entry else self

    def paint(self, x: int, y: int) -> "Table":
        """Give the segment at a pixel of the drawing in view the colour in hand. Raises BadCorrection."""
        drawing = self.drawing()
        if drawing is None or self.chosen is None:
            return self
        segment = segment_at(cel_of(drawing, final_painting(drawing)), x, y)
        if not segment:
            return self
        entry, tone = self.chosen
        added = correction_add(drawing=drawing, by=None, segments=[segment], entry=entry, tone=tone)
        return replace(self, done=(*self.done, added.correction.pk))

    def undo(self) -> "Table":
        """Take the visitor's latest correction back."""
        latest = Correction.objects.filter(pk__in=self.done[-1:]).first()
        if latest:
            correction_undo(correction=latest, by=None)
        return replace(self, done=self.done[:-1])

    def latest_run(self) -> Run | None:
        """The run that this visitor started last."""
        return Run.objects.filter(pk=self.run).first() if self.run else None
