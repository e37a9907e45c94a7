"""The documents point at what there is: files, chapters, pictures, commands."""

import functools
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(ROOT.glob("*.md"))

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a)[^>]+(?:src|href)=\"([^\"]+)\"")
# `benchmarks/soak.py live`, `.ci/run`, `tests/quality.py`: what stands in backticks and names a
# file of the repository.
_FILE = re.compile(r"`(?:python )?((?:benchmarks|tests|docs|resources|\.ci)/[\w./*-]*[\w*])")
_TARGET = re.compile(r"`make ([\w-]+)")


def links(document: Path) -> list[str]:
    """Return what a document links to or shows, other people's pages left out."""
    text = document.read_text(encoding="utf-8")
    found = [first or second for first, second in _LINK.findall(text)]
    return [link for link in found if "://" not in link and not link.startswith("mailto:")]


def anchors(document: Path) -> set[str]:
    """Return the names of a document's chapters, as links write them."""
    heads = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", head.lower()) for head in heads]
    return {head.strip().replace(" ", "-") for head in plain}


@functools.cache
def tracked() -> tuple[str, ...]:
    """Return the files that a clone would hold: being there is not enough."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return tuple(listed.stdout.split("\0")) if listed.returncode == 0 else ()


def in_repository(path: str) -> bool:
    """Return whether the repository holds a file, a folder or what a pattern names."""
    wanted = path.rstrip("/")
    return any(fnmatch(file, wanted) or file.startswith(f"{wanted}/") for file in tracked())


@pytest.fixture(scope="module", autouse=True)
def _in_a_checkout() -> None:
    if not tracked():
        pytest.skip("this is no checkout")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_what_the_repository_holds(document: Path) -> None:
    for link in links(document):
        path, _, chapter = link.partition("#")
        assert not path or in_repository(path), f"{document.name} shows {link}"
        if chapter:
            where = ROOT / path if path else document
            assert chapter in anchors(where), f"{document.name} points at {link}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_are_in_the_repository(document: Path) -> None:
    for path in sorted(set(_FILE.findall(document.read_text(encoding="utf-8")))):
        assert in_repository(path), f"{document.name} names {path}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_targets_can_be_made(document: Path) -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", rules, re.MULTILINE))
    assert set(_TARGET.findall(document.read_text(encoding="utf-8"))) <= targets


def test_documents_have_links_and_name_files_and_targets() -> None:
    text = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    assert min(len(_LINK.findall(text)), len(_FILE.findall(text)), len(_TARGET.findall(text))) > 10
