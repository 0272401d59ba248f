"""The words about each subject in which the law protects somebody, in English and Welsh. Pure."""

import re
from collections.abc import Iterator
from enum import StrEnum

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
    | (?:held|kept|treated|worked|living|used)\ (?:\w+\ ){{0,3}}(?:as|like|in)
        \ (?:an?\ )?slave(?:s|ry)?
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
    | (?:n?g)?orfod(?:i|odd|wyd)\ (?:\w+\ ){0,4}i\ (?:[pb]|[pm]h)riodi )\b
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


def words_about(sentence: str) -> Iterator[tuple[Subject, str]]:
    """The words of a sentence about each subject."""
    for subject, pattern in _PATTERNS.items():
        for match in pattern.finditer(sentence):
            yield subject, match[0].strip()
    if _HARMED.search(sentence):
        for match in _CHILDREN.finditer(sentence):
            yield Subject.CHILD, match[0].strip()
