"""Finds words about a case whose victims or children the law protects, in English and Welsh. Pure.

These are sexual offences, trafficking, female genital mutilation, forced marriage, and children.
Words such as "rape" and "child" also occur in texts on policy. They count in a text about a case:
one that says what was done or decided in it. A sentence in general terms does not count.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from newsroom.rules.names.folding import fold

_SEXUAL = re.compile(
    r"""
    \b(?: raped | raping | rapists? | (?<!oilseed\ )rape (?!\ ?(?:seed|oil|crop|plant|field|flower
        |meal))
    | sexual(?:ly)? (?!\ (?:orientation|health|identity|characteristic|minorit|equal))
    | sex\ (?:with|offenders?|offences?|attack\w*|assault\w*|abuse\w*|crimes?|acts?|beast|pest|toy
        |grooming|traffick\w*|slaves?|tape) | had\ sex | having\ sex
    | (?:gross(?:ly)?\ )?indecen(?:t|cy|tly) (?!\ (?:haste|language))
    | (?<!-)groom(?:ed|ing)\ (?!(?:dogs?|horses?|salon|parlour|business|products)\b)
    | (?<!-)groomed | (?<!dog\ )(?<!pet\ )groomers?
    | p(?:a?e)dophil\w+ | molest\w* | incest\w* | voyeur\w* | upskirt\w* | cyber-?flash\w*
    | (?:exposed|exposing)\ (?:himself|themselves|his\ (?:genitals|penis)) | sodomy | buggery
    | prostitut\w* | up\ (?:\w+(?:'s|s')?\ )?skirts?
    | revenge\ porn\w* | intimate\ (?:photo\w*|image\w*|picture\w*|video\w*|film\w*)
    | child\ (?:porn\w*|prostitut\w*|exploitation) | sodomi[sz]ed
    | (?:[td]|th)reisi\w* | (?:[td]|th)rais\ rhywiol | (?<!iechyd\ )(?<!cyfeiriadedd\ )rhywiol
    | anweddus\w* | [mf]eithrin\ perthynas\ amhriodol | (?:[pb]|ph)edoffil\w* | llosgach )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GOODS = (
    r"drugs?|cocaine|heroin|cannabis|ketamine|mdma|weapons?|guns?|firearms?|arms|ammunition|wildlife"
    r"|ivory|eels|puppies|tobacco|cigarettes|antiques|artefacts|art|goods|substances|steroids|fuel"
    r"|money|cash"
)
_TRAFFICKING = re.compile(
    rf"""
    \b(?: (?<!drug\ )(?<!drugs\ )(?<!arms\ )(?<!gun\ )(?<!guns\ )(?<!weapons\ )(?<!firearms\ )
        (?<!cocaine\ )(?<!heroin\ )(?<!cannabis\ )(?<!wildlife\ )(?<!ivory\ )(?<!puppy\ )
        traffick(?:ed|ing|ers?)\b (?!\ (?:in\ |of\ )?(?:\w+\ ){{0,3}}(?:{_GOODS})\b)
    | modern(?:-day)?\ slave(?:s|ry)? | forced\ (?:or\ compulsory\ )?labour | debt\ bondage
    | (?:domestic\ |sexual\ )?servitude | enslav(?:ed|ing)
    | (?:held|kept|treated|worked|living|used)\ (?:\w+\ ){{0,3}}(?:as|like|in)\ (?:an?\ )?slave(?:s|ry)?
    | [mf]asnachu\ (?:mewn\ )?(?:pobl|merched|plant|menywod)
    | (?:[cg]|[cg]?h|ngh)aethwasiaeth | llafur\ (?:gorfodol|dan\ orfod) )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MUTILATION = re.compile(
    r"""
    \b(?: FGM | (?:female\ )?genital\ (?:mutilation|cutting) | female\ circumcision | infibulat\w+
    | (?:cut|cutting|mutilat\w+)\ (?:her|a\ girl's|the\ girl's|girls')\ genital\w*
    | anffurfio\ (?:\w+\ ){0,3}organau | anffurfio\ organau\ cenhedlu
    | enwaed\w*\ (?:ar\ )?(?:[mf]erch\w*|benyw\w*|[mf]enyw\w*) )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FORCED_MARRIAGE = re.compile(
    r"""
    \b(?: forced\ (?:marriages?|weddings?) | forced-marriage
    | (?:forc(?:ed|ing)|coerc(?:ed|ing)|pressur(?:ed|ing)|trick(?:ed|ing)|compell(?:ed|ing)|made)
        \ (?:\w+(?:'s)?\ ){0,5}(?:to\ (?:marry|wed|get\ married)|into\ (?:an?\ |the\ )?marriages?)
    | (?:marry|married|marriage)\ (?:\w+\ ){0,5}against\ (?:her|his|their)\ will
    | (?:[pb]|[pm]h)riodas(?:au)?\ (?:dan\ orfod|orfodol|drwy\ orfodaeth)
    | (?:[gn]?[gh]?)orfod(?:i|odd|wyd|wyd)\ (?:\w+\ ){0,4}i\ (?:[pb]|[pm]h)riodi )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_CHILD = (
    r"bands?|group|brigade|scouts?|guides?|network|racers?|friday|boss|dog|cat|horse|mare|gelding"
    r"|car|van|company|firm|case|law|rule|allegations?|claims?|feud|dispute|investigation"
    r"|agreement|scheme|contract|whisky|bottle|practice|charity|campaign|building|house|business"
    r"|partnership|prosecution|project|loan|debt"
)
_UNDER_18 = (
    r"(?:[1-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen)"
)
_CHILD = re.compile(
    rf"""
    \b(?: (?<!teddy\ )(?<!old\ )(?:school)?(?:boy|girl)s? (?!(?:\ |-)(?:{_NO_CHILD})\b)
    | school(?:child(?:ren)?|friends?)
    | teen(?:age[dr]?s?|s)? (?!\ cancer)\b | toddlers? | infants? (?!\ formula)
    | bab(?:y|ies) (?!\ (?:food|milk|formula|clothes|boom|monitor|products?))
    | pupils? (?!\ (?:barrister|supervis|master)) (?<!barrister\ pupil)
    | juveniles? | youths? (?!\ (?:work|club|cent|hostel|team|charit|group|justice|hub))
    | youth\ (?:court|offend\w+\ (?:team|institution)) | under-?age | under-?1[0-8]s?
    | under\ (?:the\ age\ of\ )?1[3-8]\b (?!\ (?:months|days|weeks|per))
    | (?:a|of|with|against|by|involving|to)\ minors?\b (?!\ \w) | minors\b (?!\ (?:injur|changes))
    | (?:step|foster|adopted\ |god)-?(?:son|daughter|child|children)
    | aged?\ (?:only\ |just\ |about\ |between\ )?{_UNDER_18}\b (?!\ ?(?:per|%|months\ in))
    | {_UNDER_18}(?:\ |-)years?(?:\ |-)olds? (?!(?:\ |-)(?:\w+\ )?(?:{_NO_CHILD})\b)
    | [A-Za-z][\w'-]{{1,40}},\ (?:[1-9]|1[0-7])(?=,|$)
    | for\ legal\ reasons | (?:cannot|must\ not|may\ not)\ be\ (?:named|identified)
    | [bf]achgen | [bf]echgyn | [mf]erch\ ysgol | [mf]erch(?:\ fach)?(?!\ (?:[2-9]\d|1[89]))
    | d?disgybl\w* | l?lys\ ieuenctid | yn\ (?:ei|eu)\ (?:h)?arddegau
    | (?:[1-9]|1[0-7])\ (?:m?lwydd\ )?oed | (?:[pb]|[pm]h)lentyn )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CHILDREN = re.compile(
    r"\b(?:child(?:ren)?(?!(?:'s)? (?:care|minder|support|benefit|in need|commissioner))"
    r"|(?:[pb]|[pm]h)lant)\b",
    re.IGNORECASE,
)
_HARMED = re.compile(
    r"""
    \b(?: victim | complainant | witness | abus | neglect | cruel | kill | murder | manslaughter
    | assault | injur | harm | hurt | attack | stab | abduct | kidnap | exploit | traffick | threat
    | ill-?treat | beat | shook | shak | poison | drown | danger | smother | starv | burn | scald
    | charged | accused | arrested | convicted | sentenced | recruit | images | videos | taken\ into
    | in\ the\ car | sexual | county\ lines | dioddef | cam-?drin | [gc]h?am-?drin | llofrudd
    | esgeulus | niwed | ymosod )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Beginnings of words that tell of harm or of a part in proceedings."""

_CASE = re.compile(
    r"""
    \b(?: charged | accused | arrested | convicted | guilty | pleads? | pleaded | pled | admits?
    | admitted | den(?:y|ies|ied) | jailed | imprisoned | sentenced | remanded | acquitted
    | convictions?\ of\ (?:an?|the|two|three)\b | (?:murder|rape|stabbing)\ victim
    | cleared\ of | (?<!not\ )(?:on|stands?|stood|faces?|facing)\ trial | trial\ of | locked\ up
    | (?:will|due\ to|to)\ appear | extradited | appear(?:ed|s)\ (?:at|before|in) | behind\ bars
    | (?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\ (?:counts?|charges|offences)\ of
    | rape\ charges? | jur(?:y|ors)\ (?:was|were|hears?|heard|has|finds?|found)
    | (?:by|told)\ (?:a|the)\ jury | the\ defendant (?=,|'|\ (?:was|had|has|is|told|cannot))
    | the\ court\ heard
    | the\ (?:victim|complainant)\ (?:was|had|told|has|of|came)
    | (?:was|were|been|being|is)\ (?:\w+ly\ )?(?:raped|groomed|abused|assaulted|attacked|killed
        |murdered|stabbed|molested|exploited|abducted|neglected|trafficked|filmed|touched|injured)
    | convicts?\ (?:an?\ (?:man|woman|boy|girl|couple|gang|teenager)|him|her|two|three)
    | prosecuted | (?:raped|groomed|molested|murdered|killed|stabbed|abducted)\ (?:an?|the|his|her
        |their|two|three|four|five|six|\d+|young)\b
        | (?:raped|groomed|molested|abused)\b(?=[^.]{0,60}\b(?:he|she|his|her)\b)
    | years?(?:'|s')?\ (?:in\ prison|in\ jail|imprisonment|behind\ bars) | life\ (?:sentence|term)
    | (?:crown|magistrates'?)\ court | (?:at|before|in)\ (?:\w+\ ){1,2}youth\ court
    | rapist | paedophile
    | [cg]h?yhuddwyd | [cg]h?yhuddo | [cg]h?yhuddiad\w* | [td]edfryd\w* | ddedfryd\w*
    | [cg]?h?archar\w*
    | euog | diffynnydd | rheithgor | [lf]lys\ y\ goron | lys\ y\ goron | [l]?lys\ (?:yr\ )?ynadon
    | ymddangos\w* | pledio\w* | arest\w* | gwad\w+ | [td]h?reisiodd | [td]h?reisiwyd | o\ flaen
    | lofruddi\w+ | llofruddi\w+ | ymosodwyd | dioddefwr | ddioddefwr )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GENERAL = re.compile(
    r"""
    \b(?: per\ cent | statistic\w* | figures | rates? | guidance | strateg\w+ | polic(?:y|ies)
    | campaign\w* | conference | training | trained | every | any(?:one|body) | if\ you
    | people\ who
    | cases\ received | scrutiny | inspectors? | by\ (?:year|quarter|month) | awareness
    | those\ (?:who|charged|convicted|accused|arrested) | suspects | victims\ (?:who|of)
    | specialist | units? | scheme | consultation | legislation
    | parliament | annual(?:ly)? | statement\ on | research | survey | report
    | prosecutors | we\ (?:prosecute|work|want|support|know|will) | more\ (?:people|defendants)
    | (?:children|young\ people)\ (?:can|may|should|must|under|aged)
    | (?:polisi|canllaw\w*|strategaeth|ymgyrch|ystadegau|cant|pob|erlynwyr|arbenigol|hyfforddiant
        |ganllaw\w*|ymgynghoriad) )\b | %
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SOMEBODY = re.compile(
    r"""
    \b(?: man | woman | boy | girl | men | pair | trio | mother | father | teacher | stepfather | he
    | she | his | her | him | mrs? | ms | dr | teenager | pupil | coach | rapist | paedophile
    | schoolgirl | schoolboy | youth(?!\ (?:court|justice)) | gang | (?:the|a)\ (?:victim|defendant
        |complainant|child|officer|priest|nurse|driver|soldier)
    | jailed | sentenced | plead(?:s|ed) | den(?:y|ies|ied) | admit(?:s|ted) | guilty | accused
    | arrested | remanded | on\ trial | (?:to|will)\ appear | national\ charged
    | dyn | dynes | bachgen | fachgen | athro | athrawes | tad | llystad | mam | ei | merch
    | ferch )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNDECIDED = re.compile(
    r"\b(?:whether|if)\ (?:somebody|someone|anybody|anyone|people|children|they|there"
    r"|an?\ (?:person|child|defendant|suspect|victim)|the\ (?:child|person|suspect))\b[^,;]*",
    re.IGNORECASE,
)
"""A question about anybody: "whether somebody is guilty". It tells of no case."""
_SENTENCE = re.compile(r"[^.!?\n]+")


class Subject(StrEnum):
    """What the words of a case are about, if the law then protects somebody's identity."""

    SEXUAL = "sexual"
    TRAFFICKING = "trafficking"
    MUTILATION = "mutilation"
    FORCED_MARRIAGE = "forced-marriage"
    CHILD = "child"


_PATTERNS = {
    Subject.SEXUAL: _SEXUAL,
    Subject.TRAFFICKING: _TRAFFICKING,
    Subject.MUTILATION: _MUTILATION,
    Subject.FORCED_MARRIAGE: _FORCED_MARRIAGE,
    Subject.CHILD: _CHILD,
}


def words_of_protected(
    texts: Sequence[tuple[str, str]], of_case: bool
) -> dict[Subject, set[tuple[str, str]]]:
    """The words about each subject, each word with the place of its text.

    `texts` are places with their texts. `of_case`: whether the page has a case, whatever it says.
    """
    told = [(place, sentence) for place, text in texts for sentence in _of_somebody(text)]
    found: dict[Subject, set[tuple[str, str]]] = {subject: set() for subject in Subject}
    if not of_case and not any(_is_of_case(sentence) for _place, sentence in told):
        return found
    for place, sentence in told:
        for subject, pattern in _PATTERNS.items():
            found[subject].update((word, place) for word in _found(pattern, sentence))
        if _HARMED.search(sentence):
            children = _found(_CHILDREN, sentence)
            found[Subject.CHILD].update((word, place) for word in children)
    return found


def _is_of_case(sentence: str) -> bool:
    """Whether a sentence says what was done or decided. A word alone is the head of a table."""
    said = _UNDECIDED.sub("", sentence).strip()
    return " " in said and _CASE.search(said) is not None


def _of_somebody(text: str) -> Iterator[str]:
    """The sentences of a text, except those in general terms. A slug is read with spaces."""
    plain = fold(text).replace("’", "'")
    if not re.search(r"\s", plain.strip()):
        plain = re.sub(r"[-_]", " ", plain)
    for sentence in _SENTENCE.finditer(plain):
        if not _GENERAL.search(sentence[0]) or _SOMEBODY.search(sentence[0]):
            yield " ".join(sentence[0].split())


def _found(pattern: re.Pattern[str], sentence: str) -> Iterator[str]:
    for match in pattern.finditer(sentence):
        yield match[0].strip()
