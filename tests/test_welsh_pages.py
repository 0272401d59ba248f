"""Whole pages in Welsh: no word of the interface is left in English."""

import re
from datetime import UTC, date, datetime, time
from functools import cache

import pytest
import time_machine
from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype
from django.template.loader import render_to_string
from django.utils import timezone, translation

from newsroom.archive.listing import Listing
from newsroom.choices import StageKind
from newsroom.models import (
    CaseStage,
    DeskClosure,
    DeskOpening,
    HighProfileCaseIndexPage,
    ReportingRestriction,
)
from newsroom.press_office.hours import Closure, Hours, Timetable
from newsroom.press_office.phrases import closed_days, line, week
from newsroom.time_zones import LONDON
from scripts.catalogue import translated
from scripts.catalogue import welsh as catalogue
from tests.earlier import declare_and_keep
from tests.factories import (
    area,
    case,
    crime_type,
    declare_change,
    desk,
    newsroom,
    press_office,
    press_release,
    release,
    speech,
    speeches,
    topic,
    update,
    welsh,
)
from tests.version_factories import clause, in_force, protocol, superseded

# A Tuesday in winter.
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BODY = [("paragraph", "<p>Carcharwyd dyn heddiw. Yr oedd wedi gwadu’r cyhuddiadau.</p>")]
WEEKDAYS = tuple(Hours(day, time(9), time(17)) for day in range(5))
ENGLISH = re.compile(
    r"\b(the|and|of|or|for|from|with|by|is|are|was|this|that|these|all|no|not|page|pages|items?|"
    r"news|search|filters?|results?|press|office|open|closed|until|since|hours|case|speech(es)?|"
    r"version|error|previous|next|more|show|showing|see|released|monday|friday)\b",
    re.IGNORECASE,
)
"""Words that no Welsh text has; what was never marked for translation has some."""
SHOWN = ("aria-label", "alt", "title", "content", "placeholder")


def words_of(html: str) -> list[str]:
    """All texts that a reader sees, or hears from a screen reader; without names and addresses."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(["script", "style", "code"]):
        element.decompose()
    for element in soup.find_all(lang="en"):
        element.decompose()
    texts = [text for text in soup.find_all(string=True) if not isinstance(text, Comment | Doctype)]
    for element in soup.find_all(["meta", True]):
        if element.get("property", element.get("name")) in ("robots", "twitter:card", "og:type"):
            continue
        texts += [element[name] for name in SHOWN if element.get(name)]
    bare = (" ".join(re.sub(r"https?://\S+|\S+\.(?:gov\.uk|cps)\S*", "", t).split()) for t in texts)
    return [text for text in bare if re.search("[a-z]{2}", text)]


@cache
def _known() -> set[str]:
    """The English of the catalogue, where it is not the same in Welsh."""
    return {
        text
        for (_context, ids), forms in translated(catalogue()).items()
        for text in ([ids] if isinstance(ids, str) else ids)
        if text not in forms
    }


def english_of(html: str) -> list[str]:
    """The texts of a page that are English, by the catalogue or by a word."""
    return [text for text in words_of(html) if text in _known() or ENGLISH.search(text)]


def test_english_is_found():
    html = '<p aria-label="Pages of results">Chwilio</p><a>Search</a><b>In force</b>'
    assert english_of(f'{html}<i lang="en">the</i>') == ["Search", "In force", "Pages of results"]


def _newsroom():
    """A Welsh newsroom with a page of each type; terms and editors' words are Welsh, too."""
    language = welsh()
    for made, name in (
        (crime_type("Sexual offences"), "Troseddau rhywiol"),
        (crime_type("Fraud"), "Twyll"),
        (area("CPS", national=True), "Y CPS"),
        (area("Wales"), "Cymru"),
    ):
        term = made.copy_for_translation(language)
        term.name = name
        term.save()
    home = newsroom().get_parent().specific.copy_for_translation(language)
    home.title = "Newyddion CPS"
    home.save_revision().publish()
    index = newsroom().copy_for_translation(language)
    index.title, index.introduction = "Newyddion", "<p>Yn y newyddion.</p>"
    index.save_revision().publish()
    return index


