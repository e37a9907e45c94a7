"""Change the program a little, many times, and count how often its tests notice.

Run: python benchmarks/mutation.py [--group geometry|recording|packs ...] [--sample 150]
[--seed 0] [--only WORD] [--survivors] [--json FILE]

All changes that can be made to a group's modules (mutation_kinds.py says which) are listed, and
a sample drawn with the seed is tried: in a forked process, on functions in memory, with the
tests that reach the changed lines (mutation_worker.py; at most 2.5 s of them, the module's own
and the quickest first), within limits of time and memory. "Killed" is a change that makes a
test fail; one that takes too long or hangs is told apart. What no test reaches has survived.
Controls run the same way without a change: if one of them is "killed", the figures are worth
nothing, and the exit status is 2.

Wanted: 80 % of each group (exit 0), else exit 1.

Everything happens in a copy of the checkout in a temporary folder, with a home of its own:
changed code that writes or deletes has nothing of yours in reach by its usual ways. Tests that
start a process of their own see the program unchanged there, and so notice less than they might.

Why no library. mutmut (3.8) leaves every decorated function alone, that is all our Numba
kernels and properties, and all constants of modules. cosmic-ray (8.7) starts pytest anew for
each change: a second or two for imports alone, ten on a busy machine, where a forked process
takes what its tests take, and it knows nothing of which tests reach a line.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WANTED_PERCENT = 80.0
CONTROLS = 5
_COPIED = ("tryon_ar", "tests", "resources", "benchmarks", "main.py", "pyproject.toml")


@dataclass(frozen=True)
class Group:
    """Modules and the tests that are to notice their changes.

    Attributes
    ----------
    modules, tests : tuple of str
        Patterns of paths below the checkout.
    passed_over : tuple of str
        Functions that are not changed: they have done their work when they are imported.
    left_out : tuple of str
        Test files that take long and see little: those that start processes of their own.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    passed_over: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


GROUPS = {
    "geometry": Group(
        (
            *(f"tryon_ar/kernels/{name}.py" for name in ("tps", "flow", "region", "_gather")),
            *("tryon_ar/kernels/remap.py", "tryon_ar/fitting/*.py"),
        ),
        (
            *(f"tests/kernels/test_{name}.py" for name in ("tps", "flow", "region", "remap")),
            "tests/fitting/test_*.py",
        ),
        ("_gatherer", "_splat"),
        ("test_folds.py",),
    ),
    "recording": Group(
        ("tryon_ar/recording/*.py",),
        ("tests/recording/test_*.py", "tests/contracts/test_frame_sink.py"),
        left_out=("test_kill.py", "test_failing_disk.py"),
    ),
    "packs": Group(
        (
            *("tryon_ar/garments/library/pack*.py", "tryon_ar/garments/library/naming.py"),
            *(f"tryon_ar/garments/{name}.py" for name in ("folder", "description", "staging")),
        ),
        (
            *(f"tests/garments/library/test_{name}.py" for name in ("pack*", "naming", "library")),
            *(f"tests/garments/test_{name}.py" for name in ("folder", "description")),
            "tests/garments/test_stored_metadata.py",
        ),
        left_out=("test_pack_hostile.py",),
    ),
}


@dataclass
class Outcome:
    """What became of a group's changes.

    Attributes
    ----------
    found : int
        How many changes there are.
    counts : Counter of str
        How many were killed, timed out, survived, unreached or not made (which do not count).
    controls : Counter of str
        The same of unchanged code.
    mutants : list of dict
        Every change that was tried.
    """

    name: str
    found: int
    counts: Counter[str]
    controls: Counter[str]
    mutants: list[dict[str, object]]
    broken: list[str]

    @property
    def tried(self) -> int:
        """How many were really made, or are in code that no test runs."""
        return self.counts.total() - self.counts["not made"]

    @property
    def percent(self) -> float:
        """The share that was noticed."""
        noticed = self.counts["killed"] + self.counts["timed out"]
        return 100.0 * noticed / self.tried if self.tried else 0.0

    @property
    def text(self) -> str:
        """A row for people."""
        survived = self.counts["survived"] + self.counts["unreached"]
        controls = self.controls.total()
        noticed = controls - self.controls["survived"]
        return (
            f"{self.name:10} {self.found:6} {self.tried:6} {self.counts['killed']:6}"
            f" {self.counts['timed out']:9} {survived:8} ({self.counts['unreached']} unreached)"
            f" {self.percent:6.1f} %   controls noticed: {noticed} of {controls}"
        )


