"""A small newsroom, and a table of searches with the items that each must find. Used by
test_searches.py.

Every spelling with which readers and editors differ is in it: hyphens, accents, marks, dashes,
invisible letters, addresses, forms of a word, abbreviations.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from newsroom.models import NewsItemPage
from tests.factories import (
    KC,
    area,
    case,
    crime_type,
    picture,
    press_release,
    speaker,
    speech,
    statement,
    update,
)

FIRST = datetime(2025, 1, 1, 12, tzinfo=UTC)


def _text(*paragraphs: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{words}</p>") for words in paragraphs]


def build() -> dict[str, NewsItemPage]:
    """The items by their keys, each a day newer than the one before."""
    harbour = case(title="The Harbour Street fire")
    yorkshire, kent = area("Yorkshire and Humberside"), area("South East")
    violent, fraud = crime_type("Violent crime"), crime_type("Fraud and economic crime")
    miriam = speaker("Miriam Castleford", KC)
    drafts: dict[str, tuple[Any, dict[str, Any]]] = {
        "arson": (
            press_release,
            {
                "title": "Man jailed for arson at Harbour Street",
                "case": harbour,
                "court": "Leeds Crown Court",
                "areas": [yorkshire],
                "crime_types": [violent],
                "body": _text("The flames were seen for miles.", "He had denied starting it."),
            },
        ),
        "fatal": (
            press_release,
            {
                "title": "Two sentenced after a fatal blaze",
                "case": harbour,
                "body": _text("Both men pleaded guilty at an earlier hearing."),
            },
        ),
        "inquest": (
            statement,
            {
                "title": "Our statement after the inquest",
                "body": _text("The street beside the harbour was closed.", "Nobody was charged."),
            },
        ),
        "speech": (
            speech,
            {
                "title": "Justice in the open",
                "speaker": miriam,
                "delivered_on": date(2025, 1, 3),
                "event": "Annual Media Lecture",
                "place": "Inner Temple",
                "body": _text("Open justice is a principle of the common law."),
            },
        ),
        "covid": (
            press_release,
            {
                "title": "Nurse convicted of COVID-19 grant fraud",
                "areas": [kent],
                "crime_types": [fraud],
                "body": _text(
                    "She claimed £1,250,000 in e-mails.",
                    "See www.cps.gov.uk/crime-info or write to press.desk@cps.gov.uk.",
                ),
            },
        ),
        "section": (
            statement,
            {
                "title": "Section 28 for vulnerable witnesses",
                "body": _text("Pre-recorded evidence saves time; a co-operative court agreed."),
            },
        ),
        "welsh": (
            press_release,
            {
                "title": "Siân of Canolfan Dŵr sentenced for blackmail",
                "body": _text("The café’s owner, Zoë, spoke of a naïve façade near Ŵyl y Tŷ."),
            },
        ),
        "slash": (
            press_release,
            {
                "title": "Charges of assault/robbery after a night out",
                "body": _text("Kidnap/false\xadhood and black\u200bmail were con\u00adsidered."),
            },
        ),
        "brothers": (
            press_release,
            {
                "title": "O’Brien brothers guilty – counter‑terrorism case—London trial",
                "body": _text("The jury’s verdicts came on the 28th. A D.P.P. spokesman spoke."),
            },
        ),
        "notes": (
            press_release,
            {
                "title": "Burglar given a community order",
                "body": _text("The victims’ families heard the sentence."),
                "notes_to_editors": "<p>Kestrel Holdings is the employer’s name.</p>",
            },
        ),
        "caption": (
            press_release,
            {
                "title": "Poacher fined by magistrates",
                "image": picture(),
                "image_alt": "A bird beside water",
                "image_caption": "A heron by the weir",
                "body": _text("The river was empty of trout."),
            },
        ),
        "updated": (
            press_release,
            {"title": "Driver banned from the road", "body": _text("Gone.")},
        ),
    }
    made = {}
    for number, (key, (make, fields)) in enumerate(drafts.items()):
        made[key] = make(published_at=FIRST + timedelta(days=number), **fields)
    update(made["updated"], note="The Court of Appeal reduced the ban; a puffin was the reason.")
    return made


SEARCHES: list[tuple[str, str]] = [
    # Words, in any case, order and form.
    ("flames", "arson"),
    ("FLAMES", "arson"),
    ("flame", "arson"),
    ("jailed arson", "arson"),
    ("arson jailing", "arson"),
    ("denied starting", "arson"),
    ("deny starts", "arson"),
    ("sentencing", "fatal welsh notes"),
    ("sentence", "fatal welsh notes"),
    ("inquests", "inquest"),
    ("charged", "inquest slash"),
    ("victim", "notes"),
    ("victims", "notes"),
    ("family", "notes"),
    ("poachers", "caption"),
    ("nothing of this", ""),
    ("man who was jailed", "arson"),
    ("what is open justice", "speech"),
    # A case by its name, also where the item does not say it.
    ("Harbour Street", "arson fatal inquest"),
    ("harbour street fire", "arson fatal"),
    ("street harbour", "arson fatal inquest"),
    ('"Harbour Street"', "arson fatal"),
    ('"Harbour Street fire"', "arson fatal"),
    ("Harbour Street guilty", "fatal"),
    ("harbour inquest", "inquest"),
    # Court, Area, crime type, kind.
    ("Leeds", "arson"),
    ("Leeds Crown Court", "arson"),
    ('"leeds crown court"', "arson"),
    ("crown court leeds flames", "arson"),
    ("Yorkshire and Humberside", "arson"),
    ("CPS Yorkshire and Humberside", "arson"),
    ("Yorkshire arson", "arson"),
    ("South East", "covid"),
    ("CPS South East", "covid"),
    ("violent crime", "arson"),
    ("economic crime", "covid"),
    ("fraud", "covid"),
    ("speech", "speech"),
    ("speeches", "speech"),
    # Who spoke, as what, where.
    ("Miriam Castleford", "speech"),
    ("castleford", "speech"),
    ("Miriam Castleford KC", "speech"),
    ("Director of Public Prosecutions", "speech brothers"),
    ("DPP", "speech brothers"),
    ("dpp", "speech brothers"),
    ("D.P.P.", "speech brothers"),
    ("DPP speech", "speech"),
    ("DPP open justice", "speech"),
    ("Annual Media Lecture", "speech"),
    ("media lecture inner temple", "speech"),
    ('"Inner Temple"', "speech"),
    # Notes, captions, updates.
    ("kestrel", "notes"),
    ('"Kestrel Holdings"', "notes"),
    ("employers name", "notes"),
    ("heron", "caption"),
    ("heron weir", "caption"),
    ("puffin", "updated"),
    ("Court of Appeal", "updated"),
    ('"court of appeal"', "updated"),
    ("driver puffin", "updated"),
    # Hyphens and digits.
    ("COVID-19", "covid"),
    ("covid 19", "covid"),
    ("covid19", "covid"),
    ("COVID\u201119", "covid"),
    ("covid–19", "covid"),
    ('"covid-19 grant"', "covid"),
    ("COVID", "covid"),
    ("section 28", "section"),
    ("section-28", "section"),
    ("section28", "section"),
    ('"Section 28"', "section"),
    ("s28", "section"),
    ("s.28", "section"),
    ("28th", "brothers"),
    ("1,250,000", "covid"),
    ("1250000", "covid"),
    ("£1,250,000", "covid"),
    ("pre-recorded", "section"),
    ("prerecorded", "section"),
    ("pre recorded", "section"),
    ("cooperative", "section"),
    ("co-operative", "section"),
    ("email", "covid"),
    ("e-mail", "covid"),
    ("e-mails", "covid"),
    ("counter-terrorism", "brothers"),
    ("counter terrorism", "brothers"),
    ("counterterrorism", "brothers"),
    ("counter‑terrorism", "brothers"),
    ('"counter terrorism"', "brothers"),
    # Accents.
    ("Siân", "welsh"),
    ("Sian", "welsh"),
    ("SIÂN", "welsh"),
    ("Sia\u0302n", "welsh"),
    ("Dŵr", "welsh"),
    ("dwr", "welsh"),
    ("Canolfan Dwr", "welsh"),
    ("café", "welsh"),
    ("cafe", "welsh"),
    ("cafés", "welsh"),
    ("Zoe", "welsh"),
    ("naive facade", "welsh"),
    ("Ŵyl y Tŷ", "welsh"),
    ('"wyl y ty"', "welsh"),
    # Slashes, addresses.
    ("robbery", "slash"),
    ("assault", "slash"),
    ("assault/robbery", "slash"),
    ("robbery/assault", "slash"),
    ("kidnap", "slash"),
    ("www.cps.gov.uk/crime-info", "covid"),
    ("cps.gov.uk", "covid"),
    ("crime-info", "covid"),
    ("https://www.cps.gov.uk", "covid"),
    ("press.desk@cps.gov.uk", "covid"),
    # Invisible letters, on either side.
    ("falsehood", "slash"),
    ("considered", "slash"),
    ("blackmail", "welsh slash"),
    ("black\u00admail", "welsh slash"),
    ("rob\u200bbery", "slash"),
    ("\ufeffrobbery", "slash"),
    # Dashes between words.
    ("brothers guilty", "brothers"),
    ("brothers guilty – counter", "brothers"),
    ("case—London", "brothers"),
    ("London trial", "brothers"),
    # Apostrophes and quotation marks.
    ("O'Brien", "brothers"),
    ("O’Brien", "brothers"),
    ("OBrien", "brothers"),
    ("o`brien", "brothers"),
    ("jury's", "brothers"),
    ("jury’s verdict", "brothers"),
    ("juries", "brothers"),
    ("victims' families", "notes"),
    ("“common law”", "speech"),
    ("‘common law’", "speech"),
    ("'common law'", "speech"),
    ("«common law»", "speech"),
    ("„common law”", "speech"),
    ("＂common law＂", "speech"),
    ('"law common"', ""),
    ('"common law', "speech"),
    ('("common law")', "speech"),
    # No phrase reaches from one paragraph, or one field, to the next.
    ('"miles he had"', ""),
    ('"harbour street the flames"', ""),
    # What is left out.
    ("sentence -fatal", "welsh notes"),
    ("harbour -arson", "fatal inquest"),
    ('street -"harbour street"', "fatal inquest"),
    ("sentence -blackmail -burglar", "fatal"),
    ("-sentence", ""),
    # Signs of the databases' own languages are no signs here.
    ("flames OR heron", ""),
    ("flam*", ""),
    ("title_words:flames", ""),
    ("flames & arson", "arson"),
    ("(flames)", "arson"),
    ("flames!", "arson"),
    ("flames; DROP", ""),
    ("x0x", ""),
    ("x0areax", ""),
    ("\\flames", "arson"),
    ("%flames%", "arson"),
    # Words joined by other signs than a space.
    ("heron,weir", "caption"),
    ("heron;weir", "caption"),
    ("heron|weir", "caption"),
    ("heron+weir", "caption"),
    ("heron_weir", "caption"),
    ("heron&weir", "caption"),
    ("harbour, street", "arson fatal inquest"),
    ("harbour,street", "arson fatal inquest"),
    ("harbour-street", "arson fatal"),
    ("night-out", "slash"),
    ("flames\u00a0arson", "arson"),
    ("claimed £1,250,000,emails", "covid"),
    # Letters of other fonts and widths.
    ("ﬁre", "arson fatal"),
    ("ﬂames", "arson"),
    ("ｆｌａｍｅｓ", "arson"),
    ("sen\u00adtence", "fatal welsh notes"),
    ("e‐mail", "covid"),
    # Forces stand for their Areas, phrases for what is said in them.
    ("West Yorkshire Police", "arson"),
    ("Kent Police", "covid"),
    ("Humberside", "arson"),
    ("pleaded guilty", "fatal"),
    ("pleads guilty", "fatal"),
    ("fined by magistrates", "caption"),
    ("community orders", "notes"),
    ("vulnerable witness", "section"),
    ("road bans", "updated"),
    ("fatal blazes", "fatal"),
    ("river trout", "caption"),
    ("principles of common law", "speech"),
    ("inquest statement", "inquest"),
    ("nurses", "covid"),
    ("robberies", "slash"),
    ("verdict", "brothers"),
    ("the flames", "arson"),
    ("O'Brien's", "brothers"),
    ("Zoë’s", "welsh"),
    ("blackmail -siân", "slash"),
    ("arson -flames", ""),
    ("s 28", "section"),
    ("ss28", ""),
    ("harbour avenue", ""),
]
"""What is typed, and the keys of the items that must be found, and no others."""
