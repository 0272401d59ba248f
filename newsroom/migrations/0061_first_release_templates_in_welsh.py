"""The same release templates in Welsh, for items that are written in Welsh.

A placeholder within a quotation is in capitals: the gate sees no other Welsh one there. Going back
leaves the rows.
"""

from importlib import import_module

from django.db import migrations

FIRST = import_module("newsroom.migrations.0060_first_release_templates")
paragraph, quotation, points = FIRST.paragraph, FIRST.quotation, FIRST.points

CRIME_TYPES = "Pa fathau o droseddau sydd dan sylw? Heb un, gofynnir ichi am y rheswm."
PROTECTED = (
    "A yw’r gyfraith yn gwarchod rhywun yn yr eitem: achwynydd, plentyn, tyst? Ticiwch hynny o dan "
    "“People the law protects”; bydd rhywun wedyn yn cadarnhau nad oes dim yn datgelu pwy ydyw."
)
ORDER = (
    "A oes llys wedi gwneud gorchymyn ynghylch yr achos? Rhaid ei gofnodi: bydd y gwiriadau’n dal "
    "y datganiad yn ôl."
)
ALLEGED = "Mae’r pennawd, y crynodeb a’r testun yn dweud beth a honnir, byth ei fod wedi’i wneud."
NO_PICTURE = (
    "Dim llun o’r ddalfa, dim fideo a dim arddangosyn cyn y rheithfarn. Rhaid dweud beth y mae "
    "lluniau eraill yn ei ddangos."
)
PICTURE = "Mae angen disgrifiad ar lun, ac mae ei gofnod yn dweud beth y mae’n ei ddangos."
OTHERS = (
    "A oes cyhuddiad arall, neu ddiffynnydd arall, heb ei roi ar brawf eto? Os felly mae’r achos "
    "yn weithredol: gofynnwch i gyfreithiwr yn gyntaf oll."
)

QUOTATION = quotation("[enw]", "[swydd]", "[DYFYNIAD]")

CHARGE = {
    "name": "Penderfyniad i gyhuddo",
    "line": "Cyhuddwyd rhywun: o beth, ble y bydd yn ymddangos, a bod yr achos yn weithredol.",
    "kind": "press-release",
    "stage": "charge",
    "court": "[llys]",
    "title": "Cyhuddo [enw] o [trosedd]",
    "summary": "Cyhuddwyd [enw], [oed], o [tref], o [trosedd] yn dilyn ymchwiliad gan [heddlu].",
    "body": [
        paragraph(
            "Mae Gwasanaeth Erlyn y Goron wedi awdurdodi [heddlu] i gyhuddo [enw], [oed], o "
            "[tref], o [pob trosedd]."
        ),
        paragraph("Bydd [enw] yn ymddangos gerbron [llys] ar [dyddiad]."),
        quotation(
            "[enw]",
            "[swydd]",
            "Mae ein herlynwyr wedi edrych ar y dystiolaeth ac wedi penderfynu bod digon ohoni i "
            "ddod â’r achos hwn gerbron y llys, a bod erlyn er budd y cyhoedd.",
        ),
        paragraph(
            "Atgoffwn bawb fod achos troseddol yn erbyn [enw] yn weithredol, a bod gan bob "
            "diffynnydd yr hawl i dreial teg. Ni chaniateir cyhoeddi, dweud na rhannu dim ar-lein "
            "a allai niweidio’r achos hwn."
        ),
    ],
    "notes_to_editors": points(
        "Cyhuddir [enw], [oed], o [tref], o [pob trosedd, gyda’r Ddeddf a’r adran].",
        "Bydd [enw] yn ymddangos gerbron [llys] ar [dyddiad ac amser].",
        "Nid mater i Wasanaeth Erlyn y Goron yw barnu neb. Penderfynwn a ddylid rhoi cyhuddiad "
        "gerbron llys, yn ôl dau gam y Cod i Erlynwyr y Goron: y dystiolaeth, a budd y cyhoedd.",
    ),
    "questions": [ALLEGED, NO_PICTURE, PROTECTED, ORDER, CRIME_TYPES],
}

