"""The public demo: line frames and one painted frame in, painted frames out, a wrong region corrected, run again.

A second client of painting's services, beside the browser's API: the same rows, the same workers.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, ParamSpec, TypeVar

import gradio as gr
from django.db import close_old_connections
from django.utils import translation
from django.utils.translation import gettext_noop as _
from gradio.context import LocalContext

from webapp.demo.services import LIMIT, visit_run, visit_with_files, visit_with_house_shot
from webapp.demo.table import Table
from webapp.errors import Refused
from webapp.exchange.export import shot_export
from webapp.painting.models import ACTIVE, Run, RunStatus
from webapp.productions.models import Shot
from webapp.words import language_of, said

POLL = 0.3  # s
PATIENCE = 600  # s of looking at one run
CSS_FILE = Path(__file__).parent / "demo.css"
INTRO = f"""# Shiage colours anime line art
Give the line drawings of a shot and **one painted frame**; every line-enclosed segment of the others gets its exact
colours. Click a wrong region, give it the right colour, run again: the frames after it learn from it.
Up to {LIMIT.drawings} drawings of {LIMIT.side} px; your work is deleted after an hour."""
ADVICE = """Your frames and the sheet of their colours will be here.
Add the line drawings and one painted frame, then choose Colour. No drawings at hand? Try the house example."""
SWATCHES = """element.addEventListener("click", ({ target }) => {
    const swatch = target.closest("button");
    if (swatch) trigger("click", { entry: swatch.dataset.entry, tone: swatch.dataset.tone });
});"""
SAID = ("label", "value", "alt_text")  # what of a block is read by visitors

P = ParamSpec("P")
T = TypeVar("T")


def _with_database(handler: Callable[P, T]) -> Callable[P, T]:
    """Gradio's threads have no request to give a connection back after, and none to take the language from.

    What is refused becomes a message.
    """

    @wraps(handler)
    def handled(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            with translation.override(_language()):
                return handler(*args, **kwargs)
        except Refused as refusal:
            # It stays until it is closed: it says what to do next.
            raise gr.Error(said(str(refusal), _language()), duration=None, print_exception=False) from refusal
        finally:
            close_old_connections()

    return handled


def _language() -> str:
    """That of the visitor whose event is handled."""
    request = LocalContext.request.get(None)
    headers = request.headers if request else {}
    return language_of({name.lower().encode(): value.encode("latin-1") for name, value in headers.items()})


@_with_database
def start_with_files(files: list[str] | None, painted: str | None, request: gr.Request) -> Table:
    """The visitor's own drawings."""
    if not files or not painted:
        raise Refused("Add the line drawings of a shot and one painted frame, or try the house example.")
    shot = visit_with_files(address=_address(request), drawings=[Path(file) for file in files], painted=Path(painted))
    return Table(shot=shot.pk, run=str(visit_run(shot=shot).pk))


@_with_database
def start_with_house_shot(request: gr.Request) -> Table:
    """Nuri waves."""
    shot = visit_with_house_shot(address=_address(request))
    return Table(shot=shot.pk, run=str(visit_run(shot=shot).pk))


@_with_database
def run_again(table: Table) -> Table:
    """Colour once more; corrections stay and teach the frames around them."""
    if table.shot is None:
        raise Refused("There is nothing to colour yet. Add drawings, or try the house example.")
    return replace(table, run=str(visit_run(shot=Shot.objects.get(pk=table.shot)).pk))


def _address(request: gr.Request) -> str:
    return request.client.host if request.client else "0.0.0.0"


def watch(table: Table) -> Iterator[tuple[Any, ...]]:
    """Show the run as it goes: (status, frames, picture) at every change."""
    until = time.monotonic() + PATIENCE
    seen: object = None
    while time.monotonic() < until:
        run, shown = _look(table, seen)
        seen = (run.status, run.drawings_done) if run else None
        if shown:
            yield shown
        if run is None or run.status not in ACTIVE:
            return
        time.sleep(POLL)


@_with_database
def _look(table: Table, seen: object) -> tuple[Run | None, tuple[Any, ...] | None]:
    run = table.latest_run()
    if run is not None and seen == (run.status, run.drawings_done):
        return run, None
    return run, (_status(run), table.thumbnails(), table.picture())


def _status(run: Run | None) -> str:
    if run is None:
        return said("This work was deleted: the demo keeps it for an hour. Start again.")
    done, total = run.drawings_done, run.drawings_total
    words = {
        RunStatus.QUEUED: "Waiting for a worker ...",
        RunStatus.RUNNING: f"Colouring: {done} of {total} frames.",
        RunStatus.DONE: f"Done: {done} of {total} frames. (7?) = seven unsure regions. Something wrong? Choose its "
        "colour on the sheet, click the region, run again.",
        RunStatus.CANCELLED: f"Stopped after {done} of {total} frames.",
        RunStatus.FAILED: f"It could not be coloured. {run.reason}",
    }
    return said(words[RunStatus(run.status)])


@_with_database
def show(table: Table) -> tuple[Any, ...]:
    """What there is to work on: (advice away, desk, tools, picture, board, colour in hand)."""
    return gr.update(visible=False), *[gr.update(visible=True)] * 2, table.picture(), table.board(), table.in_hand()


@_with_database
def turn_to(table: Table, event: gr.SelectData) -> tuple[Any, ...]:
    """Another frame comes into view."""
    table = replace(table, place=int(event.index))
    return table, table.picture()


