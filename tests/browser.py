"""The pages that a browser visits, and what it must hear and find on each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from tests.browser_site import Site

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asked for elsewhere would not be found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}

# Every page that is visited by name, and its page type. Where they are: browser_newsroom.py.
PAGES = {
    # The address of the home page leads to the front page of the news.
    "front page": "HomePage",
    "filtered list": "NewsIndexPage",
    "second page": "NewsIndexPage",
    "search": "NewsIndexPage",
    "no results": "NewsIndexPage",
    "wrong date": "NewsIndexPage",
    "unknown crime type": "NewsIndexPage",
    "press release": "PressReleasePage",
    "speech": "SpeechPage",
    "speeches": "SpeechIndexPage",
    "filtered speeches": "SpeechIndexPage",
    "unknown speaker": "SpeechIndexPage",
    "statement": "StatementPage",
    "topic": "TopicHubPage",
    "cases": "HighProfileCaseIndexPage",
    "case": "HighProfileCasePage",
    "press office": "PressOfficePage",
    "press desk found": "PressOfficePage",
    "no such press desk": "PressOfficePage",
    "protocol": "MediaProtocolPage",
    "protocol in force": "MediaProtocolVersionPage",
    "protocol superseded": "MediaProtocolVersionPage",
    "versions compared": "MediaProtocolPage",
    "one version twice": "MediaProtocolPage",
    "unknown version": "MediaProtocolPage",
    "version on a day": "MediaProtocolPage",
    "version on no day": "MediaProtocolPage",
    "social media policy": "SocialMediaPolicyPage",
    "social media policy superseded": "SocialMediaPolicyVersionPage",
    "content page": "ContentPage",
    # No page of an editor's.
    "corrections": "",
    "earlier editions": "",
    "earlier edition": "",
    "changed since": "",
    "earlier on a wrong day": "",
    "earlier withheld": "",
    "no such page": "",
}
MISSING = {
    "unknown crime type",
    "unknown version",
    "unknown speaker",
    "no such press desk",
    "no such page",
}

WITHHELD = {"earlier withheld"}

MISSING_ANSWER = re.compile("the server responded with a status of (404|410|451)")


@dataclass
class Visits:
    """Opens pages in the browser and hears what goes wrong on them."""

    browser: Browser
    site: Site
    faults: list[str] = field(default_factory=list)
    tabs: dict[str, Page] = field(default_factory=dict)
    windows: list[BrowserContext] = field(default_factory=list)

    def page(self, **options: object) -> Page:
        """An empty page of its own that knows the newsroom's address: `page.goto("/news/")`."""
        page = self._window(**options)
        self.windows.append(page.context)
        return page

    def desk_page(self, **options: object) -> Page:
        """An empty page of its own that knows the desk's address: `page.goto("/admin/")`."""
        return self.page(base_url=self.site.desk, **options)

    def open(self, name: str, viewport: ViewportSize = DESK, **options: object) -> Page:
        """The page of the site that is kept under this name, in a tab that is used again."""
        key = str(options)
        page = self.tabs.get(key) or self.tabs.setdefault(key, self._window(**options))
        page.set_viewport_size(viewport)
        page.emulate_media(media="null", color_scheme="null")
        answer = page.goto(self.site.addresses[name])
        assert answer is not None
        expected = 404 if name in MISSING else 451 if name in WITHHELD else 200
        assert answer.status == expected, name
        return page

    def settle(self) -> None:
        """Fail if any page since the last time asked elsewhere, or the browser complained."""
        while self.windows:
            self.windows.pop().close()
        faults, self.faults = self.faults, []
        assert not faults, faults

    def _window(self, **options: object) -> Page:
        settings = {"base_url": self.site.base, "ignore_https_errors": True, **options}
        context = self.browser.new_context(**settings)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        # The desk leads to what readers have, but not the other way round.
        own = {f"{settings['base_url']}/", f"{self.site.base}/"}
        context.on("request", lambda request: self._request(request, *own))
        context.set_default_timeout(15_000)
        return context.new_page()

    def _console(self, message: ConsoleMessage) -> None:
        # That a page is missing is what some tests visit it for.
        missing = MISSING_ANSWER.search(message.text)
        if message.type in ("error", "warning") and not missing:
            self.faults.append(f"{message.location.get('url')}: {message.text}")

    def _request(self, request: Request, *own: str) -> None:
        if not request.url.startswith((*own, "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {request.url}")


def tab_stops(page: Page, look: str, most: int = 400) -> Iterator[dict]:
    """What `look` says of each element that Tab reaches, once around the page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate(look)
        if seen is None:
            return
        yield seen
    raise AssertionError("Tab does not come to an end")
