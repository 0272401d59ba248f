"""What {% per_language %} keeps is of no page and of no request."""

from django.template import Context, Template
from django.utils import translation

LOAD = "{% load i18n newsroom_per_language %}"


def test_what_is_within_sees_no_variable_of_the_page():
    kept = Template(LOAD + "{{ title }}: {% per_language %}[{{ title }}]{% endper_language %}")
    drawn = [kept.render(Context({"title": title})) for title in ("One", "Two")]
    assert drawn == ["One: []", "Two: []"]


def test_each_language_has_its_own():
    language = "{% get_current_language as code %}{{ code }}"
    kept = Template(LOAD + "{% per_language %}" + language + "{% endper_language %}")
    drawn = []
    for code in ("en", "cy", "en"):
        with translation.override(code):
            drawn.append(kept.render(Context()))
    assert drawn == ["en", "cy", "en"]


def test_a_value_that_is_named_has_its_own():
    kept = Template(LOAD + "{% per_language here %}{{ here }}{% endper_language %}")
    drawn = [kept.render(Context({"here": here})) for here in ("/news/", "", "/news/")]
    assert drawn == ["/news/", "", "/news/"]


def test_a_section_is_one_of_a_few_addresses():
    marked = Template("{% load newsroom_per_language %}{% section path %}")
    paths = ("/news/", "/news/speeches/", "/news/man-jailed/", "/cy/news/", "")
    drawn = [marked.render(Context({"path": path})) for path in paths]
    assert drawn == ["/news/", "/news/speeches/", "", "", ""]
    with translation.override("cy"):
        assert marked.render(Context({"path": "/cy/news/"})) == "/cy/news/"
