"""What the house promises of itself."""

import re
import tomllib
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
GUIDES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
DRAWERS = {"utils", "helpers", "common", "misc"}


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def test_no_file_grows_beyond_400_lines():
    assert [str(file.relative_to(ROOT)) for file in OWN if lines(file) > 400] == []


def test_no_template_grows_beyond_80_lines():
    templates = (ROOT / "templates").rglob("*.html")
    assert [str(file.relative_to(ROOT)) for file in templates if lines(file) > 80] == []


def test_switchboards_stay_switchboards():
    for name in ("receivers", "record_receivers", "wagtail_hooks", "urls"):
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


def test_the_table_of_layers_is_the_contract():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = (
        one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"
    )
    layers = [{name.strip() for name in layer.split("|")} for layer in contract["layers"]]
    # Those in brackets may be missing, and are.
    held = [{name for name in layer if not name.startswith("(")} for layer in layers]
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", ARCHITECTURE.read_text(), re.MULTILINE)
    assert [set(re.findall(r"`(\w+)`", names)) for _number, names in rows] == held
    assert [int(number) for number, _names in rows] == list(reversed(range(len(held))))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_files_that_a_guide_names_are_there(guide):
    named = re.findall(r"`([\w.-]+/[\w./-]+\.(?:py|js|html))(?:::(\w+))?`", guide.read_text())
    # Templates of the admin are held to Wagtail by tests/test_upgrading.py.
    own = [(path, test) for path, test in named if not path.startswith("wagtailadmin/")]
    assert [path for path, _test in own if not _found(path)] == []
    assert [test for path, test in own if test and f"def {test}(" not in _found(path)] == []


def _found(path: str) -> str:
    """The text of a file; empty if there is none. Without a root it is one of the app."""
    files = [folder / path for folder in (ROOT, ROOT / "newsroom")]
    return next((file.read_text() for file in files if file.exists()), "")


def test_names_that_the_architecture_puts_in_code_stand_in_the_code():
    code = "\n".join(file.read_text() for file in OWN if file.parts[-2] != "tests")
    words = set(re.findall(r"\w+", code))
    named = re.findall(r"`([A-Za-z_][\w.]*)(?:\(\))?`", ARCHITECTURE.read_text())
    parts = {part for name in named if not name.endswith(".py") for part in name.split(".")}
    modules = {file.stem for file in OWN} | {folder.parent.name for folder in OWN}
    assert parts - words - modules - {"pyproject", "toml"} == set()
