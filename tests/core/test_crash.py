"""How a run ended is told at the next start: by itself, killed, crashed, the power gone."""

import faulthandler
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tryon_ar.core import crash
from tryon_ar.core.crash import CrashWatch, Ending
from tryon_ar.core.errors import UsageError
from tryon_ar.core.log import discreet

RUN = """
import os, signal, sys, logging
from pathlib import Path
from tryon_ar.core.crash import CrashWatch
with CrashWatch(Path(sys.argv[1]), Path(sys.argv[2]), "1.2.3") as watch:
    {what}
"""


def run(folder: Path, what: str) -> int:
    """Run a mirror that ends in some way; return its exit code."""
    command = [sys.executable, "-c", RUN.format(what=what), str(folder), str(folder / "logs")]
    return subprocess.run(command, capture_output=True, check=False, timeout=100).returncode


@pytest.fixture
def next_start(tmp_path):
    """Return the next start's view of the runs before it; its own end is clean."""

    def start():
        with CrashWatch(tmp_path, tmp_path / "logs", "1.2.3") as watch:
            return watch.last

    return start


def test_a_run_that_ends_by_itself_leaves_nothing(tmp_path, next_start):
    assert run(tmp_path, "watch.running()") == 0
    assert [one.name for one in tmp_path.iterdir()] == [".lock"]
    assert next_start() is None


def test_what_a_person_can_act_on_is_no_crash(tmp_path, next_start):
    with pytest.raises(UsageError), CrashWatch(tmp_path, tmp_path, "1"):
        raise UsageError("No such thing.")
    assert next_start() is None


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize(
    ("what", "ending"),
    [
        ("watch.running(); os.kill(os.getpid(), signal.SIGKILL)", Ending.KILLED),
        ("watch.running(); os.kill(os.getpid(), signal.SIGSEGV)", Ending.CRASHED),
        ("watch.running(); os.abort()", Ending.CRASHED),
        ("watch.running(); os._exit(3)", Ending.KILLED),
        ("watch.running(); raise RuntimeError('it broke')", Ending.FAILED),
    ],
)
def test_every_bad_end_is_told_apart_and_once(tmp_path, next_start, what, ending):
    run(tmp_path, what)
    last = next_start()
    assert last.ending is ending
    assert last.failed_starts == 0
    assert not last.suggests_safe_mode
    assert last.report.read_text() == last.text
    assert "tryon-ar 1.2.3" in last.text
    if ending is Ending.CRASHED:
        assert "Fatal Python error" in last.text
        assert 'File "<string>"' in last.text  # where it happened
    if ending is Ending.FAILED:
        assert "RuntimeError: it broke" in last.text
    assert next_start() is None  # told once


def test_an_error_nobody_caught_is_told_although_the_run_went_on(tmp_path, next_start):
    what = "watch.running()\n    try: 1 / 0\n    except ZeroDivisionError:"
    what += " logging.getLogger('tryon_ar.gui').critical('unhandled', exc_info=True)"
    assert run(tmp_path, what) == 0
    last = next_start()
    assert last.ending is Ending.FAILED
    assert "ZeroDivisionError" in last.text


def test_the_power_going_off_is_told_from_a_kill(tmp_path, next_start):
    run(tmp_path, "watch.running(); os._exit(1)")
    (session,) = tmp_path.glob("*.session")
    said = json.loads(session.read_text())
    session.write_text(json.dumps(said | {"boot": "another one"}))
    assert next_start().ending is Ending.POWER_LOST


