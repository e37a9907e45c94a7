"""Starts on computers where something is wrong: a sentence and an exit code, never a traceback.

The quick ones; ``benchmarks/start_up_faults.py`` opens the real window under many more.
"""

import signal
import sys
from pathlib import Path

import pytest

from tests.support.start_up import DOCUMENTED, Ended, Start, run_start

pytestmark = [
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="written for Linux: limits, shells, loaders"
    ),
    pytest.mark.timeout(400),
]

LIST = ("garment", "list")
VERIFY = ("models", "verify")
WINDOW = ("--source", "demo", "--seconds", "1")


def broken_libegl(folder: Path) -> None:
    (folder / "lib").mkdir()
    (folder / "lib" / "libEGL.so.1").write_text("no library\n")


def not_ascii(folder: Path) -> None:
    (folder / "hème 家").mkdir()


def limited(limit: str) -> tuple[str, ...]:
    return ("bash", "-c", f'ulimit {limit}; exec "$@"', "bash")


STARTS = {
    "Qt platform unknown": Start(
        WINDOW, env={"QT_QPA_PLATFORM": "nonsense"}, codes=frozenset({1}), says="nonsense"
    ),
    "a library of the window is damaged": Start(
        WINDOW,
        env={"LD_LIBRARY_PATH": "{folder}/lib"},
        prepare=broken_libegl,
        codes=frozenset({1}),
        says="libegl1",
    ),
    "home is no folder": Start(LIST, env={"HOME": "/dev/null/home"}),
    # All but the logs is asked of the system's list of people then.
    "HOME unset": Start(LIST, env={"HOME": None, "TRYON_AR_DATA": "{folder}/data"}),
    "home not ASCII": Start(LIST, env={"HOME": "{folder}/hème 家"}, prepare=not_ascii),
    "locale broken": Start(LIST, env={"LC_ALL": "xx", "PYTHONUTF8": "0"}),
    "no networks": Start(VERIFY, codes=frozenset({8}), shell="2>&1"),
    "all streams closed": Start(VERIFY, codes=frozenset({8}), shell="<&- >&- 2>&-"),
    "nobody reads": Start(LIST, shell="| (exec 0<&-; sleep 3)", codes=frozenset({0, 141})),
    "stdout full": Start(VERIFY, shell=">/dev/full", codes=frozenset({6, 8})),
    "stderr full": Start(("render", "nothing.mp4"), shell="2>/dev/full", codes=frozenset({2})),
    "little memory": Start(
        WINDOW, before=limited("-v 2000000"), codes=frozenset({1}), says="ulimit"
    ),
    "very little memory": Start(LIST, before=limited("-v 300000"), codes=frozenset({0, 1})),
    "few open files": Start(LIST, before=limited("-n 16"), codes=DOCUMENTED),
    **{
        f"{number.name} after {after_s} s": Start(
            WINDOW, kill=(after_s, number), codes=frozenset({128 + number})
        )
        for after_s, number in (
            (0.03, signal.SIGTERM),
            (0.2, signal.SIGINT),
            (0.4, signal.SIGHUP),
        )
    },
}


@pytest.mark.parametrize("name", STARTS)
def test_a_start_that_goes_wrong_says_so_and_ends_in_order(name, tmp_path):
    start = STARTS[name]
    ended = run_start(start, tmp_path, limit_s=350.0)
    if start.kill is not None and ended.code == 8:
        pytest.skip("it had ended before: there are no networks here")
    assert ended.faults(start) == [], ended


def test_what_is_wrong_with_a_start_is_seen():
    def faults(code=0, err="", dressed=0, **start):
        return Ended(code, "", err, "", 1.0, dressed).faults(Start((), **start))

    assert faults() == []
    assert "SIGABRT" in faults(-6)[0]
    assert "exit code 5" in faults(5, "tryon-ar: busy. Wait.")[0]
    assert faults(8, codes=frozenset({8})) == ["no sentence says why"]
    assert faults(8, "tryon-ar: no. Do.", codes=frozenset({8})) == []
    assert faults(0, "Traceback (most recent call last)")
    assert faults(0, dresses=True) == ["nothing was dressed"]
    assert faults(0, dresses=True, dressed=3) == []
    assert faults(-15, kill=(0.1, 15)) == []
    assert faults(-11, kill=(0.1, 15))
