"""Addresses in texts: which are found, of what kind they are, and what becomes of them."""

import pytest

from newsroom.documents.addresses import addresses_in, map_hrefs, map_texts
from newsroom.documents.markup import addresses
from newsroom.rules.address_kinds import Kind, OwnHosts, kind_of, own_path
from newsroom.rules.wrapped_addresses import unwrapped, without_tracking

OWN = OwnHosts(
    frozenset(("news.example.gov.uk", "www.news.example.gov.uk")),
    frozenset(("desk.example.gov.uk",)),
)

FINE = """
https://www.cps.gov.uk/
https://www.cps.gov.uk/publication/code-crown-prosecutors
http://www.cps.gov.uk/legal-guidance#jigsaw
https://www.gov.uk/government/publications/the-code-of-practice-for-victims-of-crime
www.gov.uk/report-crime
gov.uk/find-a-court
https://www.legislation.gov.uk/ukpga/1992/34/section/1
https://www.legislation.gov.uk/ukpga/1981/49?view=plain
https://www.judiciary.uk/judgments/r-v-example/
https://www.judiciary.uk/wp-content/uploads/2026/11/remarks.pdf
https://www.sentencingcouncil.org.uk/offences/crown-court/item/robbery/
https://caselaw.nationalarchives.gov.uk/ewca/crim/2026/1
https://www.bailii.org/ew/cases/EWCA/Crim/2026/1.html
https://hansard.parliament.uk/Commons/2026-11-20
https://contact.cps.gov.uk
https://www.victimsupport.org.uk:443/help
https://cy.llyw.cymru/
https://www.llyw.cymru/cyfiawnder
https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=12
https://docs.google.com/forms/d/e/1FAIpQLSe/viewform
https://docs.google.com/document/d/e/2PACX-1v/pub
https://www.mimecast.com/
https://www.microsoft.com/en-gb/security
https://www.dropbox.com/
https://www.bbc.co.uk/news/articles/c0example?at=now
https://xn--cymru-example.wales/
https://en.wikipedia.org/wiki/Murder_(English_law)
mailto:pressoffice@cps.gov.uk
MAILTO:pressoffice@cps.gov.uk?subject=R%20v%20Example
tel:+442033570906
tel:020-3357-0906
#clause-3
https://8.8.8.8/
"""

OTHERS = {
    Kind.OWN: """
        /news/hidden-draft/ /cy/news/drafft/ news/hidden-draft/ ../hidden-draft/
        https://news.example.gov.uk/news/hidden-draft/ //news.example.gov.uk/news/x/
        HTTPS://WWW.News.Example.gov.uk/news/x/ https://news.example.gov.uk:443/x/
        https:\\\\news.example.gov.uk\\news\\x news.example.gov.uk/news/x
        https://news.example.gov.uk./news/x/ https:/news.example.gov.uk/news/x/
    """,
    Kind.DESK: """
        /admin/pages/5/edit/ /admin /cy/admin/ /Admin/pages/5/ /%61dmin/pages/5/edit/
        https://news.example.gov.uk/admin/pages/5/edit/ https://desk.example.gov.uk/admin/
        https://desk.example.gov.uk/news/x/
    """,
    Kind.PRIVATE: """
        http://localhost/news/x/ http://localhost:8000/ localhost:8000/admin/ http://LOCALHOST./
        file:///C:/cases/victim.docx file://server/share C:\\cases\\victim.docx \\\\server\\share
        smb://server/share ftp://files.example.com/x http://intranet/ http://wiki/page
        http://cps.local/ https://files.cps.internal/ https://x.corp/ https://router.lan/
        http://10.0.0.5/ 10.0.0.5/share http://192.168.1.1/admin http://172.16.4.4:8080/
        http://127.1/ http://2130706433/ http://0x7f.1/ http://[::1]/ http://[fd00::1]/x
        http://169.254.1.1/ http://100.64.0.1/ view-source:https://www.gov.uk/
        ms-word:ofe|u|https://x
    """,
    Kind.UNSAFE: """
        javascript:alert(1) JaVaScRiPt:alert(1) data:text/html,<p> vbscript:x blob:https://x/1
        https://www.gov.uk@evil.example/ https://user:secret@www.cps.gov.uk/ http://[::1 https://
        skype:someone htp://www.gov.uk/
    """,
    Kind.WORKING_DOCUMENT: """
        https://cps.sharepoint.com/:w:/r/sites/Press/draft.docx https://cps-my.sharepoint.com/p/x
        https://onedrive.live.com/edit?id=1 https://1drv.ms/w/s!x
        https://docs.google.com/document/d/1x/edit https://docs.google.com/spreadsheets/d/1/edit#g
        https://drive.google.com/file/d/1x/view https://teams.microsoft.com/l/message/1
        https://www.dropbox.com/s/x/draft.docx https://cps.app.box.com/s/x https://wetransfer.com/d
    """,
    Kind.SCANNED: """
        https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.gov.uk%2F&data=05
        https://urldefense.com/v3/__https://www.gov.uk/__;!!x!y$
        https://urldefense.proofpoint.com/v2/url?u=https-3A__www.gov.uk_&d=x
        https://protect-eu.mimecast.com/s/abc https://url.uk.m.mimecastprotect.com/s/abc
        https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fwww.gov.uk&c=E
        https://secure-web.cisco.com/1x/https%3A%2F%2Fwww.gov.uk
        https://www.google.com/url?q=https://www.gov.uk/&sa=D https://www.google.co.uk/url?url=https://x.uk
        https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.gov.uk
    """,
    Kind.SHORTENED: "https://bit.ly/3x bit.ly/3x https://t.co/x http://tinyurl.com/x",
    Kind.TRACKED: """
        https://www.gov.uk/x?utm_source=mail&utm_medium=email https://www.gov.uk/?fbclid=x
        https://www.gov.uk/x?a=1&gclid=2 https://www.gov.uk/?mc_eid=abc
    """,
}


