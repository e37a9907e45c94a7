"""`tryon-ar settings`."""

import json

import pytest

from tryon_ar import cli


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