@_with_database
def choose(table: Table, event: gr.EventData) -> tuple[Any, ...]:
    """A swatch is clicked."""
    table = table.choose(int(event.entry), int(event.tone))
    return table, table.board(), table.in_hand()


@_with_database
def touch(table: Table, tool: str, event: gr.SelectData) -> tuple[Any, ...]:
    """The frame is clicked: with the bucket it is painted, with the eyedropper the colour is taken."""
    if tool == "Bucket" and table.chosen is None:
        raise Refused("Choose a colour on the sheet first.")
    table = table.paint(*event.index) if tool == "Bucket" else table.pick(*event.index)
    return table, table.picture(), table.thumbnails(), table.board(), table.in_hand()


@_with_database
def undo(table: Table) -> tuple[Any, ...]:
    """The latest click is taken back."""
    table = table.undo()
    return table, table.picture(), table.thumbnails()


@_with_database
def download(table: Table) -> str:
    """All frames as a zip of PNG."""
    shot = Shot.objects.filter(pk=table.shot or 0).first()
    if shot is None:
        raise Refused("There is nothing to download yet.")
    with NamedTemporaryFile(suffix=".zip", prefix="shiage-", delete=False) as file:
        file.writelines(shot_export(shot=shot, file_format="png", lines="painted"))
    return file.name


def _tools() -> list[tuple[str, str]]:
    """What a click may do: (as the visitor reads it, as we call it)."""
    return [(said(_("Bucket")), "Bucket"), (said(_("Eyedropper")), "Eyedropper")]


def _speak(page: gr.Blocks, tool: gr.Radio) -> None:
    """Let the page, which is built once for all, speak each visitor's language as soon as it is open."""
    texts = {
        block: {name: text for name in SAID if isinstance(text := getattr(block, name, None), str) and text}
        for block in page.blocks.values()
    }

    @_with_database
    def translated() -> list[dict[str, Any]]:
        shown: dict[Any, dict[str, Any]] = {
            block: {name: said(text) for name, text in named.items()} for block, named in texts.items() if named
        }
        shown[tool] |= {"choices": _tools(), "value": tool.value}
        return [gr.update(**named) for named in shown.values()]

    spoken = [block for block, named in texts.items() if named]
    page.load(translated, None, spoken, show_progress="hidden", **QUIET)


def build() -> gr.Blocks:
    """The page. Every handler takes and gives the visitor's Table, which stays on the server."""
    page: gr.Blocks
    with gr.Blocks(title="Shiage demo", analytics_enabled=False, fill_width=True, delete_cache=(600, 3600)) as page:
        table = gr.State(Table())
        gr.Markdown(INTRO)
        with gr.Row():
            with gr.Column(scale=2, min_width=260):
                files = gr.File(label=_("Line drawings (PNG, TGA)"), file_count="multiple", height=160)
                painted = gr.File(label=_("One painted frame"), height=160)
                start = gr.Button(_("Colour"), variant="primary")
                house = gr.Button(_("Try the house example"), elem_id="house")
                status = gr.Markdown(_("Ready."), elem_id="status")
            advice = gr.Markdown(_(ADVICE), elem_id="advice", container=True)
            with gr.Column(scale=6, visible=False) as desk:
                picture = gr.Image(
                    label=_("Frame"), format="png", image_mode="RGBA", type="pil", interactive=False, height=540,
                    buttons=["download", "fullscreen"], elem_id="frame",
                    alt_text=_("The frame in view, as it is painted now"),
                )  # fmt: skip
                frames = gr.Gallery(
                    label=_("Frames"), format="png", columns=6, height=250, allow_preview=False, interactive=False,
                    buttons=[], object_fit="contain", elem_id="frames",
                )  # fmt: skip
            with gr.Column(scale=3, min_width=300, visible=False) as tools:
                tool = gr.Radio(_tools(), value="Bucket", label=_("A click on the frame"), elem_id="tool")
                hand = gr.Markdown(_("Choose a colour on the sheet."))
                sheet = gr.HTML(js_on_load=SWATCHES, apply_default_css=False, container=True, elem_id="sheet")
                with gr.Row():
                    back = gr.Button(_("Undo"))
                    again = gr.Button(_("Run again"), variant="primary")
                save = gr.DownloadButton(_("Download all frames"))
        view = [advice, desk, tools, picture, sheet, hand]
        for button, handler, given in (
            (start, start_with_files, [files, painted]),
            (house, start_with_house_shot, []),
            (again, run_again, [table]),
        ):
            begun = button.click(handler, given, table, show_progress_on=status, **QUIET)
            begun.success(show, table, view, **QUIET).success(
                watch, table, [status, frames, picture], show_progress="hidden", **QUIET
            )
        frames.select(turn_to, table, [table, picture], show_progress="hidden", **QUIET)
        sheet.click(choose, table, [table, sheet, hand], show_progress="hidden", **QUIET)
        picture.select(touch, [table, tool], [table, picture, frames, sheet, hand], show_progress="hidden", **QUIET)
        back.click(undo, table, [table, picture, frames], show_progress="hidden", **QUIET)
        save.click(download, table, save, **QUIET)
        _speak(page, tool)
    page.queue(default_concurrency_limit=20, api_open=False)
    return page


# Handlers are for this page alone: no public endpoint takes a Table.
QUIET: dict[str, Any] = {"api_visibility": "private"}