def _items(index) -> None:
    here = {"parent": index, "locale": welsh(), "body": BODY}
    fraud, cps = crime_type("Fraud"), area("CPS")
    office = desk(name="Swyddfa", area=cps, duty_telephone="020 3357 0906", audience="I bawb")
    desk(name="Desg Gymraeg", in_welsh=True, out_of_hours="Ymholiadau brys")
    DeskClosure.objects.create(
        contact=office, first_day=date(2026, 12, 1), last_day=date(2026, 12, 3), reason="Hyfforddi"
    )
    DeskOpening.objects.create(
        day=date(2026, 12, 5), opens=time(18), closes=time(2), reason="Rheithfarn"
    )
    area("Cymru-Wales")
    cases = index.add_child(
        instance=HighProfileCaseIndexPage(title="Achosion", slug="achosion", locale=welsh())
    )
    fields = {"parent": cases, "locale": welsh(), "live": False}
    thread = case(title="R v Huws", court="Llys y Goron Caerdydd", **fields)
    for day, kind in ((1, StageKind.CHARGE), (2, StageKind.CONVICTED), (3, StageKind.QUASHED)):
        CaseStage.objects.create(page=thread, date=date(2024, day, 1), kind=kind)
    thread.materials.create(what="Llun y drws", kind="photograph", protocol_class="consultation")
    release(thread)
    _order(thread)
    for number in range(3):
        item = press_release(
            title=f"Carcharu dyn {number}", crime_types=[fraud], areas=[cps], case=thread, **here
        )
    update(item, note="Pedair blynedd.")
    for note, keeps in (("Roedd yr oedran yn anghywir.", False), ("Dwy flynedd.", True)):
        item.summary = note
        release((declare_and_keep if keeps else declare_change)(item, note))
    pages = {"parent": index, "locale": welsh()}
    topic(title="Twyll", slug="twyll", **pages)
    press_office(title="Swyddfa’r wasg", slug="press-office", **pages)
    _speeches(here)
    _versions(index)


def _order(thread) -> None:
    kind, effect = ReportingRestriction.Kind.CHILD, ReportingRestriction.Effect.NAMES
    order = ReportingRestriction.objects.create(
        kind=kind, effect=effect, covers="x", starts_at=timezone.now(), public_wording="Plentyn"
    )
    order.pages.add(thread)


def _speeches(here) -> None:
    listed = speeches().copy_for_translation(welsh())
    listed.title = "Areithiau"
    listed.save_revision().publish()
    speech(title="Araith dda", titled_name="Mair Huws", text_type="transcript", **here)


def _versions(index) -> None:
    document = protocol().copy_for_translation(welsh())
    document.title = "Protocol y cyfryngau"
    document.save_revision().publish()
    body = [clause("Diben", "<p>Agored.</p>")]
    for made in (superseded("2005", body=body), in_force("2020", body=body)):
        own = made.copy_for_translation(welsh())
        own.save_revision().publish()