def test_a_second_mirror_that_is_open_is_no_crash(tmp_path, next_start):
    command = [sys.executable, "-c", RUN.format(what="print('open', flush=True); input()")]
    with subprocess.Popen(
        [*command, str(tmp_path), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "open\n"
        with CrashWatch(tmp_path, tmp_path, "1") as watch:
            assert watch.last is None
            assert watch.others == 1
        assert len(list(tmp_path.glob("*.session"))) == 1  # the other's is still there
        other.kill()
        other.wait()
    assert next_start().ending is Ending.KILLED


def test_of_mirrors_that_start_at_once_one_tells_of_the_crash(tmp_path):
    run(tmp_path, "watch.running(); os._exit(1)")
    what = "print(watch.last is not None, flush=True); input()"
    # Six may wait for one another for longer on a slow disk than a person would for one.
    patient = "from tryon_ar.core import crash; crash._LOCK_TIMEOUT_S = 60.0; input()"
    command = [sys.executable, "-c", patient + RUN.format(what=what), str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    mirrors = [subprocess.Popen([*command, str(tmp_path)], **pipes) for _ in range(6)]
    for mirror in mirrors:
        mirror.stdin.write("begin\n")
        mirror.stdin.flush()
    told = [mirror.stdout.readline() for mirror in mirrors]
    assert sorted(told) == ["False\n"] * 5 + ["True\n"]
    assert len(list(tmp_path.glob("*.session"))) == 6
    for mirror in mirrors:
        mirror.communicate("end\n", timeout=100)
        assert mirror.returncode == 0
    assert list(tmp_path.glob("*.session")) == []


def test_a_mirror_that_is_just_starting_is_no_crash(tmp_path, monkeypatch):
    second = CrashWatch(tmp_path, tmp_path, "1")
    starting = threading.Thread(target=second.__enter__)
    real = crash._open_private

    def made(path, mode):
        file = real(path, mode)
        if not starting.ident:  # it is there, and not locked yet
            starting.start()
            starting.join(0.5)
        return file

    monkeypatch.setattr(crash, "_open_private", made)
    with CrashWatch(tmp_path, tmp_path, "1"):
        starting.join()
        assert second.last is None
        assert second.others == 1
        second.end()


def test_who_looks_whether_it_is_open_keeps_no_mirror_from_its_lock(tmp_path, monkeypatch):
    answers = iter([False])
    real = crash.try_lock
    monkeypatch.setattr(crash, "try_lock", lambda file: next(answers, True) and real(file))
    with CrashWatch(tmp_path, tmp_path, "1"), CrashWatch(tmp_path, tmp_path, "1") as second:
        assert second.others == 1


def test_two_starts_in_a_row_that_show_nothing_suggest_safe_mode(tmp_path):
    for failed in (1, 2, 3):
        run(tmp_path, "os._exit(1)")
        with CrashWatch(tmp_path, tmp_path, "1") as watch:
            assert watch.last.failed_starts == failed
            assert watch.last.suggests_safe_mode == (failed >= 2)
            kept = watch._run.failed_starts
        assert kept == failed
        run_from_here = json.dumps({"phase": "asking", "failed_starts": failed})
        (tmp_path / "1-1.session").write_text(run_from_here)  # closed while it was asked
    run(tmp_path, "watch.running(); os._exit(1)")
    with CrashWatch(tmp_path, tmp_path, "1") as watch:
        assert watch.last.failed_starts == 0


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b'{"phase": 3}'])
def test_a_damaged_file_is_a_run_of_which_little_is_known(tmp_path, next_start, damage):
    (tmp_path / "7-abc.session").write_bytes(damage)
    assert next_start().ending in (Ending.KILLED, Ending.POWER_LOST)


def test_reports_are_few_private_and_without_names(tmp_path, monkeypatch):
    home = tmp_path / "home" / "jane"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    runs = tmp_path / "runs"
    for number in range(8):
        runs.mkdir(exist_ok=True)
        (runs / f"crash 2026-01-0{number + 1} 00-00-00.txt").write_text("old")
    (runs / "9-a.session").write_text("{}")
    (runs / "9-a.fault").write_text(f'File "{home}/clips/jane at home.mp4"')
    with CrashWatch(runs, tmp_path, "1") as watch:
        last = watch.last
        if os.name == "posix":
            (session,) = runs.glob("*.session")
            assert session.stat().st_mode & 0o077 == 0
            assert last.report.stat().st_mode & 0o077 == 0
    assert str(home) not in last.text
    assert "~/clips" in last.text
    assert len(list(runs.glob("crash *.txt"))) == 5


def test_where_nothing_can_be_written_all_else_works(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with CrashWatch(blocked / "runs", tmp_path, "1") as watch:
        watch.running()
        watch.note(ValueError())
    assert watch.last is None


def test_names_are_left_out_of_paths_alone(monkeypatch):
    monkeypatch.setenv("HOME", "/home/jane")
    monkeypatch.setenv("USERPROFILE", "/home/jane")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "jane")
    assert discreet("/home/jane/a.mp4 /media/jane/b, jane.png") == "~/a.mp4 /media/~/b, jane.png"


def test_the_fault_handler_of_others_works_again_afterwards(tmp_path):
    before = faulthandler.is_enabled()
    faulthandler.enable()
    with CrashWatch(tmp_path, tmp_path, "1"):
        assert faulthandler.is_enabled()
    assert faulthandler.is_enabled()
    if not before:
        faulthandler.disable()
