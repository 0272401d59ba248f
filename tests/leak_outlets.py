"""Every address at which the site answers, found from its URLconf. Used by test_leaks.py."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.index import Kind
from newsroom.models import (
    HighProfileCasePage,
    MediaProtocolPage,
    MediaProtocolVersionPage,
    NewsItemPage,
    PressOfficePage,
    PressReleasePage,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
    SpeechIndexPage,
    TopicHubPage,
)
from newsroom.readers.sitemaps import RANGE
from newsroom.readers.versions.document_views import VIEWS
from tests.leak_answers import Answer, Question
from tests.leaks import AGREED, DAY, NAME, SPOKEN, WORD, World

MISSPELT = "lighthuose"
"""`WORD` as somebody may type it: no suggestion must tell that it is somewhere."""

type Addresses = Callable[[World], list[str]]


def _just(*addresses: str) -> Addresses:
    return lambda _world: list(addresses)


ARCHIVE: dict[str, list[str]] = {
    "crime_type": ["sexual-offences"],
    "area": ["cps"],
    "kind": list(Kind.values),
    "q": [WORD, "jailed", f'"the {WORD}"', f"-{WORD} jailed", NAME, MISSPELT],
    "order": ["newest"],
    "from": ["2024-05-10", "2025"],
    "to": ["2024-05-10", "2023"],
}
"""For each parameter of the archive, values that find or leave out what is hidden."""


def _archive(world: World) -> list[str]:
    unknown = set(ArchiveFilter.base_filters) ^ set(ARCHIVE)
    assert not unknown, f"Say in ARCHIVE which values of these parameters are tried: {unknown}"
    pairs = [(name, value) for name, values in ARCHIVE.items() for value in values]
    queries = [urlencode([pair]) for pair in pairs]
    queries += [
        "page=1",
        "page=2",
        "crime_type=sexual-offences&area=cps",
        "crime_type=sexual-offences&kind=press-release&from=2024-05-10&to=2024-05-10",
        f"area=cps&q={WORD}",
        f"q={WORD}&order=newest",
        f"q={WORD}+jailed+xylophone",
        "keys=&crime_type=none",
    ]
    english = ["/news/", *(f"/news/?{query}" for query in queries)]
    return [*english, "/cy/news/", *(f"/cy/news/?{query}" for query in ("area=cps", f"q={WORD}"))]


def _sitemaps(world: World) -> list[str]:
    """The parts that hold the pages, and one that holds none."""
    numbers = {page.pk // RANGE for page in (*world.hidden, *world.public.values())}
    return [f"/sitemap-{number}.xml" for number in sorted({*numbers, max(numbers) + 1})]


def _feeds(world: World) -> list[str]:
    """The feed of every result that is asked for."""
    return [
        address.replace("news/", f"news/feed.{form}", 1)
        for form in ("atom", "rss")
        for address in _archive(world)
    ]


def _exports(world: World) -> list[str]:
    """The file of every result that is asked for."""
    return [
        address.replace("news/", f"news/export.{form}", 1)
        for form in ("csv", "json")
        for address in _archive(world)
    ]


def _corrections(world: World) -> list[str]:
    """The log of corrections, by each of its filters: it has no words to search for."""
    found = (
        address for address in _archive(world) if "q=" not in address and "keys" not in address
    )
    return [address.replace("news/", "news/corrections/", 1) for address in found]


def _api_items(world: World) -> list[str]:
    """What a program gets of every result that is asked for."""
    return [
        address.removeprefix("/cy").replace("/news/", "/api/v1/items", 1)
        + (("&" if "?" in address else "?") + "language=cy" if address.startswith("/cy") else "")
        for address in _archive(world)
    ]


def _api_item(world: World) -> list[str]:
    pages = (*world.hidden, *world.public.values())
    return [f"/api/v1/items/{page.pk}" for page in pages]


def _press_packs(world: World) -> list[str]:
    pages = (*world.hidden, *world.public.values())
    return [f"/news/press-pack/{page.pk}.zip" for page in pages]


def _pages(world: World) -> list[str]:
    addresses = ["/", "/cy/", "/none/", "/cy/dim/", "/news/none/", "/old-place/", "/old-place"]
    for model, page in world.public.items():
        addresses.append(page.get_url())
        if model in (TopicHubPage, HighProfileCasePage):
            addresses += [f"{page.get_url()}?page={number}" for number in (1, 2)]
        if issubclass(model, NewsItemPage):
            addresses.append(f"{page.get_url()}?preview=true")
    return [*addresses, *_of_documents(world), *_of_speeches(world), *_of_desks(world)]


def _of_documents(world: World) -> list[str]:
    """What is told of the versions of a document; the hidden one is asked for by its name too."""
    asked = {
        "compare": ["from=old&to=new", "from=old&to={hidden}", "from={hidden}&to=new", "from=old"],
        "in-force-on": [f"day={day}" for day in (*AGREED.values(), "2009-12-31", "2020-01-01")],
    }
    unknown = set(VIEWS) ^ set(asked)
    assert not unknown, f"Say here what to ask of these pages of a document: {unknown}"
    kinds = {
        MediaProtocolPage: MediaProtocolVersionPage,
        SocialMediaPolicyPage: SocialMediaPolicyVersionPage,
    }
    return [
        f"{world.public[model].get_url()}{view}/{query}".format(hidden=world.of(version).slug)
        for model, version in kinds.items()
        for view, queries in asked.items()
        for query in ("", *(f"?{query}" for query in queries))
    ]


def _of_speeches(world: World) -> list[str]:
    queries = [
        *("speaker=miriam-castleford", f"speaker={NAME}", f"speaker={NAME.title()}"),
        *("year=2024", f"year={SPOKEN.year}", f"speaker={NAME}&year={SPOKEN.year}"),
        *("page=2", f"speaker=miriam-castleford&year={SPOKEN.year}"),
    ]
    return [f"{world.public[SpeechIndexPage].get_url()}?{query}" for query in queries]


def _of_desks(world: World) -> list[str]:
    office = world.public[PressOfficePage].get_url()
    return [f"{office}?area={area}" for area in ("cps", "CPS", NAME, "")] + [
        f"{office}?place={place}" for place in ("Leeds", "LS1", NAME, WORD, "")
    ]


def _contact_cards(world: World) -> list[str]:
    """Of every contact: a contact is a public record, which every item shows with its numbers.

    So its card is there whether or not the page of the press office is.
    """
    assert world.contact
    return [f"/news/press-office/{world.contact.pk}.vcf", "/news/press-office/0.vcf"]


def _figures(world: World) -> list[str]:
    topics = (world.public[TopicHubPage], world.of(TopicHubPage))
    addresses = [f"{page.get_url()}statistics.csv" for page in topics]
    return [*addresses, f"/cy{addresses[1]}", "/news/none/statistics.csv"]


KNOWN: dict[str, Addresses] = {
    "^documents/([0-9]+)/(.*)$": _just("/documents/0/none.pdf"),
    "^media/images/(.*)$": _just("/media/images/none.jpg"),
    "preview/<str:token>/": _just("/preview/none/", "/preview/none/?sent=1"),
    "preview/<str:token>/pictures/<str:name>": _just("/preview/none/pictures/none.jpg"),
    "robots.txt": _just("/robots.txt"),
    "humans.txt": _just("/humans.txt"),
    ".well-known/security.txt": _just("/.well-known/security.txt"),
    "news/": _archive,
    "news": _just("/news", "/news?q=jailed"),
    "news/corrections/": _corrections,
    "news/press-pack/<int:number>.zip": _press_packs,
    "news/feed.atom": _feeds,
    "news/feed.rss": _feeds,
    "news/export.csv": _exports,
    "news/export.json": _exports,
    # What is mailed: test_leaks_mails.py.
    "news/alerts/": _just(
        *("/news/alerts/", "/news/alerts/?area=cps", f"/news/alerts/?q={WORD}"),
        *("/news/alerts/?crime_type=none", "/cy/news/alerts/"),
    ),
    "news/alerts/sent/": _just("/news/alerts/sent/", "/cy/news/alerts/sent/"),
    "news/alerts/confirm/<str:token>/": _just("/news/alerts/confirm/none/"),
    "news/alerts/yours/<str:token>/": _just("/news/alerts/yours/none/"),
    "news/alerts/stop/<int:pk>/<str:token>/": _just("/news/alerts/stop/1/none/"),
    "news/alerts/undeliverable/": _just("/news/alerts/undeliverable/"),
    "news/developers/": _just("/news/developers/", "/cy/news/developers/"),
    "api/v1/items": _api_items,
    "api/v1/^items/([0-9]+)$": _api_item,
    "api/v1/terms": _just("/api/v1/terms", "/api/v1/terms?language=cy"),
    "api/v1/press-office": _just("/api/v1/press-office"),
    "api/v1/protocol-versions": _just("/api/v1/protocol-versions"),
    "api/v1/openapi.json": _just("/api/v1/openapi.json"),
    "sitemap.xml": _just("/sitemap.xml"),
    "sitemap-<int:number>.xml": _sitemaps,
    "sitemap-news.xml": _just("/sitemap-news.xml"),
    "news/press-office/<int:pk>.vcf": _contact_cards,
    "news/<str:slug>/statistics.csv": _figures,
    "_util/login/": _just("/_util/login/?next=/news/", "/_util/", "/cy/_util/"),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        lambda world: [
            f"/_util/authenticate_with_password/1/{page.pk}/" for page in world.hidden[:1]
        ]
    ),
    r"^(?:[\w\-]+/)*$": _pages,
    # Wagtail's own, which the one before leaves nothing to.
    r"^((?:[\w\-]+/)*)$": _pages,
}
"""What is asked at each address that is not the admin's; the addresses of hidden pages and files
are asked besides, one by one."""

VARIANTS: dict[str, dict[str, str]] = {
    "as a browser asks": {"Accept": "text/html", "Accept-Encoding": "gzip, br"},
    "as JSON": {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"},
    "if it changed": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    "in part": {"Range": "bytes=0-99"},
}


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Each pattern of the URLconf: its whole text, and the parts it is made of."""
    for entry in (resolver or get_resolver()).url_patterns:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from ((key, [entry, *parts]) for key, parts in patterns(entry, text))
        elif isinstance(entry, URLPattern):
            yield text, [entry]


