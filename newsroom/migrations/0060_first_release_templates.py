"""The release templates with which the desk begins; duty editors change them and add to them.

What is to be filled in stands in square brackets. Going back leaves the rows, and a name that has a
row already in its language gets no second one.
"""

import json
from uuid import NAMESPACE_URL, uuid5

from django.db import migrations


def paragraph(text):
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def quotation(speaker, role, *paragraphs):
    said = [{"type": "item", "value": text} for text in paragraphs]
    return {"type": "quote", "value": {"paragraphs": said, "speaker": speaker, "role": role}}


def points(*lines):
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


CRIME_TYPES = "Which crime types is it about? Without one, you are asked for the reason."
PROTECTED = (
    "Does the law protect anybody in it: a complainant, a child, a witness? Tick it under “People "
    "the law protects”; somebody then confirms that nothing identifies them."
)
ORDER = (
    "Has a court made an order about the case? Have it entered: the checks hold the release back."
)
ALLEGED = "Headline, teaser and text say what is alleged, never that it was done."
NO_PICTURE = (
    "No custody image, footage or exhibit before the verdict. Other pictures say what they show."
)
PICTURE = "A picture needs a description, and its own record says what it shows."
OTHERS = (
    "Is another charge, or another defendant, still to be tried? Then proceedings are active: ask "
    "a lawyer before anything else."
)

QUOTATION = quotation("[name]", "[role]", "[quote]")

CHARGE = {
    "name": "Charging decision",
    "line": "Somebody is charged: with what, where they appear, and that proceedings are active.",
    "kind": "press-release",
    "stage": "charge",
    "court": "[court]",
    "title": "[Name] charged with [offence]",
    "summary": "[Name], [age], of [town], has been charged with [offence] after an investigation "
    "by [police force].",
    "body": [
        paragraph(
            "The Crown Prosecution Service has authorised [police force] to charge [name], [age], "
            "of [town], with [each offence]."
        ),
        paragraph("[Name] is due to appear at [court] on [date]."),
        quotation(
            "[name]",
            "[role]",
            "Our prosecutors have looked at the evidence and have decided that there is enough of "
            "it to bring this case to court, and that a prosecution is in the public interest.",
        ),
        paragraph(
            "We remind everybody that criminal proceedings against [name] are active, and that "
            "every defendant has the right to a fair trial. Nothing may be published, said or "
            "shared online that could prejudice these proceedings."
        ),
    ],
    "notes_to_editors": points(
        "[Name], [age], of [town], is charged with [each offence, with its Act and section].",
        "[Name] is due to appear at [court] on [date and time].",
        "It is not for the Crown Prosecution Service to decide whether anybody is guilty. We "
        "decide whether a charge should be put before a court, by the two stages of the Code for "
        "Crown Prosecutors: the evidence, and the public interest.",
    ),
    "questions": [ALLEGED, NO_PICTURE, PROTECTED, ORDER, CRIME_TYPES],
}

PLEA = {
    "name": "Guilty plea",
    "line": "Somebody has pleaded guilty: to what, and when the court passes sentence.",
    "kind": "press-release",
    "stage": "plea",
    "court": "[court]",
    "title": "[Name] pleads guilty to [offence]",
    "summary": "[Name], [age], of [town], has pleaded guilty to [offence] at [court].",
    "body": [
        paragraph(
            "[Name], [age], of [town], pleaded guilty to [each offence] at [court] on [date]."
        ),
        paragraph("[what happened, as it was put to the court]"),
        QUOTATION,
        paragraph("The court will pass sentence on [date]."),
        paragraph(
            "Criminal proceedings are active until the court passes sentence. Nothing may be "
            "published, said or shared online that could prejudice them, or the trial of anybody "
            "else."
        ),
    ],
    "notes_to_editors": points(
        "[Name], [age], of [town], pleaded guilty to [each offence, with its Act and section].",
        "Other charges: [charges, and what becomes of them].",
    ),
    "questions": [
        "Is another charge, or another defendant, still to be tried? A headline about the plea "
        "could prejudice that trial: the checks ask you to look at it again.",
        NO_PICTURE,
        PROTECTED,
        ORDER,
        CRIME_TYPES,
    ],
}

CONVICTION = {
    "name": "Conviction",
    "line": "A court has found somebody guilty after a trial.",
    "kind": "press-release",
    "stage": "verdict",
    "court": "[court]",
    "title": "[Name] convicted of [offence]",
    "summary": "[Name], [age], of [town], has been found guilty of [offence] after a trial at "
    "[court].",
    "body": [
        paragraph(
            "[Name], [age], of [town], was found guilty of [each offence] on [date], after a trial "
            "of [length] at [court]."
        ),
        paragraph("[what happened, as it was proved in court]"),
        paragraph("The prosecution relied on [main evidence]."),
        QUOTATION,
        paragraph("The court will pass sentence on [date]."),
    ],
    "notes_to_editors": points(
        "[Name], [age], of [town], was found guilty of [each offence, with its Act and section].",
        "[Name] was found not guilty of [charges].",
    ),
    "questions": [OTHERS, PROTECTED, ORDER, PICTURE, CRIME_TYPES],
}

