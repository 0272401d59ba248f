"""The forces, Crown Court centres and places that the finder of press desks knows from the start.

Forces and their Areas stood among the synonyms of search (0049) and are taken from there, so that
they are kept once. A synonym that an editor has changed stays as it is. Crown Court centres are
those of HM Courts and Tribunals Service; a court of London that both Areas use has both.

Going back writes the synonyms anew.
"""

from importlib import import_module

from django.db import migrations

SYNONYMS = import_module("newsroom.migrations.0049_first_synonyms")

LONDON_NORTH, LONDON_SOUTH = "London North\nLondon South", "London South\nLondon North"

COURTS = {
    "Cymru-Wales": "Cardiff=Llys y Goron Caerdydd, Swansea=Llys y Goron Abertawe, "
    "Newport=Llys y Goron Casnewydd, Merthyr Tydfil=Llys y Goron Merthyr Tudful, "
    "Mold=Llys y Goron Yr Wyddgrug, Caernarfon=Llys y Goron Caernarfon, "
    "Haverfordwest=Llys y Goron Hwlffordd",
    "East Midlands": "Nottingham, Leicester, Derby, Lincoln, Northampton",
    "East of England": "Chelmsford, Basildon, Southend, Norwich, King’s Lynn, Ipswich, Cambridge, "
    "Peterborough, Huntingdon",
    "London North": "Wood Green, Snaresbrook, Harrow",
    LONDON_NORTH: "Isleworth",
    "London South": "Inner London, Woolwich, Croydon, Kingston upon Thames",
    LONDON_SOUTH: "Southwark",
    "Mersey-Cheshire": "Liverpool, Chester, Warrington",
    "North East": "Newcastle upon Tyne, Durham, Teesside",
    "North West": "Manchester, Manchester Minshull Street, Bolton, Preston, Burnley, Lancaster, "
    "Carlisle, Barrow-in-Furness",
    "South East": "Maidstone, Canterbury, Lewes, Hove, Guildford, Chichester",
    "South West": "Bristol, Exeter, Plymouth, Truro, Gloucester, Taunton",
    "Thames and Chiltern": "Oxford, Reading, Luton, St Albans, Aylesbury, Amersham",
    "Wessex": "Winchester, Southampton, Portsmouth, Bournemouth, Swindon, Salisbury, "
    "Newport (Isle of Wight)",
    "West Midlands": "Birmingham, Coventry, Wolverhampton, Stafford, Stoke-on-Trent, Warwick, "
    "Worcester, Hereford, Shrewsbury",
    "Yorkshire and Humberside": "Leeds, Sheffield, Bradford, Hull, York, Great Grimsby, Doncaster",
}
"""By Area, the towns of the centres; after = the court’s name in Welsh."""

OTHER_NAMES = {
    "Newcastle upon Tyne Crown Court": ("Newcastle",),
    "Kingston upon Thames Crown Court": ("Kingston",),
    "Teesside Crown Court": ("Middlesbrough",),
    "Manchester Crown Court": ("Manchester Crown Square",),
    "Manchester Minshull Street Crown Court": ("Minshull Street",),
    "Preston Crown Court": ("Preston Sessions House",),
    "Inner London Crown Court": ("Inner London Sessions",),
    "Southend Crown Court": ("Southend-on-Sea",),
    "Hove Crown Court": ("Hove Trial Centre",),
    "Newport (Isle of Wight) Crown Court": ("Isle of Wight Crown Court",),
    "Stoke-on-Trent Crown Court": ("Stoke",),
    "Warwick Crown Court": (
        "Leamington Spa",
        "Royal Leamington Spa",
        "Warwickshire Justice Centre",
    ),
    "Hull Crown Court": ("Kingston upon Hull",),
    "Great Grimsby Crown Court": ("Grimsby",),
    "Barrow-in-Furness Crown Court": ("Barrow",),
    "Cardiff Crown Court": ("Caerdydd",),
    "Swansea Crown Court": ("Abertawe",),
    "Newport Crown Court": ("Casnewydd",),
}

