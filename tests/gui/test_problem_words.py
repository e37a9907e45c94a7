import pytest

from tryon_ar.core.paths import APP_NAME, resource_folder
from tryon_ar.gui.problem_steps import Circumstances
from tryon_ar.gui.problem_words import words_of
from tryon_ar.runtime.status import Problem, Status


@pytest.mark.parametrize("problem", list(Problem))
@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_every_problem_says_what_why_and_what_to_do(problem, platform):
    status = Status("source", "", problem=problem, about="HD Webcam")
    words = words_of(status, Circumstances(platform))
    assert words.headline
    assert words.why.endswith(".")
    assert len(words.steps) >= 2
    assert all(step.strip() == step and "{" not in step for step in words.steps)
    assert "{" not in words.happened + words.why
    assert problem is Problem.SLOW_COMPUTER or "HD Webcam" in words.happened
    assert (resource_folder() / "icons" / f"{words.icon}.svg").is_file()


def test_headlines_tell_problems_apart():
    said = {words_of(Status("source", "", problem=one)).headline for one in Problem}
    assert len(said) == len(Problem)


def test_who_keeps_the_camera_is_named_where_it_is_known():
    busy = Status("source", "", problem=Problem.BUSY, about="Cam", programs=("OBS Studio",))
    words = words_of(busy)
    assert words.happened == "OBS Studio is using Cam."
    assert "OBS Studio" in words.steps[0]
    assert "Zoom" in words_of(Status("source", "", problem=Problem.BUSY)).why


def test_another_window_of_this_program_is_called_that():
    words = words_of(Status("source", "", problem=Problem.BUSY, about="Cam", programs=(APP_NAME,)))
    assert words.happened == "Another tryon-ar window is using Cam."


def test_no_camera_at_all_is_told_apart_from_one_that_is_missing():
    nothing = words_of(Status("source", "", problem=Problem.ABSENT))
    missing = words_of(Status("source", "", problem=Problem.ABSENT, about="HD Webcam"))
    assert nothing.headline != missing.headline


def test_where_to_allow_it_depends_on_the_system():
    denied = Status("source", "", problem=Problem.DENIED)
    systems = [Circumstances(one) for one in ("linux", "win32", "darwin")]
    said = [" ".join(words_of(denied, one).steps) for one in systems]
    for words, place in zip(said, ("group|usermod", "Settings →", "System Settings"), strict=True):
        assert any(part in words for part in place.split("|"))


@pytest.mark.parametrize("about", ["", "HD Webcam"])
@pytest.mark.parametrize("problem", list(Problem))
def test_nothing_is_promised_where_the_mirror_does_not_recover(problem, about):
    status = Status("source", "", problem=problem, about=about)
    promised = " ".join(words_of(status).steps)
    advised = " ".join(words_of(status, Circumstances(recovers=False)).steps)
    if "by itself" in promised or "as soon as" in promised:
        assert "“Try again”" in advised
    else:
        assert advised == promised
    assert "by itself" not in advised
    assert "as soon as" not in advised


@pytest.mark.parametrize("recovers", [True, False])
@pytest.mark.parametrize("about", ["", "HD Webcam"])
@pytest.mark.parametrize("problem", list(Problem))
def test_strangers_are_told_to_do_only_what_they_can(problem, about, recovers):
    status = Status("source", "", problem=problem, about=about)
    *own, ask = words_of(status, Circumstances(recovers=recovers, kiosk=True)).steps
    assert own
    assert "ask whoever looks after this mirror" in ask
    for beyond in ("menu", "plug", "terminal", "Settings", "restart", "another camera", "Close"):
        assert beyond not in " ".join(own)
    assert recovers or "by itself" not in " ".join(own)


def test_what_is_no_problem_has_no_words():
    with pytest.raises(ValueError, match="no problem"):
        words_of(Status("source", "All is well."))