def test_each_address_has_its_kind():
    assert len(FINE.split()) + sum(len(listed.split()) for listed in OTHERS.values()) >= 60
    assert [one for one in FINE.split() if kind_of(one, OWN) != Kind.FINE] == []
    found = {one: (kind_of(one, OWN), kind) for kind in OTHERS for one in OTHERS[kind].split()}
    assert {one: kinds for one, kinds in found.items() if kinds[0] != kinds[1]} == {}
    assert kind_of("java\nscript:alert(1)", OWN) == Kind.UNSAFE
    assert kind_of(" \u200bhttp://local\u00adhost/", OWN) == Kind.PRIVATE
    assert kind_of("", OWN) == Kind.FINE


IN_PROSE = {
    "See https://www.gov.uk/x, or not.": ["https://www.gov.uk/x"],
    "Read more (https://www.gov.uk/x).": ["https://www.gov.uk/x"],
    "In https://en.wikipedia.org/wiki/Murder_(law).": [
        "https://en.wikipedia.org/wiki/Murder_(law)"
    ],
    "The draft is at /news/hidden-draft/.": ["/news/hidden-draft/"],
    "“/admin/pages/5/edit/”": ["/admin/pages/5/edit/"],
    "Saved in \\\\server\\share\\victim.docx today": ["\\\\server\\share\\victim.docx"],
    "Saved in C:\\cases\\victim.docx, see": ["C:\\cases\\victim.docx"],
    "file:///H:/x and smb://nas/x": ["file:///H:/x", "smb://nas/x"],
    "On localhost:8000/x or intra.cps.local": ["localhost:8000/x", "intra.cps.local"],
    "Call 10.0.0.5/share, 192.168.1.4.": ["10.0.0.5/share", "192.168.1.4"],
    "See www.gov.uk/x; gov.uk.": ["www.gov.uk/x", "gov.uk"],
    "javascript:alert(1)": ["javascript:alert(1)"],
    # Words that are none.
    "He and/or she, 24/7, on 12/11/2026, paid £1.50 at 10.30am.": [],
    "Write to pressoffice@cps.gov.uk or call 020 3357 0906.": [],
    "The data: 12 cases, in Mr.Smith’s home.Private matters.": [],
    "R v Smith [2026] EWCA Crim 1; s.45A, para 3.1.2; version 1.2.3.": [],
    "He said: “No…” and left. A.B. was there, e.g. once.": [],
}


def test_addresses_are_found_in_prose_and_words_are_not():
    found = {text: list(addresses_in(text)) for text in IN_PROSE}
    assert {text: got for text, got in found.items() if got != IN_PROSE[text]} == {}


def test_what_is_wrapped_is_unwrapped_where_it_can_be():
    inner = "https://www.gov.uk/"
    assert [unwrapped(one) for one in OTHERS[Kind.SCANNED].split()[:3]] == [inner] * 3
    twice = "https://www.google.com/url?q=https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2Fx.uk%2F__%3B"
    assert unwrapped(twice) == "https://x.uk/"
    script = "https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)"
    for kept in (
        script,
        "https://protect-eu.mimecast.com/s/abc",
        inner,
        "https://www.gov.uk?url=x",
    ):
        assert unwrapped(kept) == kept


def test_what_tracks_readers_is_left_out_and_nothing_else():
    tracked = "https://www.gov.uk/x?a=1&utm_source=mail&b=&fbclid=2#part"
    assert without_tracking(tracked) == "https://www.gov.uk/x?a=1&b=#part"
    for kept in ("https://www.gov.uk/x?b=%20&a=1", "/news/?q=a+b", "https://["):
        assert without_tracking(kept) == kept


def test_the_path_of_an_own_address_is_known_by_any_of_its_hosts():
    assert own_path("HTTPS://www.news.example.gov.uk:443/news/x/?q=1#a", OWN) == "/news/x/?q=1#a"
    assert own_path("https://desk.example.gov.uk/news/x/", OWN) == "/news/x/"
    assert own_path("//news.example.gov.uk", OWN) == "/"
    assert own_path("news.example.gov.uk/x", OWN) == "/x"
    for other in ("https://www.cps.gov.uk/news/x/", "mailto:a@news.example.gov.uk", "http://["):
        assert own_path(other, OWN) is None


def test_links_and_words_of_markup_are_replaced():
    markup = (
        '<p data-block-key="a1">See <a href="/x/?a=1&amp;b=2">/x/y/</a> &amp; /x/y/, /x/z/.</p>'
    )
    seen = []
    assert map_hrefs(markup, lambda address: seen.append(address) or "") == markup
    assert seen == ["/x/?a=1&b=2"]
    loose = """<p><a class="x"href = '/a"b/'>1</a><A HREF=/c/d/>2</A><a href="/it's/">3</a></p>"""
    assert addresses(loose) == ['/a"b/', "/c/d/", "/it's/"]
    replaced = map_hrefs(loose, lambda _address: ' id="5"')
    assert replaced == '<p><a class="x" id="5">1</a><A id="5">2</A><a id="5">3</a></p>'
    linked = map_texts(markup, lambda address: ' id="5"' if address == "/x/y/" else "")
    assert linked == markup.replace("&amp; /x/y/,", '&amp; <a id="5">/x/y/</a>,')
    assert map_texts(markup, lambda _address: "") == markup


@pytest.mark.parametrize("long", ["a." * 40_000, "/a" * 40_000, "http://" * 20_000, "a-" * 40_000])
def test_a_long_text_takes_no_time(long):
    assert len(list(addresses_in(long))) < 40_000
