"""The one HTML page of the demo, made each visitor's own before any script runs."""

from django.templatetags.static import static
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webapp.api.pages import THEMES
from webapp.words import cookies_of, language_of

# Over a refusal, which says what to do next, Gradio says "Error" in English, where demo.css does not reach.
HEAD = f"""<head>
<link rel="icon" href="{static("icon.svg")}">
<link rel="stylesheet" href="{static("style/tokens.css")}">
<style>.toast-title {{ display: none !important; }}</style>
"""
# Gradio asks the browser alone which language its own words shall have, and the address which theme.
SCRIPT = """<script>
{
  const { lang, dataset } = document.documentElement;
  Object.defineProperty(navigator, "language", { value: lang });
  const address = new URL(location);
  if (dataset.theme) address.searchParams.set("__theme", dataset.theme);
  history.replaceState(null, "", address);
}
</script>
"""


class VisitorsPage:
    """Middleware: Gradio's page says English and a theme of its own until its root element says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == f"{scope['root_path']}/":
            await self._app(scope, receive, _Dresser(dict(scope["headers"]), send))
        else:
            await self._app(scope, receive, send)


class _Dresser:
    """Holds the head of the answer back until its body, which comes whole, has its new length."""

    def __init__(self, headers: dict[bytes, bytes], send: Send) -> None:
        theme = cookies_of(headers).get("theme")
        self._root = f'lang="{language_of(headers)}"' + (f' data-theme="{theme}"' if theme in THEMES else "")
        self._send = send
        self._start: Message = {}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        page = (
            message["body"]
            .replace(b'lang="en"', self._root.encode(), 1)
            .replace(b"<head>", (HEAD + SCRIPT).encode(), 1)
        )
        headers = MutableHeaders(scope=self._start)
        headers["content-length"] = str(len(page))
        headers["vary"] = "Cookie, Accept-Language"
        await self._send(self._start)
        await self._send({**message, "body": page})