PROTOCOL = "/cy/news/media-protocol/"
PAGES = {
    "/cy/news/": 200,
    "/cy/news/?page=2": 200,
    "/cy/news/?crime_type=fraud&area=cps&kind=press-release&from=2026-01-01&q=dyn": 200,
    "/cy/news/?crime_type=sexual-offences": 200,
    "/cy/news/?from=dim&to=dim": 200,
    "/cy/news/?crime_type=dim&kind=dim": 404,
    "/cy/news/?page=9": 404,
    "/cy/news/carcharu-dyn-2/": 200,
    "/cy/news/carcharu-dyn-1/": 200,
    "/cy/news/carcharu-dyn-2/earlier/": 200,
    "/cy/news/carcharu-dyn-2/earlier/1/": 451,
    "/cy/news/carcharu-dyn-2/earlier/2/": 200,
    "/cy/news/carcharu-dyn-2/earlier/2/changes/": 200,
    "/cy/news/carcharu-dyn-2/earlier/9/": 404,
    "/cy/news/carcharu-dyn-2/earlier/?day=24/11/2026": 200,
    "/cy/news/carcharu-dyn-2/earlier/?day=1/1/2001": 200,
    "/cy/news/carcharu-dyn-2/earlier/?day=x": 200,
    "/cy/news/araith-dda/": 200,
    "/cy/news/speeches/": 200,
    "/cy/news/speeches/?year=2026": 200,
    "/cy/news/speeches/?speaker=neb": 404,
    "/cy/news/press-office/": 200,
    "/cy/news/press-office/?area=wales": 200,
    "/cy/news/press-office/?area=dim": 404,
    "/cy/news/press-office/?place=Caerdydd": 200,
    "/cy/news/press-office/?place=EH1": 200,
    "/cy/news/press-office/?place=Abertawa": 200,
    "/cy/news/press-office/?place=": 200,
    "/cy/news/achosion/": 200,
    "/cy/news/achosion/r-v-huws/": 200,
    "/cy/news/twyll/": 200,
    PROTOCOL: 200,
    f"{PROTOCOL}2005/": 200,
    f"{PROTOCOL}compare/?from=2005&to=2020": 200,
    f"{PROTOCOL}compare/?from=2005&to=2005": 200,
    f"{PROTOCOL}in-force-on/?day=2010-01-01": 200,
    f"{PROTOCOL}in-force-on/?day=x": 200,
    "/cy/news/developers/": 200,
    "/cy/dim/": 404,
}


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_no_english_is_left_on_any_page(client, monkeypatch):
    monkeypatch.setattr(Listing, "page_size", 2)
    _items(_newsroom())
    left = {}
    for address, status in PAGES.items():
        answer = client.get(address)
        assert answer.status_code == status, address
        assert '<html lang="cy">' in answer.text
        if found := english_of(answer.text):
            left[address] = found
    assert left == {}


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_a_term_without_a_welsh_name_is_marked_as_english(client):
    index, terror = _newsroom(), crime_type("Terrorism")
    item = press_release(
        title="Dyn", crime_types=[terror, crime_type("Fraud")], parent=index, locale=welsh()
    )
    page = client.get("/cy/news/?crime_type=terrorism").text
    assert '<span lang="en">Terrorism</span> <span class="facet__count">' in page
    assert 'Math o drosedd: <span lang="en">Terrorism</span>' in page
    link = '<a href="/cy/news/?crime_type=terrorism" lang="en">Terrorism</a>'
    assert link in page
    assert link in client.get(item.url).text
    assert '<a href="/cy/news/?crime_type=fraud">Twyll</a>' in page
    english = press_release(crime_types=[terror])
    assert 'lang="en">Terrorism' not in client.get(english.url).text


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_feeds_and_cards_are_in_welsh(client):
    _newsroom()
    office = desk(name="Swyddfa", out_of_hours="Yn y nos")
    feed = client.get("/cy/news/feed.atom?crime_type=fraud").text
    assert "<title>Newyddion CPS: Twyll</title>" in feed
    assert "<name>Gwasanaeth Erlyn y Goron</name>" in feed
    assert "Mae’r ffrwd hon wedi dod i ben" in client.get("/cy/news/feed.rss?area=dim").text
    card = client.get(f"/cy/news/press-office/{office.pk}.vcf").text
    assert "ORG:Gwasanaeth Erlyn y Goron;Swyddfa" in card
    assert "Y tu allan i oriau: Yn y nos" in card.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("404.html", {}),
        ("500.html", {}),
        ("503.html", {}),
        ("newsroom/preview_link_closed.html", {"why": "withheld"}),
        ("newsroom/preview_link_closed.html", {"why": "limited"}),
        ("newsroom/preview_link_closed.html", {"why": "unknown"}),
    ],
)
def test_pages_of_errors_are_in_welsh(template, context):
    with translation.override("cy"):
        assert english_of(render_to_string(template, context)) == []


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2026, 11, 24, 9), "Mae swyddfa’r wasg ar agor tan 5pm."),
        ((2026, 11, 24, 8), "Ar gau: yn agor am 9am."),
        ((2026, 11, 24, 17), "Ar gau: yn agor yfory am 9am."),
        ((2026, 11, 27, 18), "Ar gau: yn agor ddydd Llun am 9am."),
        ((2026, 12, 23, 18), "Ar gau: yn agor ddydd Llun 4 Ionawr am 9am."),
    ],
)
def test_what_is_said_of_a_desk_now(moment, words):
    closed = Closure(date(2026, 12, 24), date(2026, 12, 31))
    state = next(Timetable(WEEKDAYS, (closed,)).states_from(datetime(*moment, tzinfo=LONDON)))
    with translation.override("cy"):
        assert line(state, national=True) == words


@pytest.mark.parametrize(
    ("days", "spans", "words"),
    [
        ((0,), [(9, 17)], ["Dydd Llun, 9am i 5pm (ar gau ar wyliau banc)"]),
        ((0, 1), [(0, 12)], ["Dydd Llun a dydd Mawrth, hanner nos i hanner dydd"]),
        (range(5), [(9, 12), (13, 17)], ["Dydd Llun i ddydd Gwener, 9am i hanner dydd ac yna"]),
        (range(7), [(0, 0)], ["Bob dydd, drwy’r dydd (ar gau ar wyliau banc)"]),
    ],
)
def test_hours_of_a_week(days, spans, words):
    hours = [Hours(day, time(opens), time(closes)) for day in days for opens, closes in spans]
    with translation.override("cy"):
        written = week(hours)
    assert len(written) == len(words)
    assert written[0].startswith(words[0])


@pytest.mark.parametrize(
    ("closure", "words"),
    [
        (Closure(date(2026, 12, 1), date(2026, 12, 1)), "Dydd Mawrth 1 Rhagfyr 2026"),
        (
            Closure(date(2026, 12, 1), date(2026, 12, 2), time(12), time(9)),
            "Dydd Mawrth 1 Rhagfyr 2026 (o hanner dydd ymlaen) i ddydd Mercher 2 Rhagfyr 2026 "
            "(tan 9am)",
        ),
        (
            Closure(date(2026, 12, 1), date(2026, 12, 1), time(9), time(12)),
            "Dydd Mawrth 1 Rhagfyr 2026 (9am i hanner dydd)",
        ),
    ],
)
def test_closed_days(closure, words):
    with translation.override("cy"):
        assert closed_days(closure) == words