PLEA = {
    "name": "Ple euog",
    "line": "Plediodd rhywun yn euog: i beth, a phryd y bydd y llys yn dedfrydu.",
    "kind": "press-release",
    "stage": "plea",
    "court": "[llys]",
    "title": "[Enw] yn pledio’n euog i [trosedd]",
    "summary": "Mae [enw], [oed], o [tref], wedi pledio’n euog i [trosedd] gerbron [llys].",
    "body": [
        paragraph(
            "Mae [enw], [oed], o [tref], wedi pledio’n euog i [pob trosedd]. Cofnodwyd y ple "
            "gerbron [llys] ar [dyddiad]."
        ),
        paragraph("[beth ddigwyddodd, fel y clywodd y llys]"),
        QUOTATION,
        paragraph("Bydd y llys yn dedfrydu ar [dyddiad]."),
        paragraph(
            "Bydd yr achos troseddol yn weithredol nes i’r llys ddedfrydu. Ni chaniateir cyhoeddi, "
            "dweud na rhannu dim ar-lein a allai niweidio’r achos, na threial neb arall."
        ),
    ],
    "notes_to_editors": points(
        "Mae [enw], [oed], o [tref], wedi pledio’n euog i [pob trosedd, gyda’r Ddeddf a’r adran].",
        "Cyhuddiadau eraill: [beth sy’n digwydd iddynt].",
    ),
    "questions": [
        "A oes cyhuddiad arall, neu ddiffynnydd arall, heb ei roi ar brawf eto? Gallai pennawd am "
        "y ple niweidio’r treial hwnnw: bydd y gwiriadau’n gofyn ichi edrych arno eto.",
        NO_PICTURE,
        PROTECTED,
        ORDER,
        CRIME_TYPES,
    ],
}

CONVICTION = {
    "name": "Euogfarn",
    "line": "Cafodd llys rywun yn euog ar ôl treial.",
    "kind": "press-release",
    "stage": "verdict",
    "court": "[llys]",
    "title": "Cael [enw] yn euog o [trosedd]",
    "summary": "Cafwyd [enw], [oed], o [tref], yn euog o [trosedd] ar ôl treial gerbron [llys].",
    "body": [
        paragraph(
            "Cafwyd [enw], [oed], o [tref], yn euog o [pob trosedd] ar [dyddiad], ar ôl treial a "
            "barodd [hyd] gerbron [llys]."
        ),
        paragraph("[beth ddigwyddodd, fel y’i profwyd yn y llys]"),
        paragraph("Dibynnodd yr erlyniad ar [prif dystiolaeth]."),
        QUOTATION,
        paragraph("Bydd y llys yn dedfrydu ar [dyddiad]."),
    ],
    "notes_to_editors": points(
        "Cafwyd [enw], [oed], o [tref], yn euog o [pob trosedd, gyda’r Ddeddf a’r adran].",
        "Cafwyd [enw] yn ddieuog o [cyhuddiadau].",
    ),
    "questions": [OTHERS, PROTECTED, ORDER, PICTURE, CRIME_TYPES],
}

SENTENCE = {
    "name": "Dedfryd",
    "line": "Dedfrydodd llys rywun: i beth, am beth, a pha orchmynion a wnaeth.",
    "kind": "press-release",
    "stage": "sentence",
    "court": "[llys]",
    "title": "Dedfrydu [enw] i [hyd] am [trosedd]",
    "summary": "Dedfrydwyd [enw], [oed], o [tref], i [dedfryd] am [trosedd].",
    "body": [
        paragraph(
            "Dedfrydwyd [enw], [oed], o [tref], i [dedfryd] gerbron [llys] ar [dyddiad] am "
            "[pob trosedd]."
        ),
        paragraph("Cyn hynny [sut y daeth yr achos i ben: ple neu reithfarn, a phryd]."),
        paragraph("[beth ddigwyddodd, fel y barnodd y llys]"),
        QUOTATION,
        paragraph("Gorchmynnodd y llys hefyd [atafaelu, atal, gwahardd]."),
    ],
    "notes_to_editors": points(
        "Dedfrydwyd [enw], [oed], o [tref], i [dedfryd ar bob cyhuddiad, gyda’r Ddeddf a’r adran].",
        "Gellir cyfeirio rhai dedfrydau at y Llys Apêl am eu bod yn rhy drugarog. Caiff unrhyw un "
        "ofyn i Swyddfa’r Twrnai Cyffredinol wneud hynny o fewn 28 diwrnod i’r ddedfryd.",
    ),
    "questions": [OTHERS, PROTECTED, ORDER, PICTURE, CRIME_TYPES],
}

