"""How garments are wanted: what the command line takes and what it refuses."""

import dataclasses
import math

import pytest

from tests.support.fake_stages import fake_garment
from tests.support.program import assert_refused, run_program
from tryon_ar.commands import mirror, render
from tryon_ar.commands.dressing import check_size, dressing_options
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.errors import UsageError

CHART = {"unit": "cm", "S": {"chest": 48}, "M": {"chest": 52}}
RENDER = ("render", "demo", "-g", "tee-plain", "-o", "out.mp4")


def garment(name: str, sizes: dict[str, object] | None):
    return dataclasses.replace(fake_garment(name), sizes=sizes)


def test_nothing_named_is_the_usual():
    assert dressing_options() == USUAL_DRESSING


@pytest.mark.parametrize(("percent", "light"), [(0.0, 0.0), (35.0, 0.35), (100.0, 1.0)])
def test_light_is_named_in_percent(percent, light):
    assert dressing_options(light=percent).light == light


@pytest.mark.parametrize("percent", [-1.0, 100.5, math.nan])
def test_light_off_its_scale_is_refused(percent):
    with pytest.raises(UsageError, match="--light must be 0 to 100"):
        dressing_options(light=percent)


def test_a_size_of_any_of_the_garments_will_do():
    check_size("M", [garment("jeans", None), garment("tee", CHART)])
    check_size(None, [garment("jeans", None)])
    check_size("M", [])  # chosen later, in the window


@pytest.mark.parametrize(
    ("size", "sizes", "says"),
    [("XL", CHART, "tee has S, M."), ("unit", CHART, "S, M"), ("M", None, "no size chart")],
)
def test_a_size_that_no_garment_has_is_refused_naming_those_there_are(size, sizes, says):
    with pytest.raises(UsageError, match=f"comes in the size {size}") as refused:
        check_size(size, [garment("tee", sizes)])
    assert says in refused.value.hint


@pytest.mark.parametrize(
    "arguments",
    [
        ("--light", "101"),
        ("--light", "-3"),
        ("--light", "bright"),
        ("--size", " "),
        ("--size", "XXL"),
        ("--tuck", "--sway", "perhaps"),
    ],
)
def test_mistakes_are_told_in_a_sentence(arguments, tmp_path):
    outcome = run_program(*RENDER[:-1], tmp_path / "out.mp4", *arguments)
    assert_refused(outcome, 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["mirror", "render"])
def test_what_is_asked_for_arrives(command, monkeypatch):
    asked = []
    monkeypatch.setattr(mirror, "open_mirror", lambda options: asked.append(options) or 0)
    monkeypatch.setattr(render, "render_source", lambda options: asked.append(options) or 0)
    start = RENDER if command == "render" else ()
    wanted = ("--size", "M", "--tuck", "--no-sway", "--light", "40")
    assert run_program(*start, *wanted).code == 0
    assert run_program(*start, "--no-tuck").code == 0
    assert [options.dressing for options in asked] == [
        DressingOptions(size="M", tucked=True, sway=False, light=0.4),
        USUAL_DRESSING,
    ]
