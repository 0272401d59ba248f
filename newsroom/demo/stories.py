"""Press releases about invented cases: from an opening to the notes to editors."""

from html import escape
from itertools import batched
from random import Random

from newsroom.demo.body import Body
from newsroom.demo.case_facts import Case, ages_of, invent
from newsroom.demo.drafts import Draft, Shelf
from newsroom.demo.extras import illustrate, read_on
from newsroom.demo.invented_people import officer, prosecutor
from newsroom.demo.plan import Slot
from newsroom.demo.updates import later_news
from newsroom.demo.vocabulary import Voice, capitalised, corpus, length_of_sentence, number
from newsroom.documents.stages import Stage

SENTENCES_A_PARAGRAPH = 2
LONGEST_TITLE = 240


def press_release(slot: Slot, shelf: Shelf) -> Draft:
    """A press release for this slot."""
    case = invent(slot)
    voice = _voice(case, slot.lots)
    lots = slot.lots
    stage = f"gang_{case.stage}" if case.group else case.stage
    title = headline(voice, f"title_{stage}")
    body = _body(case, title, stage, voice, Body(lots), shelf)
    summary_rule = "summary_gang" if case.group else f"summary_{case.stage}"
    return Draft(
        kind=slot.kind,
        title=title,
        published_at=slot.at,
        body=body.blocks,
        crime_types=slot.crime_types,
        areas=slot.areas,
        summary=voice.one(summary_rule) if lots.random() < 0.5 else "",
        notes_to_editors=_notes(case, voice) if lots.random() < 0.6 else "",
        contact=slot.region or "cps",
        picture=lots.randrange(len(shelf.pictures)) if lots.random() < 0.13 else None,
        court=capitalised(case.words["court"]) if case.stage != Stage.CHARGE else "",
        stage=Stage.SENTENCE if case.stage == "confiscation" else case.stage,
        updates=later_news(slot, case, voice),
    )


def headline(voice: Voice, rule: str) -> str:
    """A title as a newsroom writes it: capital at the start, no full stop, never endless."""
    return capitalised(voice.one(rule))[:LONGEST_TITLE]


def _voice(case: Case, lots: Random) -> Voice:
    crimes = corpus(f"crimes/{case.crime_type}")
    own = {rule: crimes[rule] for rule in ("evidence", "harm", "built", "message", "orders")}
    own["harm"] = case.offence.get("harm_also", own["harm"])
    return Voice(lots, corpus("press")["rules"] | own, case.words)


def _body(case: Case, title: str, stage: str, voice: Voice, body: Body, shelf: Shelf) -> Body:
    lots = voice.lots
    lead = voice.one(f"lead_{stage}")
    if lots.random() < 0.04:
        first, _, rest = lead.partition(" ")
        lead = f"{first.upper()} {rest}"
    body.paragraph(lead)
    active = case.stage in (Stage.CHARGE, Stage.TRIAL)
    if not active:
        if not (case.group or case.people[0].child or case.people[0].surname in lead):
            body.paragraph(voice.one("introduced"))
        stories = case.offence["story"]
        body.paragraphs(voice.say(s) for s in lots.sample(stories, lots.choice((1, 2, 2))))
        body.paragraph(voice.one("discovered"))
        _proof(voice, body)
    _outcome(case, "admitting" in title, voice, body)
    if case.group and not active:
        _table(case, body)
    if lots.random() < 0.12:
        illustrate(body, shelf, lots)
    _prosecution_says(case, voice, body)
    if not active and lots.random() < 0.5:
        name, force = officer(lots, case.words["force"])
        body.quote(voice.some("police", lots.choice((1, 2))), name, force)
    if case.stage == Stage.SENTENCE:
        body.paragraphs(voice.some("orders", lots.choice((0, 1, 2))))
    if active:
        body.paragraph(voice.one("proceedings"))
    if lots.random() < 0.15:
        read_on(body, shelf, lots)
    return body


