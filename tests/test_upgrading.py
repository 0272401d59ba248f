"""`docs/upgrading.md` is true: what it lists is there and is used, and nothing is left out.

No database is asked.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import wagtail
from django.apps import apps
from django.urls import get_resolver
from wagtail.admin.templatetags import wagtailadmin_tags

ROOT = Path(__file__).resolve().parents[1]
WAGTAIL = Path(wagtail.__file__).parent
DOCUMENT = (ROOT / "docs" / "upgrading.md").read_text()
CODE = [*(ROOT / "newsroom").rglob("*.py"), *(ROOT / "cps_news").rglob("*.py")]
TEMPLATES = [file for file in (ROOT / "templates").rglob("*.*") if file.is_file()]

DOTTED = ("name", "column")
DOCUMENTED = {
    *("_meta", "_default_manager", "_base_manager", "_state"),
    *("_make", "_fields", "_replace"),
}
"""Names with an underscore that Django and Python document."""


class Row(NamedTuple):
    kind: str
    names: list[str]
    files: list[str]
    tests: list[str]


def _rows() -> Iterator[Row]:
    kind = ""
    for line, below in pairwise([*DOCUMENT.splitlines(), ""]):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if below.startswith("|---"):
            kind = cells[0]
        elif len(cells) == 4 and "---" not in cells:
            quoted = [re.findall(r"`([^`]+)`", cell) for cell in cells]
            yield Row(kind, *(quoted[place] for place in (0, 1, 3)))


ROWS = list(_rows())


def _names(kind: str) -> list[str]:
    return [name for row in ROWS if row.kind == kind for name in row.names]


def _is_there(name: str) -> bool:
    """Whether there is such a module, class or attribute.

    What only instances have is looked for in the source of their class.
    """
    within, found = "", None
    for part in name.split("."):
        if inspect.isclass(found) and not hasattr(found, part):
            return name == f"{within}.{part}" and _is_set_by(found, part)
        within = f"{within}.{part}".lstrip(".")
        try:
            found = getattr(found, part) if hasattr(found, part) else import_module(within)
        except ImportError:
            return False
    return True


def _is_set_by(cls: type, attribute: str) -> bool:
    modules = {import_module(one.__module__) for one in cls.__mro__ if not _is_built_in(one)}
    return any(re.search(rf"\bself\.{attribute}\b", inspect.getsource(one)) for one in modules)


def _is_built_in(cls: type) -> bool:
    """Whether the class is written in C, so that there is no source to look into."""
    return cls.__module__ == "builtins"


def test_these_are_the_versions_that_were_read():
    read = dict(re.findall(r"^\| ([a-z-]+) \| ([\d.]+) \|$", DOCUMENT, re.MULTILINE))
    assert {package: version(package) for package in read} == read
    assert len(read) >= 7


def test_names_are_there():
    assert [name for name in _names("name") if not _is_there(name)] == []


@pytest.mark.parametrize(
    "wrong", ["nobody.x", "wagtail.nowhere", "wagtail.models.Nothing", "wagtail.models.Page._no"]
)
def test_a_wrong_name_is_noticed(wrong):
    assert not _is_there(wrong)


def test_tags_are_there():
    assert set(_names("tag")) <= {
        *wagtailadmin_tags.register.tags,
        *wagtailadmin_tags.register.filters,
    }


def test_columns_are_there():
    columns = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    assert set(_names("column")) <= columns


def _addresses(resolver: Any, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def test_addresses_are_there():
    assert set(_names("address")) <= set(_addresses(get_resolver()))


def test_templates_are_there():
    theirs = {str(file).partition("/templates/")[2] for file in WAGTAIL.rglob("templates/**/*.*")}
    assert set(_names("template")) <= theirs


def test_strings_are_there():
    sources = "\n".join(
        file.read_text(errors="ignore")
        for kind in ("py", "html", "js", "css")
        for file in WAGTAIL.rglob(f"*.{kind}")
        if not {"tests", "test", "locale"}.intersection(file.parts)
    )
    assert [name for name in _names("string") if name not in sources] == []


def _problems(row: Row) -> Iterator[str]:
    for test in row.tests:
        file, _, name = test.partition("::")
        if not re.search(rf"def {name}\b", (ROOT / "tests" / file).read_text()):
            yield f"no such test: {test}"
    texts = {file: f"{file}\n{(ROOT / file).read_text()}" for file in row.files}
    if not (row.tests and texts):
        yield f"neither file nor test: {row.names}"
    if row.kind == "behaviour":
        return
    words = [name.rpartition(".")[2] if row.kind in DOTTED else name for name in row.names]
    patterns = [rf"{re.escape(word)}(?![a-zA-Z0-9-]|_[a-z])" for word in words]
    for word, pattern in zip(words, patterns, strict=True):
        if not any(re.search(pattern, text) for text in texts.values()):
            yield f"not used: {word} in {', '.join(texts)}"
    for file, text in texts.items():
        if not any(re.search(pattern, text) for pattern in patterns):
            yield f"uses nothing of it: {file}, {words[0]}"


def test_each_is_used_where_it_says_and_by_tests_that_exist():
    assert [problem for row in ROWS for problem in _problems(row)] == []


def test_no_private_name_of_others_is_left_out():
    own, used = set(DOCUMENTED), set()
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.FunctionDef(name=name):
                    own.add(name)
                case ast.Attribute(ctx=ast.Store(), attr=name, value=ast.Name(id="self")):
                    own.add(name)
                case ast.Attribute(attr=name) if re.match("_[a-z]", name):
                    used.add(name)
    listed = {name.rpartition(".")[2] for name in _names("name")}
    assert used - own - listed == set()


def test_no_private_method_that_is_overridden_is_left_out():
    listed = {name.rpartition(".")[2] for name in _names("name")}
    for file in (ROOT / "newsroom").rglob("*.py"):
        if "migrations" in file.parts:
            continue
        module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for _name, cls in inspect.getmembers(module, inspect.isclass):
            if cls.__module__ != module.__name__:
                continue
            defined = {name for name, value in vars(cls).items() if inspect.isfunction(value)}
            for base in cls.__mro__[1:]:
                if base.__module__.partition(".")[0] != "newsroom":
                    theirs = {name for name in vars(base) if re.fullmatch(r"_[a-z]\w*[a-z]", name)}
                    assert defined & theirs <= listed, (cls, base)


def test_no_template_of_the_admin_is_left_out():
    listed = set(_names("template"))
    asked = r"\{% (?:extends|include) [\"'](wagtail[^\"']+)"
    used = {name for file in TEMPLATES for name in re.findall(asked, file.read_text())}
    assert used <= listed
    replaced = {str(file.relative_to(ROOT / "templates")) for file in TEMPLATES}
    assert {name for name in replaced if name.startswith("wagtail")} <= listed


def test_no_address_of_the_admin_is_left_out():
    asked = r"(?:reverse\(|url |edit_name = |name=)f?[\"'](wagtail[\w:]+)[\"']"
    used = {name for file in (*CODE, *TEMPLATES) for name in re.findall(asked, file.read_text())}
    assert used <= set(_names("address"))
