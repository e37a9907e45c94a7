"""Every hostile pack is refused with a sentence, and leaves nothing anywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.hostile_packs import build

ROOT = Path(__file__).resolve().parents[3]
MOST_BYTES = 512 * 1024 * 1024

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="measures memory in /proc"),
    pytest.mark.timeout(900),
]


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict:
    """Import them all in one process, so that its memory can be told."""
    around = tmp_path_factory.mktemp("hostile")
    folder = around / "deep" / "packs"
    names = build(folder)
    (folder / "library").mkdir()
    mine = folder / "mine"
    mine.mkdir()
    (mine / "photo.png").write_bytes(b"mine")
    before = tree(around)
    command = [sys.executable, "-m", "tests.support.hostile_packs", str(folder), "--import"]
    done = subprocess.run(
        [*command, *names], cwd=ROOT, capture_output=True, text=True, check=False, timeout=800
    )
    assert done.returncode == 0, done.stderr
    left = list((folder / "library").iterdir())
    return json.loads(done.stdout) | {"unchanged": tree(around) == before, "left": left}


def test_there_are_at_least_forty_and_all_are_refused(outcome):
    results = outcome["results"]
    assert len(results) >= 40
    assert not {name: found for name, found in results.items() if found["kind"] != "PackError"}


def test_refusals_say_what_is_wrong_and_what_to_do(outcome):
    for name, found in outcome["results"].items():
        assert found["refused"].startswith(f"The pack {name}.zip was not imported: ")
        assert found["refused"].endswith(".")
        assert found["hint"]
        assert "/library/" not in found["refused"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("parent", "no file named '../photo.png'"),
        ("symlink", "a link"),
        ("encrypted", "encrypted"),
        ("bzip2", "compressed in a way"),
        ("ratio", "more than 100 times"),
        ("too_much", "more than 500 MB"),
        ("too_many", "2005 entries"),
        ("overlapping", "lies over another"),
        ("local_other_name", "not what the directory says"),
        ("small_lie", "damaged"),
        ("duplicate", "twice"),
        ("picture_bomb", "too large"),
        ("picture_large", "5000x5000"),
        ("garment_json_deep", "cannot be read"),
        ("half_a_character", "surrogates not allowed"),
    ],
)
def test_each_is_refused_for_its_own_reason(outcome, name, why):
    assert why in outcome["results"][name]["refused"]


def test_nothing_is_written_and_nothing_is_left(outcome):
    assert outcome["unchanged"]
    assert outcome["left"] == []


def test_memory_stays_within_its_means(outcome):
    assert outcome["memory"] + outcome["decoder_memory"] < MOST_BYTES