TOWNS = {
    "Cymru-Wales": "Wrexham=Wrecsam, Llanelli, Bridgend=Pen-y-bont ar Ogwr, Bangor, "
    "Barry=Y Barri, Neath=Castell-nedd, Carmarthen=Caerfyrddin, Aberystwyth, Pontypridd, "
    "Port Talbot, Rhyl=Y Rhyl, Caerphilly=Caerffili, Cwmbran=Cwmbrân, Llandudno, "
    "Newtown=Y Drenewydd, Brecon=Aberhonddu, Welshpool=Y Trallwng, Holyhead=Caergybi, "
    "Ebbw Vale=Glynebwy",
    "East Midlands": "Mansfield, Chesterfield, Loughborough, Boston, Kettering, Grantham, Corby, "
    "Wellingborough, Hinckley, Worksop, Newark, Skegness, Buxton, Ilkeston, Spalding, Glossop",
    "East of England": "Colchester, Great Yarmouth, Lowestoft, Harlow, Bury St Edmunds, "
    "Braintree, Clacton-on-Sea, Grays, Thetford, Wisbech, Felixstowe, Brentwood",
    "London North": "Tottenham, Camden, Hackney, Ealing, Wembley, Ilford, Romford, Enfield, "
    "Walthamstow, Stratford, Barking, Barnet, Islington, Uxbridge, Willesden, Tower Hamlets, "
    "Newham, Haringey, Brent, Hillingdon, Havering, Redbridge, Waltham Forest",
    "London South": "Lewisham, Brixton, Bromley, Streatham, Wimbledon, Peckham, Bexleyheath, "
    "Greenwich, Camberwell, Lavender Hill, Sutton, Richmond upon Thames, Lambeth, Merton, "
    "Bexley, Wandsworth",
    LONDON_SOUTH: "Westminster, Hammersmith, Kensington, Hounslow",
    "Mersey-Cheshire": "Birkenhead, St Helens, Bootle, Crewe, Southport, Widnes, Macclesfield, "
    "Runcorn, Knowsley, Wirral, Northwich, Ellesmere Port",
    "North East": "Sunderland, Hartlepool, Gateshead, Darlington, South Shields, "
    "Stockton-on-Tees, Blyth, North Shields, Redcar, Hexham, Berwick-upon-Tweed, "
    "Bishop Auckland",
    "North West": "Blackpool, Oldham, Rochdale, Wigan, Stockport, Salford, Bury, Blackburn, "
    "Tameside, Trafford, Kendal, Workington, Chorley, Accrington, Morecambe, Whitehaven",
    "South East": "Brighton, Hastings, Crawley, Margate, Woking, Medway, Eastbourne, Folkestone, "
    "Dover, Worthing, Ashford, Redhill, Staines-upon-Thames, Tunbridge Wells, Dartford, "
    "Gravesend, Sevenoaks, Horsham, Epsom, Chatham",
    "South West": "Bath, Torquay, Cheltenham, Barnstaple, Yeovil, Weston-super-Mare, Bodmin, "
    "Newquay, Stroud, Newton Abbot, Bridgwater",
    "Thames and Chiltern": "Milton Keynes, Slough, Watford, Bedford, Stevenage, High Wycombe, "
    "Banbury, Maidenhead, Bracknell, Hemel Hempstead, Hatfield, Newbury, Dunstable",
    "Wessex": "Poole, Weymouth, Basingstoke, Andover, Aldershot, Fareham, Dorchester, "
    "Chippenham, Trowbridge",
    "West Midlands": "Walsall, Dudley, Telford, Solihull, Rugby, Nuneaton, Tamworth, "
    "Kidderminster, Redditch, Burton upon Trent, Cannock, West Bromwich, Newcastle-under-Lyme",
    "Yorkshire and Humberside": "Wakefield, Huddersfield, Rotherham, Halifax, Scarborough, "
    "Barnsley, Harrogate, Scunthorpe, Keighley, Beverley, Skipton",
}

COUNTIES = {
    "South West": "Somerset, Devon, Cornwall",
    "Thames and Chiltern": "Berkshire, Buckinghamshire, Oxfordshire",
    "West Midlands": "Herefordshire, Shropshire, Worcestershire",
    LONDON_NORTH: "London, Greater London",
    "East Midlands": "Rutland",
    "Cymru-Wales": "Anglesey=Ynys Môn, Gwynedd, Pembrokeshire=Sir Benfro, Powys",
}
"""Counties that a force does not have in its name. Forces have the names of theirs."""

