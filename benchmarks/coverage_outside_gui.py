"""Measure how much of the program but its window the tests go through: lines and branches.

Run: python benchmarks/coverage_outside_gui.py [PART...] [--data DIR] [--figures] [--json]

Runs the tests in parts, one for each folder of tests but ``gui``, each counting threads and child
processes, and writes the table. With PARTs only those are run and the others' counts in DIR stay
(``build/coverage`` unless told); with --figures none is. Machine code cannot be counted: the part
``interpreted`` runs the tests of the kernels once more with Numba switched off, less the few
that would take minutes so (LEFT_OUT). --missing NAME writes what no test reaches in the
modules whose path has NAME.

Wanted: 90 % of the branches. Where the extra ``train`` is absent, modules around PyTorch and
OpenGL that no test even imports are a row of their own: not run, and not in the sum.
Exits 1 when fewer branches are reached or a part's tests fail.
"""

import argparse
import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WANTED = 0.90
#: What the extra ``train`` brings.
TRAINING = ("torch", "anny", "moderngl", "onnxscript")
ABSENT_ROW = "training by PyTorch and OpenGL (not run)"
#: Pictures of a million pixels, which take Python minutes; and what is about compiling.
LEFT_OUT = (
    "kernels/test_compositing.py::test_threads_composite_the_same_as_one",
    "kernels/test_flow.py::test_real_garments_stay_within_a_tenth_of_a_pixel",
    "kernels/test_pyramid.py::test_a_huge_photo_is_kept_smaller_and_drawn_the_same",
    "kernels/test_remap.py::test_threads_draw_the_same_as_one",
    "kernels/test_remap.py::test_no_variant_is_compiled_while_drawing",
    "rendering/test_poisson.py::test_the_faster_solver_is_chosen",
)
#: The tests of the kernels, as they are run without machine code.
INTERPRETED = (
    *("-p", "tests.support.interpreted", "tests/kernels"),
    *("tests/rendering/test_poisson.py", "tests/rendering/test_cloth_dyes.py"),
    *("--ignore=tests/kernels/test_jit.py", "--ignore=tests/kernels/test_warmup.py"),
    *(f"--deselect=tests/{name}" for name in LEFT_OUT),
)
# Counting is slow: no example and no test fails over time. The same examples every time.
_OPTIONS = ("-q", "--hypothesis-profile=ci", "--timeout=900")
_NOT_RUN = ("gui", "__pycache__")


@dataclass(frozen=True, slots=True)
class Reached:
    """How much of some modules was run through.

    Attributes
    ----------
    lines, lines_reached : int
        Statements.
    branches, branches_reached : int
        Ways out of a statement that has more than one.
    """

    lines: int = 0
    lines_reached: int = 0
    branches: int = 0
    branches_reached: int = 0

    def __add__(self, other: "Reached") -> "Reached":
        return Reached(
            self.lines + other.lines,
            self.lines_reached + other.lines_reached,
            self.branches + other.branches,
            self.branches_reached + other.branches_reached,
        )

    @property
    def line_share(self) -> float:
        """Of the statements; 1 where there are none."""
        return self.lines_reached / self.lines if self.lines else 1.0

    @property
    def branch_share(self) -> float:
        """Of the branches; 1 where there are none."""
        return self.branches_reached / self.branches if self.branches else 1.0


def parts(tests: Path) -> dict[str, tuple[str, ...]]:
    """Return what pytest is given for each part of the suite."""
    folders = sorted(
        folder.name
        for folder in tests.iterdir()
        if folder.name not in _NOT_RUN and any(folder.glob("**/test_*.py"))
    )
    found: dict[str, tuple[str, ...]] = {name: (f"tests/{name}",) for name in folders}
    found["top"] = tuple(sorted(f"tests/{path.name}" for path in tests.glob("test_*.py")))
    found["interpreted"] = INTERPRETED
    return found