def outcome_of(name: str, lines: list[str]) -> Outcome:
    """Return what a worker's answers say."""
    told = [json.loads(line) for line in lines]
    mutants = [one for one in told if one["about"] == "mutant"]
    return Outcome(
        name,
        sum(one["found"] for one in told if one["about"] == "group"),
        Counter(one["outcome"] for one in mutants),
        Counter(one["outcome"] for one in told if one["about"] == "control"),
        mutants,
        [one["test"] for one in told if one["about"] == "fails unchanged"],
    )


def exit_code(outcomes: list[Outcome]) -> int:
    """Return 0 when enough was noticed, 1 when not, 2 when the figures are worth nothing."""
    if any(set(one.controls) - {"survived"} or not one.tried for one in outcomes):
        return 2
    return 0 if all(one.percent >= WANTED_PERCENT for one in outcomes) else 1


def _copied(folder: Path) -> Path:
    copy = folder / "checkout"
    copy.mkdir()
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():  # with what Numba compiled, which is valid while times stay the same
            shutil.copytree(source, copy / name, symlinks=True)
        else:
            shutil.copy2(source, copy / name)
    return copy


def run_group(name: str, group: Group, options: argparse.Namespace) -> Outcome:
    """Try a sample of a group's changes in a copy of the checkout."""
    with tempfile.TemporaryDirectory(prefix=f"tryon-ar-mutation-{name}-") as temporary:
        folder = Path(temporary)
        copy = _copied(folder)
        wanted = {
            "files": [
                str(path.relative_to(copy))
                for pattern in group.modules
                for path in sorted(copy.glob(pattern))
                if path.name != "__init__.py" and options.only in path.name
            ],
            "tests": [
                str(path)
                for pattern in group.tests
                for path in sorted(copy.glob(pattern))
                if path.name not in group.left_out
            ],
            "passed_over": group.passed_over,
            "sample": options.sample,
            "seed": f"{options.seed}/{name}",
            "controls": CONTROLS,
            "scratch": str(folder / "scratch"),
        }
        asked, answer = folder / "asked.json", folder / "answer.jsonl"
        asked.write_text(json.dumps(wanted), "utf-8")
        answer.touch()
        command = [sys.executable, "-B", str(copy / "benchmarks" / "mutation_worker.py")]
        with (folder / "worker.log").open("wb") as log:
            code = subprocess.run(
                [*command, str(asked), str(answer)], cwd=copy, env=_environment(folder, copy),
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False,
            ).returncode  # fmt: skip
        if code not in (0, 5):
            raise SystemExit((folder / "worker.log").read_text("utf-8", "replace")[-3000:])
        return outcome_of(name, answer.read_text("utf-8").splitlines())


def _environment(folder: Path, copy: Path) -> dict[str, str]:
    home = folder / "home"
    home.mkdir()
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "NUMBA")}
    own = {"HOME": str(home), "PYTHONPATH": str(copy), "TMPDIR": str(folder)}
    unset = {name for name in os.environ if name.startswith("XDG_")}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | threads | own | {"QT_QPA_PLATFORM": "offscreen"}


def main() -> int:
    """Try and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--group", choices=tuple(GROUPS), action="append")
    parser.add_argument("--sample", type=int, default=150, help="changes tried in each group")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--only", default="", help="modules with this in their file's name")
    parser.add_argument("--survivors", action="store_true", help="name what was not noticed")
    parser.add_argument("--json", type=Path, help="keep everything in this file")
    options = parser.parse_args()
    began_s = time.monotonic()
    outcomes = []
    print("group       found  tried killed timed out survived")
    for name in options.group or GROUPS:
        outcome = run_group(name, GROUPS[name], options)
        outcomes.append(outcome)
        print(outcome.text, flush=True)
        for test in outcome.broken:
            print(f"  fails unchanged, left out: {test}")
        if options.survivors:
            _name_survivors(outcome)
    print(f"{time.monotonic() - began_s:.0f} s, load {os.getloadavg()[0]:.1f}")
    if options.json:
        kept = {one.name: one.mutants for one in outcomes}
        options.json.write_text(json.dumps(kept, indent=1), "utf-8")
    return exit_code(outcomes)


def _name_survivors(outcome: Outcome) -> None:
    for one in sorted(outcome.mutants, key=lambda one: (str(one["file"]), int(str(one["line"])))):
        if one["outcome"] in ("survived", "unreached"):
            print(
                f"  {one['outcome']:9} {one['file']}:{one['line']} {one['function']}"
                f" [{one['kind']}]: {one['before']} -> {one['after']}"
            )


if __name__ == "__main__":
    sys.exit(main())