POSTCODES = {
    "Cymru-Wales": "CF NP SA",
    "Cymru-Wales\nMersey-Cheshire": "LL",
    "Cymru-Wales\nWest Midlands": "LD",
    "East Midlands": "LE LN NG NN",
    "East Midlands\nWest Midlands": "DE",
    "East of England": "CB CO IP NR SS",
    "East of England\nThames and Chiltern": "CM",
    "East of England\nEast Midlands": "PE",
    "London North": "E HA N NW",
    "London North\nEast of England": "IG RM",
    "London North\nThames and Chiltern": "UB",
    "London North\nThames and Chiltern\nEast of England": "EN",
    LONDON_NORTH: "EC W WC",
    "London South": "SE",
    LONDON_SOUTH: "SW",
    "London South\nSouth East": "BR CR KT SM",
    "London South\nSouth East\nLondon North": "TW",
    "Mersey-Cheshire\nCymru-Wales": "CH",
    "Mersey-Cheshire\nNorth West": "L WA",
    "Mersey-Cheshire\nWest Midlands": "CW",
    "North East": "DH NE SR TD",
    "North East\nYorkshire and Humberside": "DL TS",
    "North West": "BB BL CA FY M OL WN",
    "North West\nYorkshire and Humberside": "LA",
    "North West\nMersey-Cheshire": "PR",
    "North West\nMersey-Cheshire\nEast Midlands": "SK",
    "South East": "BN CT ME RH TN",
    "South East\nLondon South": "DA",
    "South East\nWessex": "GU",
    "South West": "BS EX PL TA TQ TR",
    "South West\nWessex": "BA",
    "South West\nWest Midlands\nWessex": "GL",
    "Thames and Chiltern": "AL HP LU OX SL",
    "Thames and Chiltern\nEast of England": "SG",
    "Thames and Chiltern\nEast Midlands": "MK",
    "Thames and Chiltern\nLondon North": "WD",
    "Thames and Chiltern\nWessex": "RG",
    "Wessex": "BH DT SO SP",
    "Wessex\nSouth East": "PO",
    "Wessex\nThames and Chiltern\nSouth West": "SN",
    "West Midlands": "B DY TF WR WS WV",
    "West Midlands\nEast Midlands": "CV",
    "West Midlands\nCymru-Wales": "HR",
    "West Midlands\nCymru-Wales\nMersey-Cheshire": "SY",
    "West Midlands\nMersey-Cheshire": "ST",
    "Yorkshire and Humberside": "BD HD HG HU HX LS WF YO",
    "Yorkshire and Humberside\nEast Midlands": "DN S",
}
"""By Areas, the most likely first, the letters at the beginning of a postcode."""

SCOTLAND = (
    "The CPS does not prosecute in Scotland: ring the Crown Office and Procurator Fiscal Service."
)
NORTHERN_IRELAND = (
    "The CPS does not prosecute in Northern Ireland: ring its Public Prosecution Service."
)
ELSEWHERE = {
    SCOTLAND: "AB DD DG EH FK G HS IV KA KW KY ML PA PH ZE",
    NORTHERN_IRELAND: "BT",
}

BY_COURT = "Its cases are prosecuted by the Area of the court: if you know the court, write that."
BODIES = [
    (("British Transport Police", "BTP"), "CPS", BY_COURT),
    (("Ministry of Defence Police",), "CPS", BY_COURT),
    (("Civil Nuclear Constabulary",), "CPS", BY_COURT),
    (("National Crime Agency", "NCA"), "Central Casework Divisions", ""),
    (("HM Revenue and Customs", "HMRC"), "Central Casework Divisions", ""),
    (("Counter Terrorism Policing",), "Central Casework Divisions", ""),
    (("Independent Office for Police Conduct", "IOPC"), "Central Casework Divisions", ""),
    (("Serious Fraud Office", "SFO"), "", "It prosecutes its own cases: ring its press office."),
    (("Police Scotland",), "", SCOTLAND),
    (("Police Service of Northern Ireland", "PSNI"), "", NORTHERN_IRELAND),
]

