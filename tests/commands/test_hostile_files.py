"""Hostile files on the command line: one sentence, the documented exit code, nothing written."""

import itertools
from pathlib import Path

import openpeople
import pytest
from PIL import Image

from tests.support.hostile_clips import clips
from tests.support.hostile_networks import networks
from tests.support.hostile_packs import attacks
from tests.support.hostile_picture_cases import cases
from tests.support.program import assert_refused, run_program

PERSON = Path(openpeople.__file__).parent / "data/curated/P001/assets/studio_posture.jpg"
PICTURES = [case for case in cases() if case.size is None and isinstance(case.make, bytes)]


def tree(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize("case", PICTURES[::9], ids=lambda case: case.name)
def test_pictures(tmp_path, case):
    path = tmp_path / case.name
    path.write_bytes(case.make)
    before = tree(tmp_path)
    assert_refused(run_program("garment", "inspect", path, "-o", tmp_path / "out"), 7)
    assert tree(tmp_path) - {tmp_path / "out"} == before


ATTACKS = attacks()


@pytest.mark.parametrize("name", sorted(ATTACKS)[::9])
def test_packs(tmp_path, name):
    path = tmp_path / "it.zip"
    path.write_bytes(ATTACKS[name]())
    assert_refused(run_program("garment", "import", path), 7)
    written = [one for one in tree(tmp_path) if one.is_file() and one != path]
    assert all(one.name == ".lock" for one in written), written


def test_clips(tmp_path):
    (tmp_path / "sound").mkdir()
    refused = [one for one in clips(tmp_path / "sound") if one.says and isinstance(one.make, bytes)]
    assert len(refused) > 5
    for clip in itertools.islice(refused, 0, None, 5):
        path = tmp_path / clip.name
        path.write_bytes(clip.make)
        out = tmp_path / "out.mp4"
        assert_refused(run_program("render", path, "-g", "tee-plain", "-o", out), 3)
        assert not out.exists()


@pytest.mark.parametrize("name", ["weights_elsewhere", "pickle"])
def test_networks(tmp_path, monkeypatch, name):
    path = tmp_path / "mine.onnx"
    path.write_bytes(networks()[name][0])
    monkeypatch.setenv("TRYON_AR_PARSER", str(path))
    photo = tmp_path / "person.jpg"
    with Image.open(PERSON) as picture:
        picture.resize((180, 322)).save(photo)
    assert_refused(run_program("parse", photo, "-o", tmp_path / "labels.png"), 8)
    assert not (tmp_path / "labels.png").exists()


@pytest.mark.parametrize("raw", [b"\0" * 99, b"a=" + b"[" * 9000, b"a" + b".a" * 9000 + b"=1"])
def test_settings_are_listed_all_the_same(tmp_path, monkeypatch, raw):
    monkeypatch.setenv("TRYON_AR_CONFIG", str(tmp_path))
    (tmp_path / "settings.toml").write_bytes(raw)
    outcome = run_program("settings")
    assert outcome.code == 0
    assert "look.theme" in outcome.out
    assert (tmp_path / "settings.toml.unreadable").read_bytes() == raw


@pytest.mark.parametrize(
    "word", ["look.theme=" + "a" * 9000, "=", "\0=1", "look.text_percent=" + "9" * 5000]
)
def test_settings_of_one_run(word):
    assert_refused(run_program("mirror", "--set", word), 2)


@pytest.mark.parametrize("spec", ["9" * 5000, "~\0~", "a" * 5000, "synthetic:1x1"])
def test_sources(tmp_path, spec):
    outcome = run_program("render", spec, "-g", "tee-plain", "-o", tmp_path / "out.mp4")
    assert_refused(outcome, outcome.code)
    assert outcome.code in (2, 3)


@pytest.mark.parametrize(("words", "code"), [(("record", "repair"), 3), (("garment", "import"), 7)])
def test_names_longer_than_any_file_has(words, code):
    assert_refused(run_program(*words, "a" * 300 + ".mp4"), code)
