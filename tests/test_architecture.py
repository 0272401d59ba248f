"""What the house promises of itself."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [
    file
    for folder in ("cps_news", "newsroom", "tests", "bench")
    for file in (ROOT / folder).rglob("*.py")
]
OWN = [file for file in PYTHON if "migrations" not in file.parts]
DRAWERS = {"utils", "helpers", "common", "misc"}


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def test_no_file_grows_beyond_400_lines():
    assert [str(file.relative_to(ROOT)) for file in OWN if lines(file) > 400] == []


def test_no_template_grows_beyond_80_lines():
    templates = (ROOT / "templates").rglob("*.html")
    assert [str(file.relative_to(ROOT)) for file in templates if lines(file) > 80] == []


def test_switchboards_stay_switchboards():
    for name in ("receivers", "wagtail_hooks", "urls"):
        assert lines(ROOT / "newsroom" / f"{name}.py") <= 60, name


def test_nothing_is_named_after_a_drawer():
    assert [file.name for file in OWN if file.stem in DRAWERS or file.parent.name in DRAWERS] == []


def test_package_files_stay_empty():
    full = [file for file in OWN if file.name == "__init__.py" and file.read_text().strip()]
    assert [str(file.relative_to(ROOT)) for file in full] == []


def test_models_lists_every_model():
    from newsroom import models

    there = {model.__name__ for model in apps.get_app_config("newsroom").get_models()}
    listed = {name for name in models.__all__ if name in there}
    assert {name for name in there if "_" not in name} == listed


@pytest.mark.parametrize(("package", "floor"), [("django", (6, 1, 3)), ("wagtail", (8, 0, 1))])
def test_versions_have_the_known_holes_closed(package, floor):
    assert tuple(map(int, version(package).split(".")[:3])) >= floor


def test_the_readme_tells_the_truth_about_the_tree():
    readme = (ROOT / "README.md").read_text()
    assert lines(ROOT / "README.md") < 120
    named = re.findall(r"^([\w./-]+/)\s{2,}", readme, re.MULTILINE)
    assert len(named) >= 8
    linked = re.findall(r"\]\(([\w./-]+)\)", readme)
    assert [path for path in (*named, *linked) if not (ROOT / path).exists()] == []


def test_links_between_documents_lead_somewhere():
    for document in (ROOT / "docs").rglob("*.md"):
        for target in re.findall(r"\]\(([\w./-]+\.(?:md|png))\)", document.read_text()):
            assert (document.parent / target).exists(), (document.name, target)
