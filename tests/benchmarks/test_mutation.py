"""Changes are made where tests could notice them, and what was not tried is not called noticed."""

import ast
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look for the module of their class
    spec.loader.exec_module(module)
    return module


kinds = loaded("mutation_kinds")
code = loaded("mutation_code")
mutation = loaded("mutation")


def changed(source: str) -> set[str]:
    """Return every changed source of a module."""
    found = set()
    for number in range(len(kinds.changes_of(ast.parse(source)))):
        tree = ast.parse(source)
        kinds.changes_of(tree)[number].make()
        found.add(ast.unparse(ast.fix_missing_locations(tree)))
    return found


def in_function(*lines: str) -> str:
    return "def f(a, b):\n    " + "\n    ".join(lines)


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("return a < b", {"return a <= b", "return a >= b", "return None"}),
        ("return a is b", {"return a is not b", "return None"}),
        ("return a + b", {"return a - b", "return None"}),
        ("return a and b", {"return a or b", "return None"}),
        ("return not a", {"return a", "return None"}),
        ("return -a", {"return a", "return None"}),
        ("return 3", {"return 4", "return 2"}),
        ("return True", {"return False"}),
        ("return min(a, b)", {"return max(a, b)", "return None"}),
        ("a += b", {"a -= b", "pass"}),
        ("a.b = b", {"pass"}),
        ("b(a)", {"pass"}),
        ("return a if b else a", {"return a if not b else a", "return None"}),
        ("raise ValueError(f'{a + 1}')", {"pass"}),
    ],
)
def test_each_kind_of_change_is_made(line, others):
    assert changed(in_function(line)) == {in_function(other) for other in others}


def test_conditions_are_negated_once():
    assert changed(in_function("if a == b:", "    c = a")) == {
        in_function("if a != b:", "    c = a")
    }
    assert changed(in_function("while a:", "    c = a")) == {
        in_function("while not a:", "    c = a")
    }


@pytest.mark.parametrize(
    "source",
    [
        '"""Words 1 + 1."""',
        in_function('"""Words."""', "a: int | str"),
        in_function("_log.warning('%d', 1 + 1)", "assert a > 1"),
        in_function("c = f'{a + 1}'", "d = 'words' + a"),
        "if TYPE_CHECKING:\n    from a import b",
        "class A:\n    b: int = 1",
        "@f(1)\ndef g(a=1): pass",
    ],
)
def test_what_nobody_should_notice_is_left_alone(source):
    assert changed(source) == set()


def test_constants_of_modules_are_changed_by_name():
    (more, less) = kinds.changes_of(ast.parse("SIZE: int = 8"))
    assert (more.constant, more.after, less.after) == ("SIZE", "9", "7")


def test_lines_are_those_of_the_statements_own_code():
    source = in_function("if (a and", "        b):", "    return a", "return b")
    lines = {change.kind: change.lines for change in kinds.changes_of(ast.parse(source))}
    assert lines["and, or"] == (2, 3)


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A module, and one that has taken its function and constant."""
    path = tmp_path / "toy.py"
    path.write_text(
        "MOST = 3\n"
        "def wrapped(f):\n    return lambda *a: f(*a)\n"
        "@wrapped\ndef more(a):\n    return a + MOST\n"
    )
    made = {}
    for name, file in (("tests.toy", path), ("tests.taker", tmp_path / "taker.py")):
        if file != path:
            file.write_text("from tests.toy import MOST, more\n")
        spec = importlib.util.spec_from_file_location(name, file)
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        made[name] = module
    return str(path), made["tests.toy"], made["tests.taker"]


def applied(toy, kind):
    path, module, _ = toy
    tree = ast.parse(Path(path).read_text())
    changer = code.Changer({path: module})
    (change,) = [one for one in kinds.changes_of(tree) if (one.kind, one.after) == kind]
    assert changer.apply(path, tree, change)


def test_whoever_holds_a_decorated_function_sees_it_changed(toy):
    assert toy[2].more(1) == 4
    applied(toy, ("arithmetic", "a - MOST"))
    assert toy[2].more(1) == -2


def test_whoever_took_a_constant_sees_it_changed(toy):
    applied(toy, ("constant", "4"))
    assert (toy[2].MOST, toy[2].more(1)) == (4, 5)


def answers(**counts):
    told = [{"about": "group", "found": 50}]
    for outcome, count in counts.items():
        told += [{"about": "mutant", "outcome": outcome}] * count
    told += [{"about": "control", "outcome": "survived"}] * 2
    return [json.dumps(one) for one in told]


def test_what_no_test_reaches_has_survived_and_what_was_not_made_does_not_count():
    outcome = mutation.outcome_of(
        "g", answers(killed=7, survived=1, unreached=1, not_made=0) + [
            json.dumps({"about": "mutant", "outcome": what}) for what in ("timed out", "not made")
        ]
    )  # fmt: skip
    assert (outcome.tried, outcome.percent) == (10, 80.0)
    assert mutation.exit_code([outcome]) == 0
    assert mutation.exit_code([outcome, mutation.outcome_of("h", answers(survived=1))]) == 1


def test_figures_are_worth_nothing_where_unchanged_code_was_noticed_or_nothing_tried():
    control = json.dumps({"about": "control", "outcome": "killed"})
    noticed = mutation.outcome_of("g", [*answers(killed=10), control])
    assert mutation.exit_code([noticed]) == 2
    assert mutation.exit_code([mutation.outcome_of("g", answers())]) == 2
