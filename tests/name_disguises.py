"""Disguises of protected names, and how much of the name must be found in each. Invented names."""

from collections.abc import Iterator

from newsroom.rules.findings import Level
from tests.rules import codes, findings, prose, protected

WHOLE, SURNAME, PART = "protected-name", "protected-surname", "protected-name-part"
NOTHING = ""
"""A whole name and a surname block; a part of a name warns."""

JANE, ZEB, NEIL = "Jane Smith", "Zebedee Quillfeather", "Neil Hallworth"
MOH, GWEN, MAIR = "Mohammed Hussein", "Gwen Penry", "Mair Pritchard"
OMAR, ABD, ALI = "Omar Abdul Rahman", "Abd al-Rahman Yusuf", "Ali Al-Hussein"
TWICE, DOUBLE, TOMOS = "Mary-Jane Thornby", "Jane Oddsworth-Farrow", "Tomos Caradog"

DISGUISES: dict[str, list[tuple[str, str, str]]] = {
    "letters set apart": [
        *[(JANE, text, WHOLE) for text in (
            "J a n e S m i t h", "J a n e  S m i t h", "J.a.n.e S.m.i.t.h", "J-a-n-e S-m-i-t-h",
            "J. a. n. e. S. m. i. t. h.", "J_a_n_e_S_m_i_t_h", "J·a·n·e S·m·i·t·h",
            "J\u2009a\u2009n\u2009e S\u2009m\u2009i\u2009t\u2009h",
            "J\u00a0a\u00a0n\u00a0e\u00a0S\u00a0m\u00a0i\u00a0t\u00a0h", "J*a*n*e S*m*i*t*h",
            "J\u202fa\u202fn\u202fe Smith", "Jane S m i t h", "Jane S.m.i.t.h", "j a n e s m i t h",
            "J A N E S M I T H", "J/a/n/e S/m/i/t/h", "J – a – n – e Smith",
            "J\na\nn\ne Smith", "S m i t h, J a n e", "J~a~n~e S~m~i~t~h", "J|a|n|e Smith",
            "<b>J</b> <b>a</b> <b>n</b> <b>e</b> Smith", "J&nbsp;a&nbsp;n&nbsp;e Smith",
        )],
        *[(ZEB, text, SURNAME) for text in (
            "Q u i l l f e a t h e r", "Q.u.i.l.l.f.e.a.t.h.e.r", "Q-u-i-l-l-f-e-a-t-h-e-r",
            "Qu ill fe at her", "Mr Quill feather", "Quill.feather", "Quill_feather",
            "Quill·feather",
        )],
        (JANE, "Ja ne S m i t h", SURNAME),
        (ZEB, "Zebedee Quill feather", WHOLE),
        (ZEB, "Quill feather", PART),
        (ZEB, "quill feather", PART),
        (ZEB, "Zeb-e-dee Quill-feather", WHOLE),
        (ZEB, "Q u i l l - f e a t h e r", SURNAME),
    ],
    "broken at the end of a line": [
        *[(ZEB, text, SURNAME) for text in (
            "Quill-\nfeather", "Quill-feather", "Quill- feather", "Quill\u2010\nfeather",
            "Quill\u00adfeather", "Quill\u00ad\nfeather", "Quill\u2011feather", "Quillfeath-\ner",
            "Quill­-\nfeather", "Quill\n-feather",
        )],
        (ZEB, "Zebe-\ndee Quillfeather", WHOLE),
        (ZEB, "Zebedee Quill-\nfeather", WHOLE),
        (ZEB, "Zebe\u00addee Quill\u00adfeather", WHOLE),
        (JANE, "Jane Sm-\nith", WHOLE),
    ],
    "look-alikes": [
        *[(JANE, text, WHOLE) for text in (
            "Jane Sm1th", "Jane Srnith", "J4ne Sm1th", "J@ne Smith", "Jan3 Smith", "Jane 5mith",
            "Jane $mith", "Jane Smi7h", "J4n3 5m17h", "JANE SM1TH", "jane sm1th", "Jane Sm|th",
            "Jane Sm!th", "Jane Srn1th", "J. Sm1th", "Sm1th, Jane", "Jane Sm1th’s", "Jane SMlTH",
            "Jane_Sm1th_97", "Jane Smi+h", "Jane Smіth",
        )],
        *[(NEIL, text, WHOLE) for text in (
            "Nei1 Hallworth", "NeiI Hallworth", "Neil HaIlworth", "Neil HaIIworth",
            "Neil Ha11worth",
            "Neil Hallw0rth", "Neil Hallvvorth", "Ne1l Ha1lw0rth", "N3il H4llworth",
            "Nei| Hallworth",
            "Neil Hallvv0rth", "Neil Hallworth", "Neil Hαllwοrth", "Nеil Hаllwоrth",
            "Nei1 HAllWORTH",
        )],
        ("Laura Turner", "Iaura Tumer", WHOLE),
        ("Laura Turner", "1aura Turner", WHOLE),
        ("Irene Burnham", "lrene Burnham", WHOLE),
        ("Irene Burnham", "Irene Bumham", WHOLE),
        ("Mark Oxbow", "rnark 0xb0w", SURNAME),
        ("Bob Goodge", "8ob 6oodge", WHOLE),
        ("Zoe Waverley", "2oe Waver1ey", WHOLE),
        ("Zoe Waverley", "Zoe VVaverley", WHOLE),
        (ZEB, "Qui11feather", SURNAME),
        (ZEB, "Quillfe4ther", SURNAME),
        (ZEB, "QuiIlfeather", SURNAME),
        (ZEB, "Qսiӏlfeather", SURNAME),
        (ZEB, "Z3b3d33", PART),
    ],
    "handles": [
        *[(JANE, text, WHOLE) for text in (
            "@janesmith_97", "@janesmith97", "@JaneSmith", "#JusticeForJaneSmith", "#janesmith",
            "#justiceforjanesmith", "#freejanesmithnow", "@smithjane", "@smith.jane97",
            "@jane_smith",
            "@_janesmith_", "@xxjanesmithxx", "@therealjanesmith", "www.justiceforjanesmith.com",
            "https://example.org/u/therealjanesmith", "@jan3sm1th", "@jane5mith", "@j4nesmith_",
            "janesmith@example.org", "realjanesmith99@example.org", "justiceforjanesmith.co.uk",
            "#JUSTICEFORJANESMITH", "@jane.smith.97", "@JaneSmlth", "janesmith.example",
        )],
        (MOH, "@muhammadhussain", WHOLE),
        (MOH, "#JusticeForMohamedHusain", WHOLE),
        (MOH, "#justiceformohamedhusain", WHOLE),
        (ZEB, "#quillfeathertrial", PART),
        (ZEB, "#justiceforquillfeather", PART),
        (JANE, "@jsmith_97", PART),
        (JANE, "@jsmith97", PART),
        (JANE, "#smithtrial", PART),
    ],
    "half of a name": [
        (DOUBLE, "Jane Oddsworth", WHOLE),
        (DOUBLE, "Jane Farrow", WHOLE),
        (DOUBLE, "Farrow, Jane", WHOLE),
        (DOUBLE, "J. Farrow", WHOLE),
        (DOUBLE, "Jane Oddsworth Farrow", WHOLE),
        (DOUBLE, "Jane OddsworthFarrow", WHOLE),
        (DOUBLE, "Jane Farrow-Oddsworth", WHOLE),
        (DOUBLE, "Mrs Oddsworth", PART),
        (DOUBLE, "the Oddsworth family", PART),
        (TWICE, "Mary Thornby", WHOLE),
        (TWICE, "Jane Thornby", WHOLE),
        (TWICE, "M-J Thornby", WHOLE),
        (TWICE, "J. Thornby", WHOLE),
        (TWICE, "Maryjane Thornby", WHOLE),
        (TWICE, "Thornby, Jane", WHOLE),
        (TWICE, "Jane", PART),
        (TWICE, "Mary", PART),
        (TWICE, "Mary Jane", PART),
    ],
    "order, initials, titles": [
        *[(JANE, text, WHOLE) for text in (
            "Smith, Jane", "SMITH Jane", "Smith (Jane)", "J Smith", "J. Smith", "Smith, J.",
            "J.Smith",
            "Jane A. Smith", "Jane ‘Jinx’ Smith", "Jane Smith’s", "Ms J. Smith",
            "Smith – Jane",
        )],
        (JANE, "Jane, née Smith", SURNAME),
        (JANE, "Jane and John Smith", SURNAME),
    ],
    "Welsh mutations, in Welsh": [
        (GWEN, "Cafodd dyn ei garcharu am anafu Wen Penry yn y dref", WHOLE),
        (GWEN, "Mae llythyr gan Wen Penry wedi ei ddarllen yn y llys", WHOLE),
        (GWEN, "Mae’r dyn wedi siarad â Ngwen Penry yn y llys", WHOLE),
        (GWEN, "Rhoddwyd llyfr i Gwen Benry yn y llys", WHOLE),
        (GWEN, "Yr oedd yn byw gyda Gwen Phenry yn y dref", WHOLE),
        (GWEN, "Mae ym Mhenry yn y llys", SURNAME),
        (GWEN, "Rhoddodd hi i Benry yn y dref", SURNAME),
        (MAIR, "Rhoddwyd llyfr i Fair Pritchard yn y llys", WHOLE),
        (MAIR, "Mae hi wedi gweld Mair Britchard yn y dref", WHOLE),
        (MAIR, "Yr oedd gan Fair Britchard dŷ yn y dref", WHOLE),
        (TOMOS, "Cafodd ei roi i Domos Caradog yn y llys", WHOLE),
        (TOMOS, "Mae’n byw gyda Thomos Caradog yn y dref", WHOLE),
        (TOMOS, "Mae fy Nhomos Caradog yn y dref", WHOLE),
        (TOMOS, "Mae Tomos Garadog yn y llys", WHOLE),
        (TOMOS, "Mae Tomos a Charadog yn y llys", SURNAME),
        ("Dafydd Bowen", "Mae hi wedi siarad am Ddafydd Bowen yn y dref", WHOLE),
        ("Llinos Rhydderch", "Rhoddodd y llyfr i Linos Rydderch yn y dref", WHOLE),
        ("Gwenllian Treharne", "Mae’r llyfr gan Wenllian Dreharne yn y dref", WHOLE),
        ("Dafydd ap Rhys", "Dafydd Rhys", WHOLE),
        ("Dafydd ap Caradog", "Dafydd ab Caradog", WHOLE),
        (GWEN, "Gwen ferch Penry", WHOLE),
        (GWEN, "Gwen ap Penry", WHOLE),
    ],
    "Welsh mutations, in English": [
        (GWEN, "Wen Penry", SURNAME),
        (GWEN, "Gwen Benry", PART),
        (MAIR, "Mair Britchard", PART),
        (TOMOS, "Domos", PART),
        ("Dafydd ap Rhys", "Dafydd Prys", PART),
        ("Gwenllian ab Owen", "Gwenllian Bowen", PART),
    ],
    "transliterations from Arabic script": [
        *[(MOH, text, WHOLE) for text in (
            "Muhammad Hussein", "Mohamed Hussein", "Mohammad Husain", "Muhammed Hussain",
            "Mohamad Husayn", "Mohd Hussein", "Mehmet Huseyin", "Muhammad Hossain",
            "Mohamed El Hussein",
            "Muhammad al-Husain", "M. Husain", "Husain, Muhammad", "MUHAMMAD HUSAIN",
            "Mohammed Hussien", "Muhamed Houssein",
        )],
        *[(ALI, text, WHOLE) for text in (
            "Ali El-Hussein", "Ali Al Husain", "Ali el Hussain", "Aly Al-Hussein", "Ali Hussein",
            "Ali Alhussein", "Ali Elhusain", "Ali Husain",
        )],
        *[(OMAR, text, WHOLE) for text in (
            "Omar Abdulrahman", "Omar Abdurrahman", "Omer Abd al-Rahman", "Umar Abdul-Rahman",
            "Omar Abdel Rahman", "Omar Abdelrahman", "Omar Abd-ur-Rahman", "Omar Abdul Rehman",
            "Omar Abd ar-Rahman", "Omar Rahman",
        )],
        *[(ABD, text, WHOLE) for text in (
            "Abdulrahman Yusuf", "Abdul Rahman Yousef", "Abdur-Rahman Youssef",
            "Abdel-Rahman Yousuf",
            "Abd-al-Rahman Yusef", "Abdurrahman Yusuf", "Abdelrahman Yousaf",
        )],
        ("Abdullah Khan", "Abdallah Khan", WHOLE),
        ("Ahmed Chaudhry", "Ahmad Choudhury", WHOLE),
        ("Ahmed Qureshi", "Ahmed Quraishi", WHOLE),
        ("Fatima Sheikh", "Fatimah Shaikh", WHOLE),
        ("Aisha Begum", "Ayesha Begam", WHOLE),
        ("Khalid Mahmood", "Khaled Mahmoud", WHOLE),
        ("Ibrahim Saeed", "Ebrahim Said", WHOLE),
        ("Suleiman Haq", "Sulaiman Huq", WHOLE),
        ("Yusuf Akhtar", "Youssef Akhter", WHOLE),
        ("Zainab Siddiqui", "Zaynab Siddiqi", WHOLE),
        ("Ashraf El Sharif", "Ashraf Al-Sharif", WHOLE),
        ("Nasreen Malik", "Nasrin Malek", WHOLE),
        (MOH, "Mr Husain", SURNAME),
        (ABD, "Mr Youssef", SURNAME),
    ],
    "short forms and spellings": [
        ("William Thornby", "Bill Thornby", SURNAME),
        ("Gwenllian Thornby", "Gwen", PART),
        ("Elizabeth Thornby", "Libby", PART),
        ("Jane Phillips", "Jane Philips", PART),
        ("Jane Llewellyn", "Jane Llewelyn", PART),
        ("Stephen Oddsworth", "Steven Oddsworth", SURNAME),
        ("Jane Clarke", "Jane Clark", PART),
        ("Kathryn Thompson", "Kathryn Thomson", PART),
    ],
}  # fmt: skip
"""By kind: the name that an order protects, the words of a page it covers, what must be found."""