def public_addresses(world: World) -> dict[str, list[str]]:
    """What to ask, by pattern; fails for a pattern that nobody has thought of."""
    found = [text for text, _parts in patterns() if not text.startswith("admin/")]
    unknown = set(found) - set(KNOWN)
    assert not unknown, f"Say in KNOWN (tests/leak_outlets.py) what to ask at: {unknown}"
    return {text: KNOWN[text](world) for text in found}


def admin_addresses(page: Any, image: Any, document: Any) -> list[str]:
    """One address for each pattern of the admin, about these whenever it names something."""

    def value(name: str) -> str:
        of = {"image": image.pk, "document": document.pk, "app": "newsroom", "model": "page"}
        known = [str(found) for part, found in of.items() if part in name]
        return known[0] if known else str(page.pk)

    return sorted({"/" + _filled(parts, value) for text, parts in patterns() if "admin/" in text})


def _filled(parts: list[Any], value: Callable[[str], str]) -> str:
    address = ""
    for part in parts:
        pattern = part.pattern
        if isinstance(pattern, RoutePattern):
            text = pattern._route
            for name in pattern.converters:
                start = text.index("<")
                text = text[:start] + value(name) + text[text.index(">") + 1 :]
            address += text
        else:
            form, names = normalize(str(pattern))[0]
            address += form % {name: value(name) for name in names}
    return address


