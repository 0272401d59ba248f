"""Makes the newsroom that browsers visit: the demo, and one item that has everything.

Run by browser_site.py as a program of its own, with the folder to write into.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import django

from newsroom.time_zones import LONDON

ITEMS = 180
"""Enough for two pages of the archive's best-known filter."""
FULL = "Man jailed for running a county lines network that used children"


def main(folder: Path) -> None:
    """Fill the database, and write down where each page to visit is."""
    django.setup()
    from django.core.management import call_command

    from newsroom.demo import plan

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", items=ITEMS, until=plan.UNTIL, verbosity=0)
    _add_full_item()
    (folder / "addresses.json").write_text(json.dumps(_addresses()))


def _add_full_item() -> None:
    """A press release with every block, a picture, updates, notes, a case and related items."""
    from wagtail.documents.models import Document
    from wagtail.images.models import Image

    from newsroom.demo.body import Body
    from newsroom.models import HighProfileCasePage, PressContact, PressReleasePage, TopicHubPage
    from tests.earlier import declare_and_keep
    from tests.factories import (
        area,
        crime_type,
        declare_change,
        press_release,
        release,
        update,
    )

    image, at = Image.objects.first(), datetime(2021, 3, 15, 9, 30, tzinfo=LONDON)
    body = Body(Random(FULL))
    body.markup('<p>A man was <b>jailed</b> today. <a href="/news/press-office/">Ask us</a>.</p>')
    body.heading("What the court heard")
    body.paragraph("He ran a network between three towns over eleven months.")
    body.heading("How it was proved", "h3")
    body.points(["messages from two phones", "a ledger in his own hand"])
    body.points(["He was charged.", "He was tried."], style="numbered")
    body.quote(["They were children.", "He knew it."], "Imran Castlebeck", "Senior prosecutor")
    body.table("Sentences", ["Defendant", "Years"], [["First", "9"], ["Second", "4"]])
    body.statistic("82.6%", "of cases ended in a conviction", "Quarterly data summary")
    body.image(image.pk, "The front of a court building", "The court in Leeds")
    body.document(Document.objects.first().pk, "The figures, by quarter.")
    body.further_reading([("Sentencing remarks", "https://www.judiciary.uk/")])
    item = press_release(
        title=FULL,
        published_at=at,
        summary="Eleven months, three towns and four children.",
        body=body.blocks,
        notes_to_editors="<ul><li>He is 14.</li></ul>",
        court="Leeds Crown Court",
        stage="sentence",
        image=image,
        image_alt="A city at night",
        image_caption="Leeds",
        image_credit="Illustration: CPS",
        contact=PressContact.objects.first(),
        case=HighProfileCasePage.objects.first(),
        crime_types=[crime_type("Drug offences"), crime_type("Youth crime")],
        areas=[area("Yorkshire and Humberside")],
        topics=[TopicHubPage.objects.first()],
    )
    item.notes_to_editors = "<ul><li>He is 40.</li></ul>"
    release(declare_change(item, "His age was wrong: he is 40."))
    item = PressReleasePage.objects.get(pk=item.pk)
    item.notes_to_editors = "<ul><li>He is 41.</li><li>He ran it for eleven months.</li></ul>"
    release(declare_and_keep(item, "His age was wrong: he is 41."))
    item.related_links.create(item=PressReleasePage.objects.exclude(pk=item.pk).first())
    update(item, at=at + timedelta(days=90), stage="appeal")


def _addresses() -> dict[str, str]:
    """By the names of browser.PAGES."""
    from newsroom.models import (
        HighProfileCasePage,
        MediaProtocolVersionPage,
        PressReleasePage,
        SocialMediaPolicyVersionPage,
        SpeechPage,
        StatementPage,
        TopicHubPage,
    )

    versions = MediaProtocolVersionPage.objects
    pages = {
        "press release": PressReleasePage.objects.get(title=FULL),
        "speech": SpeechPage.objects.published().exclude(video_url="").latest("published_at"),
        "statement": StatementPage.objects.published().filter(image__isnull=False).first(),
        "topic": TopicHubPage.objects.get(slug="violence-against-women-and-girls"),
        "case": HighProfileCasePage.objects.get(slug="northgate-pensions"),
        "protocol in force": versions.get(status="in-force"),
        "protocol superseded": versions.filter(status="superseded").first(),
        "social media policy superseded": SocialMediaPolicyVersionPage.objects.get(slug="2019"),
    }
    earlier = f"{pages['press release'].url}earlier/"
    return {name: page.url for name, page in pages.items()} | {
        "earlier editions": earlier,
        "earlier edition": f"{earlier}2/",
        "changed since": f"{earlier}2/changes/",
        "earlier on a wrong day": f"{earlier}?day=31/2/2021",
        "earlier withheld": f"{earlier}1/",
        "front page": "/",
        "filtered list": "/news/?crime_type=sexual-offences&area=cps",
        "second page": "/news/?page=2",
        "search": "/news/?q=court",
        # In one word that is wider than a telephone.
        "no results": f"/news/?q={'xylophone' * 8}",
        "wrong date": "/news/?from=the+day+before",
        "unknown crime type": "/news/?crime_type=arson",
        "speeches": "/news/speeches/",
        "filtered speeches": "/news/speeches/?speaker=siobhra-hallowmere",
        "unknown speaker": "/news/speeches/?speaker=nobody",
        "cases": "/news/high-profile-cases/",
        "press office": "/news/press-office/",
        "press desk found": "/news/press-office/?place=SK",
        "no such press desk": "/news/press-office/?area=narnia",
        "protocol": "/news/media-protocol/",
        "versions compared": "/news/media-protocol/compare/?from=2025-consultation&to=2025-12",
        "one version twice": "/news/media-protocol/compare/?from=2005&to=2005",
        "unknown version": "/news/media-protocol/compare/?from=1995&to=2005",
        "version on a day": "/news/media-protocol/in-force-on/?day=21/11/2014",
        "version on no day": "/news/media-protocol/in-force-on/?day=31/2/2014",
        "social media policy": "/news/social-media-policy/",
        "corrections": "/news/corrections/?kind=press-release",
        "content page": "/accessibility-statement/",
        "no such page": "/no-such-page/",
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
