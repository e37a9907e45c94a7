"""What is stored is told in full, and wiped in full; nothing else is touched."""

import json
import sys
from pathlib import Path

import pytest

from tryon_ar.commands import privacy
from tryon_ar.core import paths, stored_data
from tryon_ar.core.crash import CrashWatch
from tryon_ar.core.errors import DataInUse, OutputUnwritable, UsageError
from tryon_ar.recording.held import hold

OURS = {
    "settings": "settings.toml",
    "dialogs": "QtProject.conf",
    "garments": "tee/garment.json",
    "logs": "logs/tryon-ar.log",
    "runs": "runs/crash 2026-01-01 00-00-00.txt",
    "kiosk": "kiosk/ab/1/tryon-ar 2026.png",
    "cache": "parsing/a.parsing",
    "models": "models/pose.task",
    "picture": "tryon-ar 2026-01-01 00-00-00.png",
    "film": "tryon-ar 2026-01-01 00-00-00.clean.mp4",
    "aside": ".tryon-ar-deleted/tryon-ar 2025.png",
}
NOT_OURS = ("holiday.png", "tryon-ar notes.txt", "sub/tryon-ar 2026.png")


@pytest.fixture
def stored(tmp_path, monkeypatch) -> dict[str, Path]:
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("TRYON_AR_RUNS")
    homes = {
        "settings": paths.user_config_folder(),
        "dialogs": paths.user_config_folder(),
        "garments": paths.garment_library_folder(),
        "cache": paths.user_cache_folder(),
        "picture": paths.pictures_folder(),
        "film": paths.videos_folder(),
        "aside": paths.pictures_folder(),
    }
    files = {name: homes.get(name, tmp_path / "data") / rest for name, rest in OURS.items()}
    for folder in (paths.pictures_folder(), paths.user_config_folder(), tmp_path / "data"):
        files |= {f"{folder.name}/{name}": folder / name for name in NOT_OURS}
    for path in files.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 1000)
    return files


def there(files: dict[str, Path]) -> set[str]:
    return {name for name, path in files.items() if path.exists()}


STRANGERS = {f"{folder}/{name}" for folder in ("pictures", "config", "data") for name in NOT_OURS}


def test_everything_stored_is_reported_with_where_how_much_and_since_when(stored, capsys):
    assert privacy.report(as_json=True) == 0
    rows = {row["title"]: row for row in json.loads(capsys.readouterr().out)["stored"]}
    assert rows["Settings"]["files"] == 2
    for title in ("Garments", "Pictures", "Videos", "Logs", "Networks", "Kiosk"):
        assert (rows[title]["files"], rows[title]["bytes"]) == (1, 1000), title
        assert rows[title]["since"]
        assert rows[title]["about"].endswith(".")
    assert privacy.report(as_json=False) == 0
    said = capsys.readouterr().out
    assert "Pictures: 1 file, 1 KB, since " in said
    assert str(paths.videos_folder()) in said


@pytest.mark.parametrize(
    ("keep_garments", "with_recordings", "stays"),
    [
        (False, False, {"models", "picture", "film"}),
        (True, False, {"models", "picture", "film", "garments"}),
        (False, True, {"models"}),
    ],
)
def test_what_is_said_goes_and_nothing_else(stored, keep_garments, with_recordings, stays):
    privacy.wipe_stored(yes=True, keep_garments=keep_garments, with_recordings=with_recordings)
    assert there(stored) == stays | STRANGERS


def test_nothing_goes_while_a_mirror_is_open(stored, tmp_path):
    runs = tmp_path / "data" / "runs"
    with CrashWatch(runs, tmp_path, "1"), pytest.raises(DataInUse):
        privacy.wipe_stored(yes=True, keep_garments=False, with_recordings=True)
    assert there(stored) == set(stored)
    assert stored_data.open_mirrors() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="files are held in another way there")
def test_nothing_goes_while_a_recording_is_made_without_a_window(stored):
    with stored["film"].open("rb", buffering=0) as film:
        hold(film)
        with pytest.raises(DataInUse, match="recording"):
            privacy.wipe_stored(yes=True, keep_garments=False, with_recordings=False)
    assert there(stored) == set(stored)


def test_nothing_goes_where_another_mirror_was_opened_while_the_window_closed(stored, tmp_path):
    wiping = privacy.Wiping()
    wiping.ask(False, True)
    with CrashWatch(tmp_path / "data" / "runs", tmp_path, "1"), pytest.raises(DataInUse):
        wiping.carry_out()
    assert there(stored) == set(stored)


