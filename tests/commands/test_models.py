import hashlib
import json
from pathlib import Path

from tests.support.program import run_program


def test_verify_tells_every_models_hash():
    outcome = run_program("models", "verify", "--json")
    assert outcome.code == 0
    told = json.loads(outcome.out)
    assert set(told) == {"version", "models"}
    assert {row["name"] for row in told["models"]} >= {"pose_landmarker.task"}
    for row in told["models"]:
        assert set(row) == {"name", "ok", "condition", "path", "sha256"}
        assert row["ok"] is True
        assert row["sha256"] == hashlib.sha256(Path(row["path"]).read_bytes()).hexdigest()


def test_missing_models_are_exit_code_8(monkeypatch, tmp_path):
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path))
    outcome = run_program("models", "verify", "--json")
    assert outcome.code == 8
    rows = json.loads(outcome.out)["models"]
    assert rows
    assert not any(row["ok"] for row in rows)


def test_for_people_it_is_one_model_a_line():
    lines = run_program("models", "verify").out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert len(lines) >= 2


def test_fetching_what_is_here_is_verifying():
    assert run_program("models", "fetch", "--json").code == 0