HARMLESS: list[tuple[str, str]] = [
    ("Sam Thornby", "The shop opened at 5am and closed at 7pm."),
    ("Ian Thornby", "I an appeal lodged. In Lan Street."),
    ("Ann Thornby", "He took an n and a p."),
    ("Amy Thornby", "Am y dyn yn y dref."),
    ("Jane Lee", "The fleet left the lee, said A. L. E. Eden."),
    ("Neil Hall", "Nell met a man in the hail."),
    ("Jane Burn", "He sat on his bum in the modern modem shop."),
    ("Jane Corn", "See example.com or www.example.org for more, at #courtnews."),
    ("Mair Oddsworth", "It was a fair trial, and a fair hearing at Fair Mile."),
    ("Gwen Oddsworth", "A wen is a cyst. When the men went, ten were left."),
    ("Jane Woodhouse", "It was a wood house by the mill."),
    ("Jane Underhill", "He ran under. Hill farmers saw him."),
    ("Jane Mohr", "On the A1 and the M25, 10 of 12 cars (No. 5 and No. 7) were M0T tested."),
    ("Mohammed Hussein", "Mahogany, hussars and moths."),
    ("Ali Rahman", "An alibi and a Roman."),
    ("Julie Oddsworth", "On 4 July 2017 he left."),
    ("Will Young", "He will be young until old; W1LL is no word here."),
    ("Jane Soule", "The soul of the sole trader."),
    ("Jane Dorn", "Dom Oddsworth spoke of the dom."),
    ("Dean Oddsworth", "Nean, Ddean and bean are not said here."),
    ("Jane Bell", "A man called Fell sold a mell."),
    ("Mary-Jane Thornby", "Mary Oddsworth met Jane Farrow."),
    ("William Thornby", "The bill was passed. Bill Oddsworth spoke."),
    ("Gwen Oddsworth", "“I am told,” he said of Wen and the EU, “to go on.”"),
    ("Isa Lee", "Section 15A applies; the court is at SA1 1EE, flat 15a, postcode M1 1LE."),
    ("Ian Oddsworth", "The court is at L1 1AN."),
    ("Jane Goodchild", "Good child protection matters. New land rules."),
    ("Xavier Doe", "What to do e.g. in court; do e-mail us."),
    ("Jane Hardcastle", "It was a hard castle to take."),
    ("Jane Parkinson", "They park in Sonder Street."),
    ("Abdul Rahman", "Abdication and Roman numerals."),
    ("Zoe Tan", "A 20e note."),
]
"""Words of pages that an order covers in which nothing may block."""


def missed() -> Iterator[str]:
    """The disguises of which less is found than must be."""
    order = [NOTHING, PART, SURNAME, WHOLE]
    for kind, rows in DISGUISES.items():
        for name, text, least in rows:
            found = codes(prose(f"It was {text} who came."), names=(protected(name),))
            best = max((order.index(one) for one in found if one in order), default=0)
            if best < order.index(least):
                yield f"{kind}: {name}, “{text}”: {order[best] or 'nothing'}, not {least}"


def blocks(name: str, text: str, in_scope: bool) -> bool:
    """Whether the rules on names block a page with these words."""
    found = findings(prose(f"It was {text} who came."), names=(protected(name, in_scope),))
    return any(one.level == Level.BLOCKER for one in found if one.code.startswith("protected"))


def false_alarms() -> Iterator[str]:
    """The harmless words in which something blocks."""
    for name, text in HARMLESS:
        found = codes(prose(text), names=(protected(name),))
        if WHOLE in found or SURNAME in found:
            yield f"{name}, “{text}”: {found}"