def test_nothing_goes_without_a_yes(stored, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(UsageError):
        privacy.wipe_stored(yes=False, keep_garments=False, with_recordings=False)
    monkeypatch.setattr("tryon_ar.commands.privacy._agreed", lambda: False)
    assert privacy.wipe_stored(yes=False, keep_garments=False, with_recordings=False) == 1
    assert there(stored) == set(stored)
    said = capsys.readouterr().out
    assert "This goes, for good:" in said
    assert "Videos" in said.partition("This stays:")[2]


def test_a_link_is_removed_not_followed(stored, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_text("dear")
    logs = tmp_path / "data" / "logs"
    (logs / "link").symlink_to(elsewhere)
    cuts = paths.user_cache_folder() / "cuts"
    cuts.symlink_to(elsewhere)
    privacy.wipe_stored(yes=True, keep_garments=False, with_recordings=True)
    assert (elsewhere / "letter.txt").read_text() == "dear"
    assert not logs.exists()


def test_in_folders_that_a_person_named_only_ours_goes(stored, tmp_path, monkeypatch):
    mine = tmp_path / "mine"
    ours = (
        "tee/garment.json",
        "tee/photo.png",
        ".index/garments.sqlite3",
        ".builtin/polo-navy/shelf.json",
        "looks.json",
        ".lock",
        "corrections.toml",
        "7-ab.session",
        "7-ab.fault",
        "crash 2026-01-01 00-00-00.txt",
    )
    theirs = ("letter.txt", "tax/2025.pdf", "notes.session.txt", "locks.txt")
    for name in (*ours, *theirs):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text("dear")
    monkeypatch.setenv("TRYON_AR_GARMENTS", str(mine))
    monkeypatch.setenv("TRYON_AR_RUNS", str(mine))
    privacy.wipe_stored(yes=True, keep_garments=False, with_recordings=True)
    assert [name for name in theirs if not (mine / name).exists()] == []
    assert [name for name in ours if (mine / name).exists()] == []


def test_wiping_what_is_not_there_is_no_error(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path / "none"))
    assert privacy.wipe_stored(yes=True, keep_garments=False, with_recordings=True) == 0
    assert "nothing to delete" in capsys.readouterr().out


def test_the_window_has_it_done_after_it_closed(stored):
    wiping = privacy.Wiping()
    wiping.carry_out()
    assert there(stored) == set(stored)
    wiping.ask(True, False)
    assert there(stored) == set(stored)
    wiping.carry_out()
    assert there(stored) == {"models", "picture", "film", "garments"} | STRANGERS


@pytest.mark.parametrize(
    ("answer", "agreed"), [("yes", True), (" Y ", True), ("", False), ("no", False)]
)
def test_only_a_yes_is_a_yes(stored, monkeypatch, capsys, answer, agreed):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    code = privacy.wipe_stored(yes=False, keep_garments=False, with_recordings=True)
    said = capsys.readouterr().out
    assert code == (0 if agreed else 1)
    assert ("Deleted." in said) == agreed
    assert there(stored) == ({"models"} | STRANGERS if agreed else set(stored))


def test_no_answer_is_no_yes(stored, monkeypatch):
    def ended(_question):
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", ended)
    assert privacy.wipe_stored(yes=False, keep_garments=False, with_recordings=True) == 1
    assert there(stored) == set(stored)


def test_what_cannot_be_deleted_is_told_and_all_else_goes(stored, monkeypatch):
    kept = stored["picture"]
    deleted = Path.unlink

    def refuse(path, *given, **named):
        if path.name == kept.name:
            raise PermissionError("not yours")
        deleted(path, *given, **named)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputUnwritable, match=r"/.+ could not be deleted") as refusal:
        privacy.wipe_stored(yes=True, keep_garments=False, with_recordings=True)
    assert kept.name in refusal.value.user_text
    assert there(stored) == {"picture", "models"} | STRANGERS


def test_much_is_told_in_larger_units(tmp_path):
    files = (tmp_path / "a", tmp_path / "b")
    place = stored_data.Place("media", "Films", "", tmp_path, files, size_bytes=2_500_000_000)
    assert privacy.amount(place) == "2 files, 2.5 GB"
