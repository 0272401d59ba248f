"""The Welsh of the words that readers see is whole, and what is compiled is what is written."""

import re

import pytest
from babel.messages.checkers import checkers
from django.template import engines
from django.utils import translation

from newsroom.archive.sentence import sentence
from scripts import catalogue
from scripts.catalogue import MO, PO, compiled, missing, translated, welsh, words, written

MARKUP = re.compile(r"<[^>]+>|%(?:\(\w+\))?[sd]")


@pytest.fixture(scope="module")
def found():
    return words()


@pytest.fixture(scope="module")
def entries():
    return welsh()


def test_all_that_readers_see_has_its_welsh(entries):
    assert not missing(entries), "make words names them and adds them to locale/"


def test_nothing_is_in_doubt(entries):
    assert [one.id for one in entries if one.id and one.fuzzy] == []


def test_placeholders_and_plural_forms_fit(entries):
    for message in entries:
        for check in checkers:
            check(entries, message)


def test_no_placeholder_and_no_markup_is_lost(entries):
    for (_context, ids), forms in translated(entries).items():
        for text in forms:
            lost = MARKUP.findall(ids if isinstance(ids, str) else ids[-1])
            assert sorted(MARKUP.findall(text)) == sorted(lost), text


@pytest.mark.parametrize(
    ("total", "of"),
    [
        (1, "o 1 canlyniad"),
        (2, "o 2 ganlyniad"),
        (3, "o 3 o ganlyniadau"),
        (8, "o 8 o ganlyniadau"),
        (11, "o 11 o ganlyniadau"),
        (133, "o 133 o ganlyniadau"),
        (1200, "o 1,200 o ganlyniadau"),
    ],
)
def test_numbers_are_counted_in_welsh(total, of):
    with translation.override("cy"):
        said = sentence(first=1, last=1, total=total, capped=False, words=[])
    assert said == f"Yn dangos 1 - 1 {of}"


def test_the_compiled_catalogue_is_that_of_the_file(entries):
    assert MO.read_bytes() == compiled(entries), "make words compiles it"


def test_the_file_is_as_it_is_written(entries):
    assert PO.read_text() == written(entries), "make words puts it in order"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('{% translate "One" %}', (None, "One")),
        ('  <p>it\'s {{ x }}: {% translate "One" context "of two" %}</p>', ("of two", "One")),
        ('{% include "a.html" with label=_("One") only %}', (None, "One")),
        ("{% blocktranslate %}<b>{{ n }}</b>{% endblocktranslate %}", (None, "<b>%(n)s</b>")),
        (
            "{% blocktranslate trimmed count n=n %}\n  {{ n }} one\n{% plural %}\n  {{ n }} more\n"
            "{% endblocktranslate %}",
            (None, ("%(n)s one", "%(n)s more")),
        ),
    ],
)
def test_the_words_of_a_template_are_found(template, message):
    engines["django"].from_string("{% load i18n %}" + template)
    assert list(catalogue.messages(catalogue.as_python(template))) == [message]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('_("One " "and two")', (None, "One and two")),
        ('gettext_lazy("One")', (None, "One")),
        ("f\"{_('One')}: {x}\"", (None, "One")),
        ('pgettext_lazy("a day", "One")', ("a day", "One")),
        ('ngettext("%(n)s one", "%(n)s more", n)', (None, ("%(n)s one", "%(n)s more"))),
    ],
)
def test_the_words_of_code_are_found(source, message):
    assert list(catalogue.messages(source)) == [message]


def test_words_of_readers_are_told_from_those_of_the_desk(found):
    assert found[None, "News"] == "templates/components/header.html"
    assert found[None, "Your comment"] == "newsroom/desk/preview_link_page.py"
    assert (None, "whom the law protects") not in found


def test_what_is_missing_is_added_and_named(tmp_path, monkeypatch, capsys):
    """Once the file has the words, without Welsh yet, they are named again."""
    po = tmp_path / "django.po"
    po.write_text(PO.read_text().replace('msgid "News"\nmsgstr "Newyddion"\n', ""))
    monkeypatch.setattr(catalogue, "PO", po)
    monkeypatch.setattr(catalogue, "MO", tmp_path / "django.mo")
    for _run in range(2):
        assert catalogue.main() == 1
        assert "No Welsh: 'News' in templates/components/header.html" in capsys.readouterr().out
    assert po.read_text().count('msgid "News"\nmsgstr ""\n') == 1
