"""``evaluate``: what is printed of a suite's figures, and what is refused."""

import json

import pytest

from tryon_ar.commands import evaluate
from tryon_ar.core.errors import MissingResource, UsageError


@pytest.fixture
def suites(monkeypatch):
    found = {"small": lambda _data: {"iou": {"hair": 0.5}, "pictures": 3}}
    monkeypatch.setattr(evaluate, "SUITES", found)
    monkeypatch.setattr(evaluate, "fetching_models", lambda: None)


def test_figures_are_printed_as_json(suites, tmp_path, capsys):
    assert evaluate.evaluate_suites([], tmp_path, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"version": 1, "suites": {"small": {"iou": {"hair": 0.5}, "pictures": 3}}}


def test_figures_are_printed_one_a_line(suites, tmp_path, capsys):
    evaluate.evaluate_suites(["small"], tmp_path, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [["small.iou.hair", "0.5"], ["small.pictures", "3"]]


def test_an_unknown_suite_is_refused(suites, tmp_path):
    with pytest.raises(UsageError, match="no suite 'large'"):
        evaluate.evaluate_suites(["large"], tmp_path, as_json=True)


def test_a_missing_folder_is_refused(suites, tmp_path):
    with pytest.raises(MissingResource, match="no folder"):
        evaluate.evaluate_suites([], tmp_path / "nowhere", as_json=True)


def test_leak_is_measured_unasked_only_where_people_were_rendered(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(evaluate, "fetching_models", lambda: None)
    told = {name: lambda _data, name=name: {"told": name} for name in ("clips", "leak")}
    monkeypatch.setattr(evaluate, "SUITES", told)
    evaluate.evaluate_suites([], tmp_path, as_json=True)
    assert set(json.loads(capsys.readouterr().out)["suites"]) == {"clips"}
    (tmp_path / "undressing").mkdir()
    evaluate.evaluate_suites([], tmp_path, as_json=True)
    assert set(json.loads(capsys.readouterr().out)["suites"]) == {"clips", "leak"}