def hidden_addresses(world: World) -> list[str]:
    """Where hidden pages and files are."""
    return [*_addresses_of_pages(world), *_earlier_addresses(world), *world.files]


def earlier_addresses(page: Any) -> list[str]:
    """Where it is told what an item said earlier."""
    views = ("", "1/", "1/changes/", f"?day={DAY:%Y-%m-%d}", "?day=2001-01-01", "?day=x", "2/")
    return [f"{page.get_url()}earlier/{view}" for view in views]


def _earlier_addresses(world: World) -> list[str]:
    items = [page for page in world.hidden if isinstance(page, NewsItemPage)]
    return [address for page in items for address in earlier_addresses(page)]


def _addresses_of_pages(world: World) -> list[str]:
    return [page.get_url() or f"/{page.slug}/" for page in world.hidden]


def _neighbouring(world: World) -> list[str]:
    """Where hidden pages and files might be, too."""
    pages = _addresses_of_pages(world)
    views = [
        f"{page.get_url()}{view}/"
        for page in world.hidden
        if isinstance(page, MediaProtocolPage | SocialMediaPolicyPage)
        for view in VIEWS
    ]
    originals = [f"/media/{file.file.name}" for file in (*world.images, *world.documents)]
    return [
        *(address.rstrip("/") for address in pages),
        *(address.replace(NAME, NAME.title()) for address in pages),
        *(f"{address}?preview=true" for address in pages),
        *views,
        *originals,
    ]


def plain_questions(world: World) -> list[Question]:
    """All that is asked while the hidden pages are public."""
    public = [address for found in public_addresses(world).values() for address in found]
    return [*map(Question, dict.fromkeys((*public, *hidden_addresses(world))))]


def questions(world: World, known: dict[Question, Answer]) -> list[Question]:
    """All that is asked; what is hidden in every way, also by those who saw it (`known`)."""
    plain = dict.fromkeys((*plain_questions(world), *map(Question, _neighbouring(world))))
    # All pages are answered alike; of one, as of every file, it is asked in all ways.
    one = world.of(PressReleasePage).get_url()
    varied = [
        question
        for address in (one, *world.files)
        for question in (
            *(Question(address, headers=tuple(headers.items())) for headers in VARIANTS.values()),
            Question(address, "head"),
        )
    ]
    conditional = [
        Question(question.address, headers=conditions)
        for question, answer in known.items()
        if question.address in (one, *world.files) and (conditions := _conditions(answer))
    ]
    return [*plain, *varied, *conditional]


def _conditions(known: Answer) -> tuple[tuple[str, str], ...]:
    headers = dict(known.headers)
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    return tuple((names[name], headers[name]) for name in names if name in headers)