SENTENCE = {
    "name": "Sentence",
    "line": "A court has sentenced somebody: to what, for what, and which orders it made.",
    "kind": "press-release",
    "stage": "sentence",
    "court": "[court]",
    "title": "[Name] sentenced to [length] for [offence]",
    "summary": "[Name], [age], of [town], has been sentenced to [sentence] for [offence].",
    "body": [
        paragraph(
            "[Name], [age], of [town], was sentenced to [sentence] at [court] on [date] for "
            "[each offence]."
        ),
        paragraph("[Name] had [pleaded guilty or was found guilty, and when]."),
        paragraph("[what happened, as the court found it]"),
        QUOTATION,
        paragraph("The court also ordered [confiscation, restraint, disqualification]."),
    ],
    "notes_to_editors": points(
        "[Name], [age], of [town], was sentenced to [sentence on each count, with "
        "Act and section].",
        "Certain sentences can be referred to the Court of Appeal as unduly lenient. Anybody may "
        "ask the Attorney General’s Office for that within 28 days of the sentence.",
    ),
    "questions": [OTHERS, PROTECTED, ORDER, PICTURE, CRIME_TYPES],
}

ACQUITTAL = {
    "name": "Acquittal or no further action",
    "line": "What we say after a verdict of not guilty, or after a decision not to prosecute.",
    "kind": "cps-says",
    "title": "CPS statement on [case or decision]",
    "summary": "[one sentence: what was decided, and by whom]",
    "body": [
        paragraph("[Keep this part after an acquittal, and delete this line]"),
        paragraph("[Name] has been found not guilty of [each offence] after a trial at [court]."),
        paragraph(
            "We respect the decision of the jury. We brought this case because the evidence met "
            "our legal test, and we kept it under review until the end."
        ),
        paragraph("[Keep this part after a decision not to prosecute, and delete this line]"),
        paragraph(
            "We received a file of evidence from [police force] about [allegation, naming nobody] "
            "in [month]. After careful consideration we have decided that our legal test for a "
            "prosecution is not met, and that no further action will be taken."
        ),
        paragraph(
            "We have explained our decision to [complainants or families], who may ask for a "
            "review of it under the Victims’ Right to Review scheme."
        ),
        QUOTATION,
    ],
    "notes_to_editors": points(
        "We decide by the two stages of the Code for Crown Prosecutors: whether there is enough "
        "evidence for a realistic prospect of conviction, and whether a prosecution is in the "
        "public interest.",
    ),
    "questions": [
        "Has the name of somebody who was not charged been published before? If not, this names "
        "nobody.",
        OTHERS,
        PROTECTED,
        "Anonymity lasts for life, whatever the verdict, and an order may last as well.",
        CRIME_TYPES,
    ],
}

STATEMENT = {
    "name": "Statement",
    "line": "What we say about a subject of the day, in the words of a named person.",
    "kind": "cps-says",
    "title": "CPS statement on [subject]",
    "summary": "[one sentence: what we say, and about what]",
    "body": [
        paragraph("[what has happened, in one or two sentences, with the date]"),
        QUOTATION,
        paragraph("[facts and figures, with their source]"),
    ],
    "notes_to_editors": points("[sources, with links]"),
    "questions": [
        "Is it about a case that has not been decided? Then say nothing of guilt, and begin from "
        "the stage of that case instead.",
        PROTECTED,
        "The quotation: does the person who is quoted know these very words?",
        CRIME_TYPES,
    ],
}

CORRECTION = {
    "name": "Correction of a media report",
    "line": "A report by others was wrong: what it said, and what is right.",
    "kind": "cps-says",
    "title": "CPS response to [outlet] report on [subject]",
    "summary": "[Outlet] reported that [what was reported]. That is not right: [what is right].",
    "body": [
        paragraph("On [date] [outlet] reported that [what was reported]. That is not right."),
        paragraph("[what is right, with figures and their source]"),
        QUOTATION,
        paragraph("We have asked [outlet] to correct its report."),
    ],
    "notes_to_editors": points("[sources, with links]"),
    "questions": [
        "Does this repeat what must not be published: a name, an earlier conviction, a detail that "
        "identifies somebody? Say what was wrong without it.",
        "Is the report about a case that has not been decided? Ask a lawyer before anything else.",
        PROTECTED,
        CRIME_TYPES,
    ],
}

TEMPLATES = [CHARGE, PLEA, CONVICTION, SENTENCE, ACQUITTAL, STATEMENT, CORRECTION]


def with_ids(blocks, key):
    """The blocks as Wagtail stores them. Ids are the same each time."""
    for number, block in enumerate(blocks):
        block = {**block, "id": str(uuid5(NAMESPACE_URL, f"{key} {number}"))}
        if block["type"] == "quote":
            said = [
                {**entry, "id": str(uuid5(NAMESPACE_URL, f"{key} {number} {place}"))}
                for place, entry in enumerate(block["value"]["paragraphs"])
            ]
            block["value"] = {**block["value"], "paragraphs": said}
        yield block


def add(model, language, templates):
    for number, words in enumerate(templates, 1):
        key = f"{language} {words['name']}"
        row = {
            **words,
            "body": json.dumps(list(with_ids(words["body"], key))),
            "questions": "\n".join(words["questions"]),
            "place": number * 10,
        }
        model.objects.get_or_create(language=language, name=words["name"], defaults=row)


def add_templates(apps, schema_editor):
    add(apps.get_model("newsroom", "ReleaseTemplate"), "en", TEMPLATES)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0059_release_templates")]

    operations = [migrations.RunPython(add_templates, migrations.RunPython.noop)]