ACQUITTAL = {
    "name": "Dieuog, neu ddim camau pellach",
    "line": "Yr hyn a ddywedwn ar ôl rheithfarn ddieuog, neu ar ôl penderfynu peidio ag erlyn.",
    "kind": "cps-says",
    "title": "Datganiad y CPS ar [achos neu benderfyniad]",
    "summary": "[un frawddeg: beth a benderfynwyd, a chan bwy]",
    "body": [
        paragraph("[Cadwch y rhan hon ar ôl rheithfarn ddieuog, a dileu’r llinell hon]"),
        paragraph("Cafwyd [enw] yn ddieuog o [pob trosedd] ar ôl treial gerbron [llys]."),
        paragraph(
            "Parchwn benderfyniad y rheithgor. Daethom â’r achos hwn gerbron y llys am fod y "
            "dystiolaeth yn bodloni ein prawf cyfreithiol, a buom yn ei adolygu hyd y diwedd."
        ),
        paragraph("[Cadwch y rhan hon ar ôl penderfynu peidio ag erlyn, a dileu’r llinell]"),
        paragraph(
            "Cawsom ffeil o dystiolaeth gan [heddlu] am [honiad, heb enwi neb] ym mis [mis]. Ar ôl "
            "ystyriaeth ofalus, penderfynwyd nad yw ein prawf cyfreithiol ar gyfer erlyn wedi’i "
            "fodloni, ac na chymerir camau pellach."
        ),
        paragraph(
            "Rydym wedi egluro ein penderfyniad i [achwynwyr neu deuluoedd], a gaiff ofyn am ei "
            "adolygu o dan gynllun Hawl Dioddefwyr i Adolygiad."
        ),
        QUOTATION,
    ],
    "notes_to_editors": points(
        "Penderfynwn yn ôl dau gam y Cod i Erlynwyr y Goron: a oes digon o dystiolaeth i roi "
        "gobaith realistig o euogfarn, ac a yw erlyn er budd y cyhoedd.",
    ),
    "questions": [
        "A gyhoeddwyd enw rhywun na chafodd ei gyhuddo o’r blaen? Os na, nid enwir neb yma.",
        OTHERS,
        PROTECTED,
        "Mae anhysbysrwydd yn para am oes, beth bynnag y rheithfarn, a gall gorchymyn bara hefyd.",
        CRIME_TYPES,
    ],
}

STATEMENT = {
    "name": "Datganiad",
    "line": "Yr hyn a ddywedwn am bwnc y dydd, yng ngeiriau person a enwir.",
    "kind": "cps-says",
    "title": "Datganiad y CPS ar [pwnc]",
    "summary": "[un frawddeg: beth a ddywedwn, ac am beth]",
    "body": [
        paragraph("[beth ddigwyddodd, mewn brawddeg neu ddwy, gyda’r dyddiad]"),
        QUOTATION,
        paragraph("[ffeithiau a ffigurau, gyda’u ffynhonnell]"),
    ],
    "notes_to_editors": points("[ffynonellau, gyda dolenni]"),
    "questions": [
        "A yw’n ymwneud ag achos sydd heb ei benderfynu? Os felly peidiwch â sôn am euogrwydd, a "
        "dechreuwch o gam yr achos hwnnw.",
        PROTECTED,
        "Y dyfyniad: a yw’r sawl a ddyfynnir yn gwybod beth yn union yw’r geiriau?",
        CRIME_TYPES,
    ],
}

CORRECTION = {
    "name": "Cywiro adroddiad yn y cyfryngau",
    "line": "Roedd adroddiad gan eraill yn anghywir: beth a ddywedodd, a beth sy’n gywir.",
    "kind": "cps-says",
    "title": "Ymateb y CPS i adroddiad [cyfrwng] ar [pwnc]",
    "summary": "Adroddwyd gan [cyfrwng] fod [beth a adroddwyd]. Nid yw hynny’n gywir: "
    "[beth sy’n gywir].",
    "body": [
        paragraph(
            "Ar [dyddiad], adroddwyd gan [cyfrwng] fod [beth a adroddwyd]. Nid yw hynny’n gywir."
        ),
        paragraph("[beth sy’n gywir, gyda ffigurau a’u ffynhonnell]"),
        QUOTATION,
        paragraph("Gofynnwyd i [cyfrwng] gywiro’r adroddiad."),
    ],
    "notes_to_editors": points("[ffynonellau, gyda dolenni]"),
    "questions": [
        "A yw hwn yn ailadrodd yr hyn na chaniateir ei gyhoeddi: enw, euogfarn flaenorol, manylyn "
        "sy’n datgelu rhywun? Dywedwch beth oedd yn anghywir hebddo.",
        "A yw’r adroddiad am achos sydd heb ei benderfynu? Gofynnwch i gyfreithiwr yn gyntaf oll.",
        PROTECTED,
        CRIME_TYPES,
    ],
}

TEMPLATES = [CHARGE, PLEA, CONVICTION, SENTENCE, ACQUITTAL, STATEMENT, CORRECTION]


def add_templates(apps, schema_editor):
    FIRST.add(apps.get_model("newsroom", "ReleaseTemplate"), "cy", TEMPLATES)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0060_first_release_templates")]

    operations = [migrations.RunPython(add_templates, migrations.RunPython.noop)]
