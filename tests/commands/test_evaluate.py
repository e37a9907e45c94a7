"""``evaluate``: what is printed of a suite's figures, and what is refused."""

import json

import numpy as np
import pytest

from tryon_ar.commands import evaluate
from tryon_ar.core.errors import MissingResource, UsageError
from tryon_ar.evaluation.looks_suite import SECTIONS


@pytest.fixture
def suites(monkeypatch):
    found = {"small": lambda _data, _album: {"iou": {"hair": 0.5}, "pictures": 3}}
    monkeypatch.setattr(evaluate, "SUITES", found)
    monkeypatch.setattr(evaluate, "fetching_models", lambda: None)


def test_figures_are_printed_as_json(suites, tmp_path, capsys):
    assert evaluate.evaluate_suites([], tmp_path, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["suites"] == {"small": {"iou": {"hair": 0.5}, "pictures": 3}}
    assert said["promises"] == []
    assert said["data"] == str(tmp_path)
    assert said["commit"]
    assert "cores" in said["machine"]


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
    told = {name: lambda _data, _album, name=name: {"told": name} for name in ("clips", "leak")}
    monkeypatch.setattr(evaluate, "SUITES", told)
    evaluate.evaluate_suites([], tmp_path, as_json=True)
    assert set(json.loads(capsys.readouterr().out)["suites"]) == {"clips"}
    (tmp_path / "undressing").mkdir()
    evaluate.evaluate_suites([], tmp_path, as_json=True)
    assert set(json.loads(capsys.readouterr().out)["suites"]) == {"clips", "leak"}


def test_promises_are_held_against_what_was_found(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(evaluate, "fetching_models", lambda: None)
    ssim = {"summary": {"ssim": {"mean": 0.95}}}
    monkeypatch.setattr(evaluate, "SUITES", {"pairs": lambda _data, _album: ssim})
    evaluate.evaluate_suites([], tmp_path, as_json=False)
    said = capsys.readouterr().out
    assert "0.95   at least 0.9: met" in said
    assert "None   at least 0.89: MISSED" in said


def test_a_report_is_written_beside_its_figures(suites, monkeypatch, tmp_path, capsys):
    times = {"warp": {"p50": 3.25, "p95": 5.0}}
    monkeypatch.setattr(evaluate, "_TIMED", "small")
    monkeypatch.setattr("tryon_ar.evaluation.sheets.add_clips", lambda _data, _album: times)
    report = tmp_path / "new" / "report"
    evaluate.evaluate_suites([], tmp_path, as_json=True, report=report)
    assert json.loads((report / "figures.json").read_text()) == json.loads(capsys.readouterr().out)
    page = (report / "index.html").read_text(encoding="utf-8")
    assert "small" in page
    assert "<td>3.2</td>" in page


def test_looks_are_pictures_and_need_a_report(monkeypatch, tmp_path, capsys):
    def looks(_data, album):
        album.add(SECTIONS[0], "a person", [("in a tee", np.zeros((4, 4, 3), np.uint8))])
        return {"dressed": 1}

    monkeypatch.setattr(evaluate, "fetching_models", lambda: None)
    monkeypatch.setattr(evaluate, "SUITES", {"small": lambda *_: {}, "looks": looks})
    with pytest.raises(UsageError, match="pictures"):
        evaluate.evaluate_suites(["looks"], tmp_path, as_json=True)
    evaluate.evaluate_suites([], tmp_path, as_json=True)
    assert set(json.loads(capsys.readouterr().out)["suites"]) == {"small"}
    evaluate.evaluate_suites([], tmp_path, as_json=True, report=tmp_path / "report")
    assert set(json.loads(capsys.readouterr().out)["suites"]) == {"small", "looks"}
    assert (tmp_path / "report/sheets/a-person.jpg").read_bytes()[:2] == b"\xff\xd8"
    assert "in a tee" in (tmp_path / "report/index.html").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_measured(
    monkeypatch, tmp_path
):
    measured = []
    monkeypatch.setattr(evaluate, "SUITES", {"small": lambda *_: measured.append(1)})
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        evaluate.evaluate_suites([], tmp_path, as_json=True, report=tmp_path / "file")
    assert not measured


def test_the_commit_is_unknown_without_git(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert evaluate._commit() == "unknown"
