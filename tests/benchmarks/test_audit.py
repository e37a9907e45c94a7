"""An audit calls nothing sound that was not asked about."""

import importlib.util
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "audit.py"
_SPEC = importlib.util.spec_from_file_location("audit", PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
audit = importlib.util.module_from_spec(_SPEC)
sys.modules["audit"] = audit  # dataclasses look for the module of their class
_SPEC.loader.exec_module(audit)

SOUND = {"name": "numpy", "version": "2.4.6", "vulns": []}
FLAW = {"id": "CVE-1", "fix_versions": ["13.0.0"]}
BROKEN = {"name": "pillow", "version": "12.0", "vulns": [FLAW]}
PASSED_OVER = {"name": "rich", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("dependencies", "code", "words"),
    [
        ([SOUND], 0, "None of the 1"),
        ([SOUND, BROKEN], 1, "1 of 2 dependencies are vulnerable"),
        ([BROKEN, PASSED_OVER], 1, "vulnerable"),
        ([SOUND, PASSED_OVER], 2, "NOT WHOLLY AUDITED"),
        ([PASSED_OVER], 2, "NOT AUDITED"),
        ([], 2, "NOT AUDITED"),
    ],
)
def test_a_verdict_says_what_is_known(dependencies, code, words):
    verdict = audit.verdict_of({"dependencies": dependencies})
    assert verdict.exit_code == code
    assert words in verdict.text


def test_the_version_to_take_is_named():
    assert audit.verdict_of({"dependencies": [BROKEN]}).vulnerable == (
        "pillow 12.0: CVE-1, fixed in 13.0.0",
    )


def test_no_report_is_no_audit(monkeypatch):
    monkeypatch.setattr(audit, "_program", lambda: None)
    assert audit.verdict_of(audit.report_of("pypi")).exit_code == 2