def _proof(voice: Voice, body: Body) -> None:
    if voice.lots.random() < 0.25:
        body.heading(voice.lots.choice(("Building the case", "How the case was proved")))
        body.paragraph("The prosecution’s evidence included:")
        body.points(voice.some("evidence", voice.lots.choice((3, 4))))
    else:
        body.paragraph(voice.one("proved"))


def _outcome(case: Case, admitted: bool, voice: Voice, body: Body) -> None:
    match case.stage:
        case Stage.CHARGE:
            body.paragraphs([voice.one("decided"), voice.one("hearing")])
        case Stage.TRIAL:
            body.paragraph(voice.one("opened"))
        case Stage.PLEA:
            body.paragraph(voice.one("next_step"))
        case Stage.VERDICT:
            body.paragraphs([voice.one("court_trial"), voice.one("next_step")])
        case "confiscation":
            body.paragraph(voice.one("recovered"))
        case Stage.SENTENCE:
            plea = admitted or voice.lots.random() < 0.5
            body.paragraph(voice.one("court_plea" if plea else "court_trial"))


def _table(case: Case, body: Body) -> None:
    sentenced = case.stage == Stage.SENTENCE
    body.table(
        "Sentences" if sentenced else "Those convicted",
        ["Name", "Age", "Sentence" if sentenced else "Offence"],
        [
            [who.full_name, str(who.age), length_of_sentence(months) if sentenced else charge]
            for who, months, charge in zip(
                case.people, case.months, [case.offence["charge"]] * len(case.people), strict=True
            )
        ],
    )


def _prosecution_says(case: Case, voice: Voice, body: Body) -> None:
    lots = voice.lots
    said = (
        voice.some("authorised", lots.choice((1, 2)))
        if case.stage in (Stage.CHARGE, Stage.TRIAL)
        else [
            *voice.some("harm", lots.choice((1, 2))),
            *voice.some("built", 1),
            *voice.some("message", lots.choice((1, 2))),
        ]
    )
    paragraphs = [" ".join(part) for part in batched(said, SENTENCES_A_PARAGRAPH)]
    body.quote(paragraphs, *prosecutor(lots, case.area["name"], case.area["chief"]))


def _notes(case: Case, voice: Voice) -> str:
    first, act = case.people[0], case.offence["act"]
    active = case.stage in (Stage.CHARGE, Stage.TRIAL)
    verb = "is charged with" if active else "was convicted of"
    if case.group:
        who = f"The {number(len(case.people))} defendants, {ages_of(case.people)},"
        verb = verb.replace("is ", "are ").replace("was ", "were ")
    else:
        who = f"{capitalised(first.name)}, {first.age},"
        who = "The defendant, who is under 18," if first.child else who
    notes = [f"{who} {verb} {case.offence['charge']}, contrary to {act}."]
    if act == "the common law":
        notes = [f"{who} {verb} {case.offence['charge']}, an offence at common law."]
    if case.crime_type == "sexual-offences":
        notes.append(
            "Victims of sexual offences have lifelong anonymity under the Sexual Offences "
            "(Amendment) Act 1992. Nothing may be published that could identify them."
        )
    if first.child:
        notes.append(
            "Reporting that could identify anyone under 18 in these proceedings is restricted "
            "by section 45 of the Youth Justice and Criminal Evidence Act 1999."
        )
    force = case.words["force"]
    notes += voice.lots.sample(
        [
            f"Journalists can ask {force} for "
            + ("a photograph after conviction." if active else "pictures shown in court."),
            f"The case was prosecuted by CPS {case.area['name']}.",
            "A decision to charge is made under the two stages of the Code for Crown Prosecutors.",
            "The CPS does not decide whether a person is guilty of a criminal offence: that is "
            "for the jury, judge or magistrates.",
            f"For questions about the investigation, please contact {force}.",
        ],
        2,
    )
    return "<ol>" + "".join(f"<li>{escape(note, quote=False)}</li>" for note in notes) + "</ol>"
