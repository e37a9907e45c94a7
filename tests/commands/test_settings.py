"""`tryon-ar settings`."""

import json

import pytest

from tests.support.program import assert_refused, run_program
from tryon_ar import cli
from tryon_ar.commands import mirror, settings
from tryon_ar.core.dressing import DressingOptions


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYON_AR_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def listed(capsys):
    capsys.readouterr()
    assert cli.run(["settings", "--json"]) == 0
    return {row["key"]: row for row in json.loads(capsys.readouterr().out)["settings"]}


def test_all_are_listed_with_where_they_come_from(capsys, monkeypatch):
    assert cli.run(["settings", "set", "look.theme", "light"]) == 0
    monkeypatch.setenv("TRYON_AR_LOOK_TEXT_PERCENT", "150")
    rows = listed(capsys)
    assert (rows["look.theme"]["value"], rows["look.theme"]["from"]) == ("light", "file")
    assert rows["look.text_percent"]["from"] == "environment"
    assert rows["mirror.mirrored"]["from"] == "default"


def test_people_read_a_line_each(capsys):
    assert cli.run(["settings"]) == 0
    printed = capsys.readouterr().out
    assert "look.theme" in printed
    assert "dark · light" in printed


def test_reset_gives_the_usual_value(capsys):
    cli.run(["settings", "set", "look.theme", "light"])
    assert cli.run(["settings", "reset", "look.theme"]) == 0
    assert listed(capsys)["look.theme"]["value"] == "dark"
    cli.run(["settings", "set", "look.text_percent", "120"])
    assert cli.run(["settings", "reset"]) == 0
    assert listed(capsys)["look.text_percent"]["value"] == 100


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["set", "look.theme", "plaid"], "dark · light"),
        (["set", "look.colour", "red"], "no setting"),
        (["reset", "look.colour"], "no setting"),
    ],
)
def test_mistakes_are_usage_errors_in_words(capsys, folder, words, says):
    assert cli.run(["settings", *words]) == 2
    assert says in capsys.readouterr().err
    assert not folder.exists()


def test_an_environment_that_wins_is_said(capsys, monkeypatch):
    monkeypatch.setenv("TRYON_AR_LOOK_THEME", "dark")
    assert cli.run(["settings", "set", "look.theme", "light"]) == 0
    assert "TRYON_AR_LOOK_THEME" in capsys.readouterr().err


def test_settings_of_a_run_hold_for_it_alone(monkeypatch):
    asked = []
    monkeypatch.setattr(mirror, "open_mirror", lambda options: asked.append(options) or 0)
    monkeypatch.setenv("TRYON_AR_LOOK_THEME", "light")
    monkeypatch.setenv("TRYON_AR_DRESSING_LIGHT_PERCENT", "30")
    words = ("--set", "look.text_percent=150", "--set", "dressing.light_percent=20")
    assert run_program(*words, "--no-sway", "--source", "demo").code == 0
    (options,) = asked
    now = options.settings.current
    assert (now.look.theme, now.look.text_percent) == ("light", 150)
    assert (now.mirror.source, now.dressing.sway) == ("demo", False)
    assert options.dressing == DressingOptions(sway=False, light=0.2)
    assert not options.settings.path.exists()


def test_options_of_their_own_win_over_settings(monkeypatch):
    asked = []
    monkeypatch.setattr(mirror, "open_mirror", lambda options: asked.append(options) or 0)
    assert run_program("settings", "set", "dressing.sway", "no").code == 0
    assert run_program("--set", "dressing.light_percent=20", "--light", "70", "--sway").code == 0
    assert run_program().code == 0
    given, left = asked
    assert given.dressing == DressingOptions(sway=True, light=0.7)
    assert left.dressing == DressingOptions(sway=False)


@pytest.mark.parametrize("word", ["look.theme", "look.theme=pink", "no.such=1", "=", ""])
def test_a_word_that_sets_nothing_is_refused(word):
    assert_refused(run_program("--set", word), 2)


def test_settings_of_the_mirror_reach_its_parts(monkeypatch):
    options = mirror.MirrorOptions(
        settings=settings.settings_of_run(["mirror.width_px=1280", "mirror.quality=fine"])
    )
    parts = mirror._window_parts(options, mirror._LiveRun(options, lambda: None))
    assert (parts.session.pace.width_px, parts.session.pace.quality) == (1280, "fine")
    assert parts.settings is options.settings
