"""A signal that comes while they are held is heard afterwards."""

import os
import signal
import sys
import threading

import pytest

from tryon_ar.core.held_signals import signals_held


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_it_is_heard_at_the_end_of_the_block():
    seen = []
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 what comes before it matters
        with signals_held():
            os.kill(os.getpid(), signal.SIGINT)
            seen.append("the block goes on")
        seen.append("never")
    assert seen == ["the block goes on"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_another_thread_has_no_signals_to_hold():
    seen = []

    def work():
        with signals_held():
            seen.append(signal.getsignal(signal.SIGTERM))

    own = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [own]


def test_what_was_ignored_stays_so():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with signals_held():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="nothing to leave alone there")
def test_windows_has_no_hanging_up(monkeypatch):
    own = signal.getsignal(signal.SIGHUP)
    monkeypatch.setattr("sys.platform", "win32")
    with signals_held():
        assert signal.getsignal(signal.SIGHUP) is own
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
