"""Finds what addresses of this site lead to, for the rules on addresses and for links of pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from newsroom.documents.passages import Passage
from newsroom.editions.models import Edition, EditionFile, OldAddress
from newsroom.rules.address_kinds import Kind, OwnHosts, kind_of, own_path
from newsroom.rules.addresses import written
from newsroom.rules.facts import TypedAddress

_DOCUMENT = re.compile(r"/documents/(\d{1,18})/")
_BELOW_PAGES = re.compile(r"(?:[^/]*\.[^/]*|compare|in-force-on)/?$")
"""What follows the address of a page without being one: a file, a view of a document."""
_SECTIONS = ("news", "cy", "documents", "media", "static", "admin")
"""The first parts of addresses of this site. Other words between slashes may be no address."""


@dataclass(frozen=True)
class Target:
    """What an address of this site leads to."""

    page: int | None = None
    document: int | None = None
    public: bool = False
    """Whether readers find something there."""
    exact: bool = True
    """Whether the address is that of the page, and not of something below it."""


def own_hosts() -> OwnHosts:
    """The hosts of this site, with and without "www."."""
    sites = {urlsplit(root.root_url).hostname for root in Site.get_site_root_paths()}
    return OwnHosts(
        _with_and_without_www({*sites, urlsplit(settings.BASE_URL).hostname}),
        _with_and_without_www({urlsplit(settings.DESK_URL).hostname}),
    )


def targets_of(addresses: Iterable[str], own: OwnHosts) -> dict[str, Target]:
    """What each of these leads to, if it is an address of this site; at most five queries."""
    paths = {one: path for one in addresses if (path := own_path(one, own)) is not None}
    found = _Lookup(sorted({_page_path(path) for path in paths.values()}))
    return {address: found.target(_page_path(path)) for address, path in paths.items()}


def typed_addresses(passages: Iterable[Passage]) -> tuple[TypedAddress, ...]:
    """The addresses in passages, with their kinds, and with what those of this site lead to."""
    found = list(written(passages))
    if not found:
        return ()
    own = own_hosts()
    kinds = {address: kind_of(address, own) for _passage, address in found}
    targets = targets_of((one for one, kind in kinds.items() if kind == Kind.OWN), own)
    return tuple(
        TypedAddress(passage, address, kinds[address], _leads_to(passage, address, targets))
        for passage, address in found
    )


def _leads_to(passage: Passage, address: str, targets: dict[str, Target]) -> bool | None:
    target = targets.get(address)
    if target is None:
        return None
    return True if target.public else _is_missing(passage, address, target)


def _is_missing(passage: Passage, address: str, target: Target) -> bool | None:
    """False for an address at which readers find nothing; None for words that may be no address."""
    is_path = not passage.is_address and address.startswith("/") and not address.startswith("//")
    is_unknown = is_path and address.split("/")[1].lower() not in _SECTIONS
    return None if is_unknown and target.page is None else False


def _with_and_without_www(hosts: Iterable[str | None]) -> frozenset[str]:
    known = {host.lower().removeprefix("www.") for host in hosts if host}
    return frozenset(known | {f"www.{host}" for host in known})


def _page_path(path: str) -> str:
    """The path of an address in the form of editions: without query, with one slash at the end."""
    plain = re.sub(r"/{2,}", "/", unquote(urlsplit(path).path))
    return f"/{plain.strip('/')}/".replace("//", "/").lower()


class _Lookup:
    """What paths lead to, read at once for all of them."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.files: dict[int, bool] = {}
        self.open: dict[str, int] = {}
        self.old: dict[str, int] = {}
        self.stored: dict[str, int] = {}
        if paths:
            self._read(sorted({form for path in paths for form, _exact in _forms(path)}))

    def target(self, path: str) -> Target:
        """What a path leads to."""
        if path == "/":
            # It leads to the news, whatever page is there.
            return Target(public=True, exact=False)
        if match := _DOCUMENT.match(path):
            number = int(match[1])
            return Target(document=number, public=self.files.get(number, False))
        for form, exact in _forms(path):
            for known in (self.open, self.old):
                if page := known.get(form):
                    return Target(page, public=True, exact=exact)
        return Target(
            next((self.stored[form] for form, _ in _forms(path) if form in self.stored), None)
        )

    def _read(self, forms: Sequence[str]) -> None:
        documents = [int(match[1]) for form in forms if (match := _DOCUMENT.match(form))]
        if documents:
            kind = EditionFile.Kind.DOCUMENT
            shown = EditionFile.objects.public().filter(kind=kind, file_id__in=documents)
            self.files = dict.fromkeys(shown.values_list("file_id", flat=True), True)
        is_open = Edition.objects.open()
        self.open = dict(is_open.filter(address__in=forms).values_list("address", "page_id"))
        missing = [form for form in forms if form not in self.open]
        if not missing:
            return
        known = OldAddress.objects.filter(address__in=missing).order_by("since")
        old = {row.address: row.page_id for row in known if row.page_id}
        if old:
            alive = set(is_open.filter(page_id__in=old.values()).values_list("page_id", flat=True))
            self.old = {form: page for form, page in old.items() if page in alive}
        of_pages = {url: form for form in missing for url in _url_paths(form)}
        stored = Page.objects.filter(url_path__in=of_pages).values_list("url_path", "pk")
        self.stored = {of_pages[url]: pk for url, pk in stored}


def _forms(path: str) -> Iterator[tuple[str, bool]]:
    """The paths at which the page of an address may be, and whether the address is its own."""
    yield path, True
    above = _BELOW_PAGES.sub("", path)
    if above != path and above.strip("/"):
        yield above, False
    if path.startswith("/cy/") and path != "/cy/":
        # What is public in English alone is found there too.
        yield path.removeprefix("/cy"), True


def _url_paths(address: str) -> Iterator[str]:
    """The paths in the tree of pages that would have this address."""
    for root in Site.get_site_root_paths():
        code = root.language_code
        prefix = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
        if address.startswith(prefix):
            yield f"{root.root_path}{address.removeprefix(prefix)}"
