"""A limit of memory under which libraries abort is refused in words."""

import sys

import pytest

from tryon_ar.core.limits import TooLittleMemory, check_memory_limit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")


@pytest.mark.parametrize(("allowed", "refused"), [(-1, False), (4 << 30, False), (1 << 30, True)])
def test_only_a_limit_that_is_too_low_is_refused(monkeypatch, allowed, refused):
    import resource

    monkeypatch.setattr(resource, "RLIM_INFINITY", -1)
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (allowed, allowed))
    if not refused:
        check_memory_limit()
        return
    with pytest.raises(TooLittleMemory, match=r"1\.0 GB") as caught:
        check_memory_limit()
    assert "ulimit" in caught.value.hint


def test_windows_knows_no_such_limit(monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)
    check_memory_limit()
