"""Every hostile picture is refused with a sentence, or decoded within its means."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.hostile_picture_cases import Case, cases
from tests.support.hostile_pictures import build, fuzz

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 512 * 1024 * 1024

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="measures memory in /proc"),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict:
    """Open them all in one process, so that its memory and its decoder's can be told."""
    folder = tmp_path_factory.mktemp("hostile") / "pictures"
    names = [case.name for case in build(folder)]
    before = _tree(folder.parent)
    command = [sys.executable, "-m", "tests.support.hostile_pictures", str(folder), "--open"]
    done = subprocess.run(
        [*command, *names], cwd=ROOT, capture_output=True, text=True, check=False, timeout=800
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"unchanged": _tree(folder.parent) == before}


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*")
    }


def test_there_are_at_least_sixty():
    assert sum(case.size is None for case in cases()) >= 60


def test_each_is_what_it_must_be(outcome):
    wrong = [
        (case.name, found)
        for case in cases()
        if not _as_expected(case, found := outcome["results"][case.name])
    ]
    assert not wrong


def _as_expected(case: Case, found: dict) -> bool:
    if case.size is None:
        return case.says in found.get("refused", "-") and bool(found["hint"])
    said = [notice for notice in found.get("notices", []) if case.notice in notice]
    return (
        found.get("size") == list(case.size)
        and found["alpha"] == case.alpha
        and bool(said) == bool(case.notice)
    )


def test_refusals_are_single_sentences(outcome):
    told = [found["refused"] for found in outcome["results"].values() if "refused" in found]
    assert all(text.endswith(".") and "Traceback" not in text for text in told)


def test_memory_stays_within_its_means(outcome):
    assert outcome["memory"] + outcome["decoder_memory"] < MOST_BYTES


def test_nothing_is_written(outcome):
    assert outcome["unchanged"]


def test_mutated_files_are_decoded_or_refused():
    counts = fuzz(600, seed=7)
    assert counts["decoded"] > 30
    assert counts["refused"] > 200