def imported(source: str) -> set[str]:
    """Return the modules a source imports, anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def bound_to(sources: Mapping[str, str], packages: Iterable[str]) -> set[str]:
    """Return the paths of the sources that are there for, or by, some packages.

    Parameters
    ----------
    sources : mapping of str to str
        Text by path from the repository's root.
    packages : iterable of str
        Top names. A module is bound to them that imports one or another that is bound, and one
        that nobody but such modules imports.
    """
    wanted = set(packages)
    module_of = {path.removesuffix(".py").replace("/", "."): path for path in sources}
    uses = {
        path: {module_of[name] for name in names & module_of.keys()}
        for path, names in ((path, imported(source)) for path, source in sources.items())
    }
    bound = {
        path
        for path, source in sources.items()
        if wanted & {name.split(".")[0] for name in imported(source)}
    }
    while True:
        more = {path for path, used in uses.items() if used & bound}
        for path in sources:
            users = {user for user, used in uses.items() if path in used}
            if users and users <= bound:
                more.add(path)
        if more <= bound:
            return bound
        bound |= more


def package_of(path: str) -> str:
    """Return the row of a module: its package, or ``tryon_ar`` for those beside the packages."""
    steps = path.split("/")
    return steps[1] if len(steps) > 2 else steps[0]


def by_package(report: Mapping[str, Any], absent: Iterable[str] = ()) -> dict[str, Reached]:
    """Return what was reached of each package, from coverage's report in JSON.

    Parameters
    ----------
    report : mapping
        Of ``coverage json``.
    absent : iterable of str
        Paths of modules that could not be run here: a row of their own, the last.
    """
    left_out = set(absent)
    rows: dict[str, Reached] = {}
    for path, module in sorted(report["files"].items()):
        count = module["summary"]
        row = ABSENT_ROW if path in left_out else package_of(path)
        rows[row] = rows.get(row, Reached()) + Reached(
            count["num_statements"],
            count["covered_lines"],
            count["num_branches"],
            count["covered_branches"],
        )
    return dict(sorted(rows.items(), key=lambda item: (item[0] == ABSENT_ROW, item[0])))


def total(rows: Mapping[str, Reached]) -> Reached:
    """Return the sum of what could be run."""
    return sum((row for name, row in rows.items() if name != ABSENT_ROW), Reached())


def table(rows: Mapping[str, Reached]) -> str:
    """Return the rows in Markdown, the sum before what was not run."""
    lines = ["| package | lines | branches |", "|---|---|---|"]
    named = [(name, row) for name, row in rows.items() if name != ABSENT_ROW]
    named.append(("**all**", total(rows)))
    named += [(name, row) for name, row in rows.items() if name == ABSENT_ROW]
    for name, row in named:
        lines.append(
            f"| {name} | {row.line_share:.1%} of {row.lines}"
            f" | {row.branch_share:.1%} of {row.branches} |"
        )
    return "\n".join(lines)


def missing(report: Mapping[str, Any], name: str) -> str:
    """Return what no test reaches, a line for each module whose path has a name."""
    said = []
    for path, module in sorted(report["files"].items()):
        ways = [f"{start}->{end}" for start, end in module["missing_branches"]]
        if name in path and (module["missing_lines"] or ways):
            lines = ", ".join(str(line) for line in module["missing_lines"])
            said.append(f"{path}: lines {lines or 'none'}; branches {', '.join(ways) or 'none'}")
    return "\n".join(said)


def run_part(name: str, arguments: Iterable[str], data: Path) -> bool:
    """Run one part of the suite, counted anew, and return whether its tests passed."""
    folder = data / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    changes = {"COVERAGE_FILE": str(folder / "counts"), "QT_QPA_PLATFORM": "offscreen"}
    if name == "interpreted":
        changes["NUMBA_DISABLE_JIT"] = "1"
    if name == "kernels":  # compiled anew, or what compiles them would not be run
        changes["NUMBA_CACHE_DIR"] = str(folder / "compiled")
    command = [sys.executable, "-m", "coverage", "run", "-m", "pytest", *_OPTIONS, *arguments]
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | changes, stdout=log, stderr=log, check=False
        )
    said = (folder / "log.txt").read_text("utf-8").strip().splitlines()[-1:]
    print(f"{name}: {''.join(said)}", file=sys.stderr, flush=True)
    return done.returncode == 0


def report_of(data: Path) -> dict[str, Any]:
    """Return coverage's report of all parts that were run."""
    counts = [str(path) for path in sorted(data.glob("*/counts.*"))]
    changes = {"COVERAGE_FILE": str(data / "all")}
    told = data / "report.json"
    for arguments in (
        ("combine", "--keep", "--quiet", *counts),
        ("json", "--quiet", "-o", str(told)),
    ):
        subprocess.run(
            [sys.executable, "-m", "coverage", *arguments],
            cwd=ROOT,
            env=os.environ | changes,
            check=True,
        )
    report: dict[str, Any] = json.loads(told.read_text("utf-8"))
    return report


def not_run_here(report: Mapping[str, Any]) -> set[str]:
    """Return the paths of the modules that nothing imported, for want of the extra ``train``."""
    lacking = [name for name in TRAINING if importlib.util.find_spec(name) is None]
    folder = ROOT / "tryon_ar" / "training"
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.py")
    }
    reached = {
        path for path, module in report["files"].items() if module["summary"]["covered_lines"]
    }
    return bound_to(sources, lacking) - reached


def main() -> int:
    """Run the parts, count, and say how much was reached."""
    known = parts(ROOT / "tests")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="*", choices=[[], *known], help=", ".join(known))
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "coverage")
    parser.add_argument("--figures", action="store_true", help="run nothing")
    parser.add_argument("--missing", metavar="NAME")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    data = options.data.resolve()
    chosen = [] if options.figures else options.part or list(known)
    failed = [name for name in chosen if not run_part(name, known[name], data)]
    report = report_of(data)
    rows = by_package(report, not_run_here(report))
    if options.missing is not None:
        print(missing(report, options.missing))
    if options.json:
        print(json.dumps({name: asdict(row) for name, row in rows.items()}))
    else:
        print(table(rows))
    if failed:
        print(f"Tests failed: {', '.join(failed)} (log.txt in {data})", file=sys.stderr)
    return 1 if failed or total(rows).branch_share < WANTED else 0


if __name__ == "__main__":
    sys.exit(main())
