"""Change a group's modules, one small change at a time, each in a process forked from this one.

Started by mutation.py in a copy of the checkout; not meant to be run by hand. The tests are
collected once; then a forked process changes the code of the functions in memory and runs the
tests that reach the changed lines, the quickest first, until one fails.
"""

import ast
import contextlib
import gc
import importlib
import itertools
import json
import os
import random
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

sys.path.insert(0, str(Path(__file__).parent))
from mutation_code import Changer, Tracer
from mutation_kinds import Change, changes_of

MOST_CPU_OF_TESTS_S = 2.5
_MORE_ADDRESSES = 3 << 30
_IDLE_S, _NEXT_TO_NOTHING_S = 20.0, 0.15
_SURVIVED, _KILLED, _NOT_MADE = 0, 1, 3


def _run(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Run a test with its fixtures; return whether nothing failed."""
    reports = runtestprotocol(item, nextitem=following, log=False)
    return not any(report.failed for report in reports)


def _all_pass(items: list[pytest.Item]) -> bool:
    return all(_run(item, then) for item, then in itertools.zip_longest(items, items[1:]))


class Runs:
    """The plugin: measures every test, then tries the changes.

    Parameters
    ----------
    wanted : dict
        ``files`` of the modules, ``passed_over`` functions, ``sample``, ``seed``, ``controls``.
    answer : Path
        Where results go, one JSON object a line.
    """

    def __init__(self, wanted: dict[str, Any], answer: Path) -> None:
        self._wanted = wanted
        self._answer = answer.open("a", encoding="utf-8", buffering=1)
        self._items: list[pytest.Item] = []
        self._known: dict[int, dict[str, Any]] = {}
        self._modules: dict[str, ModuleType] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of running the tests one after the other."""
        self._items = session.items
        modules = self._modules
        for file in self._wanted["files"]:
            name = ".".join(Path(file).with_suffix("").parts)
            modules[str(Path(file).resolve())] = importlib.import_module(name)
        trees = {file: ast.parse(Path(file).read_text("utf-8")) for file in modules}
        changer = Changer(modules)
        gc.freeze()
        self._measure(set(modules))
        passed_over = set(self._wanted["passed_over"])
        found = [
            (file, change)
            for file, tree in trees.items()
            for change in changes_of(tree)
            if change.function.partition(".")[0] not in passed_over
        ]
        chance = random.Random(self._wanted["seed"])
        chosen = chance.sample(found, min(self._wanted["sample"], len(found)))
        self._tell(about="group", found=len(found), tests=len(self._items), runs=len(self._known))
        for number, (file, change) in enumerate(chosen):
            tests = self._tests_of(file, change)
            if tests and number < self._wanted["controls"]:
                self._tell(about="control", outcome=self._forked(tests, lambda: True))
            self._try(file, trees[file], change, changer, tests)
        return True

    def _tell(self, **what: object) -> None:
        self._answer.write(json.dumps(what) + "\n")

    def _measure(self, files: set[str]) -> None:
        """Run each test once, unchanged, and keep those that pass."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.setsid()
            with os.fdopen(writing, "w") as pipe:
                following = [*self._items[1:], None]
                for number, (item, then) in enumerate(zip(self._items, following, strict=True)):
                    pipe.write(json.dumps(_measured(number, item, then, files)) + "\n")
                    pipe.flush()
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            for line in pipe:
                told = json.loads(line)
                if told["passed"]:
                    told["lines"] = {file: set(lines) for file, lines in told["lines"].items()}
                    self._known[told["number"]] = told
                else:
                    self._tell(about="fails unchanged", test=self._items[told["number"]].nodeid)
        os.waitpid(child, 0)

    def _tests_of(self, file: str, change: Change) -> list[int]:
        """Return the tests that reach a change, the quickest first, while there is time."""
        first, last = change.lines
        lines = set(range(first, last + 1))
        if change.constant:
            users = self._users(file, change.constant)
            reached = [told for told in self._known.values() if users & told["lines"].keys()]
        else:
            reached = [
                told for told in self._known.values() if told["lines"].get(file, set()) & lines
            ]
        mirror = f"test_{Path(file).stem}.py".replace("test__", "test_")
        reached.sort(key=lambda t: (self._items[t["number"]].path.name != mirror, t["cpu_s"]))
        chosen, spent_s = [], 0.0
        for told in reached:
            if spent_s + told["cpu_s"] <= MOST_CPU_OF_TESTS_S or not chosen:
                chosen.append(told["number"])
                spent_s += told["cpu_s"]
        return chosen

    def _users(self, file: str, constant: str) -> set[str]:
        """Return the files of the group that a constant is in, or that have taken it."""
        module = self._modules[file]
        value = getattr(module, constant)
        return {
            other
            for other, held in self._modules.items()
            if vars(held).get(constant) is value
            or any(one is module for one in vars(held).values())
        }

    def _try(
        self, file: str, tree: ast.Module, change: Change, changer: Changer, tests: list[int]
    ) -> None:
        outcome = "unreached"
        if tests:
            outcome = self._forked(tests, lambda: changer.apply(file, tree, change))
        where = os.path.relpath(file)
        self._tell(
            about="mutant", outcome=outcome, file=where, line=change.lines[0], kind=change.kind,
            before=change.before, after=change.after, tests=len(tests),
            function=change.function or change.constant,
        )  # fmt: skip

    def _forked(self, tests: list[int], prepare: Callable[[], bool]) -> str:
        cpu_s = sum(self._known[number]["cpu_s"] for number in tests)
        child = os.fork()
        if child == 0:
            os._exit(_verdict([self._items[number] for number in tests], prepare, cpu_s))
        status = _waited(child)
        if status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
            return "timed out"
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _SURVIVED:
            return "survived"
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _NOT_MADE:
            return "not made"
        return "killed"


def _measured(
    number: int, item: pytest.Item, following: pytest.Item | None, files: set[str]
) -> dict[str, object]:
    tracer = Tracer(files)
    cpu_s = _cpu_s()
    threading.settrace(tracer)  # type: ignore[arg-type]
    sys.settrace(tracer)  # type: ignore[arg-type]
    try:
        passed = _run(item, following)
    finally:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
    return {
        "number": number, "passed": passed, "cpu_s": _cpu_s() - cpu_s,
        "lines": {file: sorted(lines) for file, lines in tracer.lines.items()},
    }  # fmt: skip


def _cpu_s() -> float:
    """Return the processor time of this process and of those it waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _verdict(items: list[pytest.Item], prepare: Callable[[], bool], cpu_s: float) -> int:
    os.setsid()
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(silence, descriptor)
    most_s = int(_cpu_s() + 3 * cpu_s + 25)
    resource.setrlimit(resource.RLIMIT_CPU, (most_s, most_s + 1))
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + _MORE_ADDRESSES,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if not prepare():
            return _NOT_MADE
        return _SURVIVED if _all_pass(items) else _KILLED
    except BaseException:  # noqa: BLE001 whatever it is, it was noticed
        return _KILLED


def _waited(child: int) -> int | None:
    """Wait for a process; end it and all it started when it hangs, returning None.

    A busy machine makes everything slow: what hangs is told by the processor time that it and
    what it started no longer take. Of that, the process may take so much and no more.
    """
    status: int | None = None
    used_s, since_s, look_s = 0.0, time.monotonic(), time.monotonic()
    while time.monotonic() - since_s < _IDLE_S:
        done, told = os.waitpid(child, os.WNOHANG)
        if done:
            status = told
            break
        time.sleep(0.02)
        if time.monotonic() - look_s > 1.0:
            look_s = time.monotonic()
            now_s = _used_in_session(child)
            if now_s - used_s > _NEXT_TO_NOTHING_S:
                used_s, since_s = now_s, look_s
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return status


def _used_in_session(leader: int) -> float:
    """Return the processor time of all processes of a session."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader:
                ticks += sum(int(value) for value in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Run what the file named first asks for; results go to the file named second."""
    wanted = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    options = ["-q", "-p", "no:cacheprovider", "-o", "timeout=0", "--basetemp", wanted["scratch"]]
    return pytest.main([*options, *wanted["tests"]], [Runs(wanted, Path(sys.argv[2]))])


if __name__ == "__main__":
    sys.exit(main())
