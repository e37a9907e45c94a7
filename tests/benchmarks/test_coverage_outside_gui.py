"""What was reached is counted for what it is, and nothing that was not run is called reached."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.support.interpreted import as_python

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage_outside_gui.py"
_SPEC = importlib.util.spec_from_file_location("coverage_outside_gui", PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
measuring = importlib.util.module_from_spec(_SPEC)
sys.modules["coverage_outside_gui"] = measuring  # dataclasses look for the module of their class
_SPEC.loader.exec_module(measuring)
Reached = measuring.Reached


def module(lines, reached, branches, taken, *, missing=(), ways=()):
    return {
        "summary": {
            "num_statements": lines,
            "covered_lines": reached,
            "num_branches": branches,
            "covered_branches": taken,
        },
        "missing_lines": list(missing),
        "missing_branches": [list(way) for way in ways],
    }


REPORT = {
    "files": {
        "tryon_ar/core/a.py": module(10, 9, 4, 3, missing=[7], ways=[(6, 7)]),
        "tryon_ar/core/deep/b.py": module(10, 10, 0, 0),
        "tryon_ar/cli.py": module(5, 5, 2, 2),
        "tryon_ar/training/net.py": module(100, 0, 50, 0),
    }
}


def test_modules_count_for_their_package_and_what_was_not_run_for_itself():
    rows = measuring.by_package(REPORT, {"tryon_ar/training/net.py"})
    assert rows == {
        "core": Reached(20, 19, 4, 3),
        "tryon_ar": Reached(5, 5, 2, 2),
        measuring.ABSENT_ROW: Reached(100, 0, 50, 0),
    }
    assert list(rows)[-1] == measuring.ABSENT_ROW
    assert measuring.total(rows) == Reached(25, 24, 6, 5)
    assert measuring.total(measuring.by_package(REPORT)) == Reached(125, 24, 56, 5)


def test_the_sum_stands_before_what_was_not_run():
    rows = measuring.by_package(REPORT, {"tryon_ar/training/net.py"})
    said = measuring.table(rows).splitlines()
    assert said[2] == "| core | 95.0% of 20 | 75.0% of 4 |"
    assert said[-2] == "| **all** | 96.0% of 25 | 83.3% of 6 |"
    assert said[-1].startswith(f"| {measuring.ABSENT_ROW} | 0.0% of 100")


def test_where_there_is_nothing_to_reach_all_is_reached():
    assert (Reached().line_share, Reached().branch_share) == (1.0, 1.0)


def test_what_no_test_reaches_is_named():
    assert measuring.missing(REPORT, "core/") == "tryon_ar/core/a.py: lines 7; branches 6->7"
    assert measuring.missing(REPORT, "cli") == ""


def test_modules_are_bound_to_what_they_import_and_by_who_imports_them():
    sources = {
        "p/first.py": "def draw():\n    import moderngl.context\n",
        "p/second.py": "def more():\n    from p.first import draw\n",
        "p/third.py": "from p import second, table, other\n",
        "p/table.py": "ROWS = 4\n",
        "p/other.py": "import numpy as np\n",
        "p/last.py": "import p.other\n",
        "p/alone.py": "",
    }
    bound = {"p/first.py", "p/second.py", "p/third.py", "p/table.py"}
    assert measuring.bound_to(sources, ["moderngl"]) == bound
    assert measuring.bound_to(sources, []) == set()


def test_only_what_nothing_imported_counts_as_not_run(monkeypatch):
    monkeypatch.setattr(measuring, "TRAINING", ("no_such_package", "torch"))
    report = {"files": {path: module(9, 0, 0, 0) for path in ("tryon_ar/training/blocks.py",)}}
    if importlib.util.find_spec("torch") is None:
        assert "tryon_ar/training/blocks.py" in measuring.not_run_here(report)
    report["files"]["tryon_ar/training/blocks.py"] = module(9, 1, 0, 0)
    assert "tryon_ar/training/blocks.py" not in measuring.not_run_here(report)


def test_every_folder_of_tests_but_the_window_s_is_a_part(tmp_path):
    for name in ("core/test_a.py", "gui/test_b.py", "deep/er/test_c.py", "data/d.py", "test_e.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = measuring.parts(tmp_path)
    assert set(found) == {"core", "deep", "top", "interpreted"}
    assert (found["core"], found["top"]) == (("tests/core",), ("tests/test_e.py",))


def test_every_test_that_is_left_out_is_there():
    for name in measuring.LEFT_OUT:
        file, _, test = name.partition("::")
        assert f"def {test}(" in (PATH.parents[1] / "tests" / file).read_text("utf-8")


def test_interpreted_kernels_compute_in_whole_words_and_write_back():
    def add(one, other, out, share):
        for i in range(len(one)):
            out[i] = one[i] + other[i] - 200
        return share / (one[0] - one[0])

    full = np.full(2, 200, np.uint8)
    out = np.zeros(2, np.uint8)
    assert as_python(add)(full, full, out, 1.0) == np.inf
    np.testing.assert_array_equal(out, [200, 200])


def test_interpreted_kernels_refuse_what_cannot_be_widened_apart():
    whole = np.zeros(4, np.uint8)
    with pytest.raises(AssertionError, match="two views"):
        as_python(lambda *_: None)(whole[:3], whole[1:])
    whole.flags.writeable = False
    as_python(lambda *_: None)(whole[:3], whole[1:])