FURTHER_NAMES = {
    "Hampshire Constabulary": ("Hampshire and Isle of Wight Constabulary",),
    "Humberside Police": ("East Riding of Yorkshire",),
    "Metropolitan Police": ("Metropolitan Police Service", "Scotland Yard"),
}
LONDON_FORCES = [("Metropolitan Police", "Met Police"), ("City of London Police",)]

NO_LONGER = [
    *(forms for forms in SYNONYMS.SAME if forms[0] in ("SFO", "NCA", "HMRC")),
    *(forms for forces in SYNONYMS.FORCES.values() for forms in forces),
    *(one for one, _finds in SYNONYMS.ONLY if one[0] in ("Metropolitan Police", "London")),
]
"""Forms of the synonyms that these records replace."""
STILL = [(forms, finds) for forms, finds in SYNONYMS.ONLY if not finds[-1].startswith("CPS ")]
"""Counties that also find the name of their force. Their Area is kept here from now on."""


def places():
    """Each row by its columns."""
    forces = [*SYNONYMS.FORCES.items(), (LONDON_NORTH, LONDON_FORCES)]
    for areas, of_area in forces:
        for forms in of_area:
            # The county comes first among the forms, then the force.
            name = forms[1] if len(forms) > 1 and areas != LONDON_NORTH else forms[0]
            welsh = next((form for form in forms if form.startswith("Heddlu")), "")
            others = [form for form in forms if form not in (name, welsh)]
            others += FURTHER_NAMES.get(name, ())
            yield _row("force", name, areas, others, welsh)
    for (name, *others), areas, note in BODIES:
        yield _row("body", name, areas, others, note=note)
    for areas, listed in COURTS.items():
        for town, welsh in _listed(listed):
            name = f"{town} Crown Court"
            yield _row("court", name, areas, OTHER_NAMES.get(name, ()), welsh)
    old_bailey = ("Old Bailey", "Llys Troseddol Canolog")
    yield _row("court", "Central Criminal Court", LONDON_NORTH, old_bailey[:1], old_bailey[1])
    for kind, by_areas in (("county", COUNTIES), ("town", TOWNS)):
        for areas, listed in by_areas.items():
            for name, welsh in _listed(listed):
                yield _row(kind, name, areas, (), welsh)
    for areas, letters in POSTCODES.items():
        for area in letters.split():
            yield _row("postcode", area, areas, ())
    for note, letters in ELSEWHERE.items():
        first, *others = letters.split()
        yield _row("postcode", first, "", others, note=note)


def _listed(names):
    for entry in names.split(", "):
        name, _equals, welsh = entry.partition("=")
        yield name, welsh


def _row(kind, name, areas, others, welsh="", note=""):
    columns = {"kind": kind, "name": name, "areas": areas, "welsh_name": welsh, "note": note}
    return columns | {"aliases": "\n".join(others)}


def _finds_of(forms):
    areas = [area for area, forces in SYNONYMS.FORCES.items() if forms in forces]
    return next(
        (finds for one, finds in SYNONYMS.ONLY if one == forms), [f"CPS {a}" for a in areas]
    )


def add_places(apps, schema_editor):
    model, synonyms = (apps.get_model("newsroom", name) for name in ("AreaPlace", "SearchSynonym"))
    model.objects.bulk_create(model(**columns) for columns in places())
    for forms in NO_LONGER:
        finds = "\n".join(_finds_of(forms))
        synonyms.objects.filter(forms="\n".join(forms), finds=finds).delete()
    for forms, finds in STILL:
        rows = synonyms.objects.filter(forms="\n".join(forms), finds="\n".join(finds))
        rows.update(finds=finds[-1])


def bring_synonyms_back(apps, schema_editor):
    synonyms = apps.get_model("newsroom", "SearchSynonym").objects
    for forms, finds in STILL:
        rows = synonyms.filter(forms="\n".join(forms), finds=finds[-1])
        rows.update(finds="\n".join(finds))
    SYNONYMS.add_synonyms(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0056_area_places_and_openings")]

    operations = [migrations.RunPython(add_places, bring_synonyms_back)]
