"""Synonyms that search knows from the start; editors add to them and change them.

Abbreviations are those of the CPS's own pages and of the Acts. The police forces of England and
Wales stand under the CPS Area that works with them, as www.cps.gov.uk has it under “CPS Areas”.
Going back leaves the rows, and forms that have a row already get no second one.
"""

from django.db import migrations

SAME = [
    ("DPP", "Director of Public Prosecutions"),
    ("CCP", "Chief Crown Prosecutor"),
    ("DCCP", "Deputy Chief Crown Prosecutor"),
    ("CPS", "Crown Prosecution Service"),
    ("VAWG", "violence against women and girls"),
    ("RASSO", "rape and serious sexual offences"),
    ("FGM", "female genital mutilation"),
    ("CSA", "child sexual abuse"),
    ("DA", "domestic abuse", "domestic violence"),
    ("GBH", "grievous bodily harm"),
    ("ABH", "actual bodily harm"),
    ("POCA", "Proceeds of Crime Act"),
    ("s28", "section 28"),
    ("YOI", "young offender institution"),
    ("KC", "King's Counsel"),
    ("QC", "Queen's Counsel"),
    ("AG", "Attorney General"),
    ("SFO", "Serious Fraud Office"),
    ("NCA", "National Crime Agency"),
    ("HMCTS", "HM Courts and Tribunals Service"),
    ("HMCPSI", "HM Crown Prosecution Service Inspectorate"),
    ("HMRC", "HM Revenue and Customs"),
    ("MoJ", "Ministry of Justice"),
    ("NPCC", "National Police Chiefs' Council"),
    ("SOCPA", "Serious Organised Crime and Police Act"),
    ("CJS", "criminal justice system"),
    ("PCMH", "plea and case management hearing"),
    ("ULS", "unduly lenient sentence"),
    ("VRR", "Victims' Right to Review"),
    ("CTD", "Counter Terrorism Division"),
    ("SCCTD", "Special Crime and Counter Terrorism Division"),
    ("SEOCID", "Serious Economic, Organised Crime and International Directorate"),
    ("Old Bailey", "Central Criminal Court"),
    ("knife crime", "bladed article"),
]

FORCES = {
    "Cymru-Wales": [
        ("South Wales", "South Wales Police", "Heddlu De Cymru"),
        ("North Wales", "North Wales Police", "Heddlu Gogledd Cymru"),
        ("Gwent", "Gwent Police", "Heddlu Gwent"),
        ("Dyfed-Powys", "Dyfed-Powys Police", "Heddlu Dyfed-Powys"),
    ],
    "East Midlands": [
        ("Derbyshire", "Derbyshire Constabulary", "Derbyshire Police"),
        ("Leicestershire", "Leicestershire Police"),
        ("Lincolnshire", "Lincolnshire Police"),
        ("Northamptonshire", "Northamptonshire Police"),
        ("Nottinghamshire", "Nottinghamshire Police"),
    ],
    "East of England": [
        ("Cambridgeshire", "Cambridgeshire Constabulary", "Cambridgeshire Police"),
        ("Essex", "Essex Police"),
        ("Norfolk", "Norfolk Constabulary", "Norfolk Police"),
        ("Suffolk", "Suffolk Constabulary", "Suffolk Police"),
    ],
    "Mersey-Cheshire": [
        ("Merseyside", "Merseyside Police"),
        ("Cheshire", "Cheshire Constabulary", "Cheshire Police"),
    ],
    "North East": [
        ("Cleveland", "Cleveland Police"),
        ("County Durham", "Durham Constabulary", "Durham Police"),
        ("Northumbria", "Northumbria Police", "Northumberland", "Tyne and Wear"),
    ],
    "North West": [
        ("Cumbria", "Cumbria Constabulary", "Cumbria Police"),
        ("Greater Manchester", "Greater Manchester Police", "GMP"),
        ("Lancashire", "Lancashire Constabulary", "Lancashire Police"),
    ],
    "South East": [
        ("Kent", "Kent Police"),
        ("Surrey", "Surrey Police"),
        ("Sussex", "Sussex Police", "East Sussex", "West Sussex"),
    ],
    "South West": [
        ("Avon and Somerset", "Avon and Somerset Police", "Avon and Somerset Constabulary"),
        ("Devon and Cornwall", "Devon and Cornwall Police"),
        ("Gloucestershire", "Gloucestershire Constabulary", "Gloucestershire Police"),
    ],
    "Thames and Chiltern": [
        ("Bedfordshire", "Bedfordshire Police"),
        ("Hertfordshire", "Hertfordshire Constabulary", "Hertfordshire Police"),
        ("Thames Valley", "Thames Valley Police"),
    ],
    "Wessex": [
        ("Dorset", "Dorset Police"),
        ("Hampshire", "Hampshire Constabulary", "Hampshire Police", "Isle of Wight"),
        ("Wiltshire", "Wiltshire Police"),
    ],
    "West Midlands": [
        ("Staffordshire", "Staffordshire Police"),
        ("Warwickshire", "Warwickshire Police"),
        ("West Mercia", "West Mercia Police"),
        ("West Midlands Police",),
    ],
    "Yorkshire and Humberside": [
        ("Humberside", "Humberside Police"),
        ("North Yorkshire", "North Yorkshire Police"),
        ("South Yorkshire", "South Yorkshire Police"),
        ("West Yorkshire", "West Yorkshire Police"),
    ],
}
"""By Area, the names under which readers look for a police force or its county."""

ONLY = [
    (("Somerset",), ("CPS South West", "Avon and Somerset")),
    (("Devon",), ("CPS South West", "Devon and Cornwall")),
    (("Cornwall",), ("CPS South West", "Devon and Cornwall")),
    (("Berkshire",), ("CPS Thames and Chiltern", "Thames Valley")),
    (("Buckinghamshire",), ("CPS Thames and Chiltern", "Thames Valley")),
    (("Oxfordshire",), ("CPS Thames and Chiltern", "Thames Valley")),
    (("Herefordshire",), ("CPS West Midlands", "West Mercia")),
    (("Shropshire",), ("CPS West Midlands", "West Mercia")),
    (("Worcestershire",), ("CPS West Midlands", "West Mercia")),
    (("Metropolitan Police", "Met Police"), ("CPS London North", "CPS London South")),
    (("London",), ("CPS London North", "CPS London South")),
]
"""Forms, and what they find besides, but are not found by."""


def add_synonyms(apps, schema_editor):
    synonyms = apps.get_model("newsroom", "SearchSynonym").objects
    rows = [(forms, ()) for forms in SAME]
    rows += [(forms, (f"CPS {area}",)) for area in FORCES for forms in FORCES[area]]
    for forms, finds in [*rows, *ONLY]:
        written = {"forms": "\n".join(forms), "finds": "\n".join(finds)}
        synonyms.get_or_create(forms=written["forms"], defaults=written)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0048_search_words")]

    operations = [migrations.RunPython(add_synonyms, migrations.RunPython.noop)]
