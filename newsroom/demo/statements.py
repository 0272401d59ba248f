"""News items, articles and "CPS says": what is said when it is not about one case."""

from typing import Any

from newsroom.archive.index import Kind
from newsroom.demo.body import Body
from newsroom.demo.case_facts import area_named
from newsroom.demo.drafts import Draft, Shelf
from newsroom.demo.extras import attach, illustrate, read_on
from newsroom.demo.invented_people import prosecutor
from newsroom.demo.plan import REGIONS, Slot
from newsroom.demo.stories import headline
from newsroom.demo.vocabulary import Voice, corpus, number


def statement(slot: Slot, shelf: Shelf) -> Draft:
    """A news item, article or statement for this slot."""
    lots = slot.lots
    theme = _theme(slot)
    area = area_named(slot.region or lots.choice(REGIONS))
    voice = _voice(slot, theme, area)
    body = Body(lots)
    body.paragraph(voice.one(f"lead_{slot.kind}"))
    if slot.kind == Kind.CPS_SAYS:
        _quote(theme, voice, body)
        body.paragraphs(voice.some("about", lots.choice((1, 2))))
        if lots.random() < 0.4:
            body.paragraph(voice.one("test"))
    else:
        _long_text(theme, voice, body, shelf)
    if lots.random() < 0.25:
        read_on(body, shelf, lots)
    return Draft(
        kind=slot.kind,
        title=headline(voice, "title"),
        published_at=slot.at,
        body=body.blocks,
        crime_types=slot.crime_types,
        areas=slot.areas,
        summary=_summary(voice) if lots.random() < 0.5 else "",
        topics=tuple(theme["topics"]),
        contact=slot.region or "cps",
        picture=lots.randrange(len(shelf.pictures)) if lots.random() < 0.2 else None,
    )


def _theme(slot: Slot) -> dict[str, Any]:
    themes = corpus("policy")["theme"]
    wanted = slot.crime_types[0] if slot.crime_types else None
    fitting = [
        theme
        for theme in themes
        if (wanted in theme["crime_types"] if wanted else not theme["crime_types"])
    ]
    return slot.lots.choice(fitting)


def _voice(slot: Slot, theme: dict[str, Any], area: dict[str, Any]) -> Voice:
    lots, year = slot.lots, slot.at.year
    national = slot.region is None
    speaks_for = ("CPS", "") if national else (area["name"], area["chief"])
    person, role = prosecutor(lots, *speaks_for)
    # One subject for the whole text: it is drawn here and not where it is said.
    subject = lots.choice(theme["subject"])
    rules = corpus("policy")["rules"]
    titles = rules[f"title_{slot.kind}"]
    if subject in theme["crime"]:
        titles = titles + rules[f"title_crime_{slot.kind}"]
    pools = {name: theme[name] for name in ("about", "work", "quote", "points")}
    facts = {
        "town": lots.choice(area["towns"]),
        "where": "the CPS" if national else f"CPS {area['name']}",
        "place": "England and Wales" if national else area["name"],
        "person": person,
        "role": role,
        "year": str(year),
        "quarter": f"quarter {lots.randint(1, 4)}",
        "months": number(lots.randint(2, 9)),
        "percent": str(lots.randint(3, 29)),
    }
    return Voice(lots, rules | pools | {"subject": [subject], "title": titles}, facts)


def _long_text(theme: dict[str, Any], voice: Voice, body: Body, shelf: Shelf) -> None:
    lots = voice.lots
    body.paragraphs(voice.some("about", 2))
    if lots.random() < 0.5:
        body.heading(voice.one("heading_work"))
    body.paragraphs(voice.some("work", lots.choice((2, 3))))
    chance = lots.random()
    if chance < 0.3:
        body.points(voice.some("points", 4), lots.choice(("bulleted", "bulleted", "numbered")))
    elif chance < 0.5:
        _statistic(theme, voice, body)
    elif chance < 0.65:
        _table(voice, body)
    if lots.random() < 0.15:
        illustrate(body, shelf, lots)
    _quote(theme, voice, body)
    if lots.random() < 0.35:
        body.heading(voice.one("heading_background"))
        body.heading("The test for a charge", "h3")
        body.paragraph(voice.one("test"))
    body.paragraph(voice.one("close"))
    if lots.random() < 0.08:
        attach(body, shelf, "data-summary", "Figures for the quarter, with notes on the tables.")


def _quote(theme: dict[str, Any], voice: Voice, body: Body) -> None:
    said = voice.some("quote", voice.lots.choice((1, 2, 3)))
    body.quote(said, voice.facts["person"], voice.facts["role"])


def _statistic(theme: dict[str, Any], voice: Voice, body: Body) -> None:
    lots = voice.lots
    share = theme.get("percentage") or theme["statistic"].startswith("of ")
    if share:
        figure = f"{lots.uniform(71, 88):.1f}%"
    elif theme.get("money"):
        figure = f"£{lots.uniform(61, 138):.1f}m"
    else:
        figure = f"{lots.randint(640, 9_800):,}"
    body.statistic(figure, voice.say(theme["statistic"]), voice.one("source"))


def _table(voice: Voice, body: Body) -> None:
    lots, year = voice.lots, int(voice.facts["year"])
    rows = []
    for past in range(3, 0, -1):
        received = lots.randint(2_000, 9_000)
        charged = round(received * lots.uniform(0.55, 0.8))
        convicted = round(charged * lots.uniform(0.6, 0.85))
        years = f"{year - past} to {year - past + 1}"
        rows.append([years, f"{received:,}", f"{charged:,}", f"{convicted:,}"])
    body.table(
        "Cases received, charged and ended in a conviction, by year",
        ["Year", "Received", "Charged", "Convictions"],
        rows,
    )


def _summary(voice: Voice) -> str:
    return voice.one(voice.lots.choice(("about", "work", "quote")))
