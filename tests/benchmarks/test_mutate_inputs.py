"""What reads mutated inputs notices every kind of harm, and finds none in the program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "benchmarks" / "mutate_inputs.py"

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does"),
    pytest.mark.timeout(600),
]


def run(folder: Path, *options: str) -> tuple[int, dict]:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--json", "--keep", str(folder / "kept"), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=580,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def run_broken(folder: Path, kind: str, inputs: int = 60) -> tuple[int, dict]:
    module = "tests.support.broken_readers"
    code, told = run(folder, "--module", module, "--kind", kind, "--inputs", str(inputs))
    return code, told["kinds"][0]


def test_inputs_that_do_no_harm_pass(tmp_path):
    code, kind = run_broken(tmp_path, "sound")
    assert code == 0
    assert kind["read"] > 0
    assert kind["refused"] > 0
    assert kind["read"] + kind["refused"] == kind["inputs"] == 60
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("reader", "why"), [("dies", "SIGABRT"), ("raises", "KeyError"), ("mute", "no use")]
)
def test_harm_is_noticed_and_its_inputs_are_kept(tmp_path, reader, why):
    code, kind = run_broken(tmp_path, reader)
    assert code == 1
    assert kind["bad"]
    assert all(why in words for _, words in kind["bad"])
    assert kind["inputs"] == 60
    kept = sorted((tmp_path / "kept").iterdir())
    assert len(kept) == len(kind["bad"])
    assert all(len(path.read_bytes()) % 7 == 0 or reader == "dies" for path in kept)


def test_too_much_memory_is_noticed(tmp_path):
    code, kind = run_broken(tmp_path, "grows", 1)
    assert code == 1
    assert kind["peak_bytes"] > 512 << 20


def test_an_input_that_takes_too_long_is_noticed(tmp_path):
    code, kind = run_broken(tmp_path, "spins", 1)
    assert code == 1
    assert "SIGXCPU" in kind["bad"][0][1]


def test_the_program_takes_no_harm(tmp_path):
    code, told = run(tmp_path, "--inputs", "1500", "--seed", "7")
    assert code == 0, told
    assert {kind["kind"] for kind in told["kinds"]} >= {"picture", "pack", "settings", "clip"}
    assert all(kind["read"] for kind in told["kinds"])
