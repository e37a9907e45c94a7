"""The command line itself: help, mistakes, exit codes, stopping."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import tryon_ar
from tests.support.program import assert_refused, run_program
from tryon_ar import app, cli
from tryon_ar.core.errors import CameraBusy, TryOnError

ROOT = Path(__file__).resolve().parents[1]


def _commands(command=None, names=()):
    """Return the words of every command there is, the program's own none first."""
    command = command or typer.main.get_command(cli._app)
    yield names
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*names, name))


COMMANDS = tuple(_commands())
HEAVY = {"mediapipe", "cv2", "PySide6", "numba", "onnxruntime", "av", "numpy", "PIL", "rich.live"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "mirror")
def test_every_command_explains_itself(command):
    outcome = run_program(*command, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert "Usage: tryon-ar" in outcome.out
    assert "--help" in outcome.out
    listed = outcome.out.partition("Commands:\n")[2]
    assert "..." not in listed, "a command's first sentence does not fit into the list"


def test_every_argument_and_option_says_what_it_is():
    for names in COMMANDS:
        command = typer.main.get_command(cli._app)
        for name in names:
            command = command.commands[name]
        silent = [one.name for one in command.params if not getattr(one, "help", "")]
        assert silent == [], names


def test_the_help_lists_commands_and_exit_codes():
    said = run_program("--help").out
    for command in ("render", "models", "garment", "doctor", "bench"):
        assert command in said
    assert "9 nobody in the picture" in " ".join(said.replace("│", " ").split())


def test_the_version():
    assert run_program("--version").out == f"{tryon_ar.__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["render", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments):
    imported = _imported_by(arguments)
    assert "tryon_ar.cli" in imported
    assert not HEAVY & imported
    assert not [name for name in imported if name.startswith("tryon_ar.kernels")]


@pytest.mark.parametrize("command", [["evaluate"], ["bench"], ["doctor"], ["garment", "add"]])
def test_the_help_of_a_command_loads_no_more_than_that_of_the_program(command):
    assert _imported_by([*command, "--help"]) <= _imported_by(["--help"])


def _imported_by(arguments):
    program = (
        "import sys; from tryon_ar.app import main; code = main(sys.argv[1:]);"
        "print('IMPORTED', *sorted(sys.modules)); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("IMPORTED ")[2].split())


def test_both_names_are_one_program():
    for command in ([sys.executable, "main.py"], [str(Path(sys.executable).parent / "tryon-ar")]):
        if not Path(command[0]).exists():
            pytest.skip("the program is not installed here")
        done = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, check=True, cwd=ROOT
        )
        assert done.stdout == f"{tryon_ar.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("--nonsense",),
        ("render",),
        ("render", "demo"),
        ("render", "demo", "-g", "tee-plain"),
        ("render", "demo", "-o", "a.mp4"),
        ("models",),
        ("models", "nonsense"),
        ("garment",),
        ("doctor", "extra"),
        ("doctor", "--yaml"),
        ("--seconds", "soon"),
        ("--seconds", "0"),
        ("--seconds", "-3"),
        ("--seconds", "nan"),
        ("--provider", "abacus"),
        ("--garment",),
        ("--record", "film.gif"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_a_sentence_and_exit_code_2(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert_refused(run_program(*arguments), 2)
    assert list(tmp_path.iterdir()) == []


def test_a_hint_names_the_command():
    assert "Try `tryon-ar models --help`." in run_program("models", "nonsense").err


def refusing_doctor(error: BaseException):
    def doctor(**_: object) -> int:
        raise error

    return doctor


def test_an_error_sets_the_exit_code(monkeypatch):
    error = CameraBusy("Another program holds the camera.", "Close it.")
    monkeypatch.setattr("tryon_ar.commands.doctor.examine", refusing_doctor(error))
    outcome = run_program("doctor")
    assert_refused(outcome, 5)
    assert outcome.err == "tryon-ar: Another program holds the camera. Close it.\n"


def test_a_defect_is_a_sentence_too_and_its_trace_is_in_the_log(monkeypatch, tmp_path):
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path))
    monkeypatch.setattr("tryon_ar.commands.doctor.examine", refusing_doctor(KeyError("x")))
    outcome = run_program("doctor")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert f"The log is in {tmp_path / 'logs'}." in outcome.err
    assert "Traceback" in (tmp_path / "logs" / "tryon-ar.log").read_text()


def run_for_real(*arguments: str, stdout: object = subprocess.PIPE, **environment: str):
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", [["--version"], ["garment", "list"]])
def test_output_into_a_full_disk(arguments):
    with open("/dev/full", "w") as full:
        done = run_for_real(*arguments, stdout=full)
    assert done.returncode == 6
    assert done.stderr == "tryon-ar: the disk is full. Free some space.\n"


def test_a_defect_before_the_log_is_set_up_shows_no_trace(monkeypatch, tmp_path):
    def no_folder() -> Path:
        raise KeyError("x")

    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path))
    logging.getLogger("tryon_ar").handlers.clear()
    monkeypatch.setattr("typer.echo", lambda _text: no_folder())
    outcome = run_program("--version")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert "Traceback" in (tmp_path / "logs" / "tryon-ar.log").read_text()


def test_a_terminal_of_few_letters_is_written_to_anyhow():
    done = run_for_real("doctor", "--json", PYTHONIOENCODING="ascii", TRYON_AR_VIDEOS="/tmp/é")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout.replace("\\x", "\\u00"))["folders"]["videos"]["path"] == "/tmp/é"


def test_a_home_that_cannot_be_written_is_no_reason_to_fail(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path / "file" / "data"))
    assert run_program("garment", "list").code == 0


@pytest.mark.parametrize("module", ["pathlib", "typer"])
def test_a_program_stopped_while_it_loads_says_nothing(tmp_path, module):
    (tmp_path / f"{module}.py").write_text("raise KeyboardInterrupt")
    done = run_for_real("--help", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_unwinds_the_command(monkeypatch, number):
    unwound = []

    def doctor(**_: object) -> int:
        try:
            os.kill(os.getpid(), number)
            signal.pause()
        finally:
            unwound.append(True)
        return 0

    monkeypatch.setattr("tryon_ar.commands.doctor.examine", doctor)
    before = signal.getsignal(number)
    outcome = run_program("doctor")
    assert (outcome.code, outcome.err) == (128 + number, "tryon-ar: stopped.\n")
    assert unwound == [True]
    assert signal.getsignal(number) is before


def test_the_entry_point_takes_the_process_arguments(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["tryon-ar", "--version"])
    assert app.main() == 0
    assert capsys.readouterr().out.strip() == tryon_ar.__version__


def test_an_error_without_a_hint_ends_well(monkeypatch):
    error = TryOnError("It went wrong.")
    monkeypatch.setattr("tryon_ar.commands.doctor.examine", refusing_doctor(error))
    assert run_program("doctor").err == "tryon-ar: It went wrong.\n"


def test_debugging_logs_to_stderr(monkeypatch):
    def doctor(**_: object) -> int:
        logging.getLogger("tryon_ar.test").debug("a detail")
        return 0

    monkeypatch.setattr("tryon_ar.commands.doctor.examine", doctor)
    assert "a detail" in run_program("--debug", "doctor").err
    assert run_program("doctor").err == ""


def test_json_is_all_there_is_on_stdout():
    outcome = run_program("garment", "list", "--json")
    assert json.loads(outcome.out)["version"] == 1
    assert outcome.err == ""
