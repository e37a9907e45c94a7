"""Calls that hang are left behind; nobody waits for them, at the end either."""

import subprocess
import sys
import threading

import pytest

from tests.support.patience import PATIENCE_S, until
from tryon_ar.core.watched import left_behind, watched


def test_the_answer_and_the_error_come_through():
    assert watched(lambda: 7, PATIENCE_S) == 7
    with pytest.raises(KeyError, match="gone"):
        watched(lambda: {}["gone"], PATIENCE_S)


def test_calls_of_one_thread_are_made_in_one_other_thread():
    names = {watched(threading.get_ident, PATIENCE_S) for _ in range(5)}
    assert len(names) == 1
    assert threading.get_ident() not in names


def test_a_call_that_hangs_is_left_and_the_next_one_works():
    free = threading.Event()
    with pytest.raises(TimeoutError):
        watched(free.wait, 0.05)
    assert left_behind()
    assert watched(lambda: 7, PATIENCE_S) == 7
    free.set()
    until(lambda: not left_behind())


def test_a_companion_ends_with_the_thread_it_serves():
    def companions():
        return [one for one in threading.enumerate() if one.name == "companion of brief"]

    served = []
    thread = threading.Thread(
        target=lambda: served.extend(watched(companions, PATIENCE_S)), name="brief"
    )
    thread.start()
    thread.join()
    assert len(served) == 1
    until(lambda: not companions())


def test_an_interrupt_is_heard_once_the_call_has_ended():
    code = """
import os, signal, threading, time
from tryon_ar.core.watched import watched
seen = []
def work():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.3)
    seen.append("ended")
try:
    watched(work, 60.0)
except KeyboardInterrupt:
    assert seen == ["ended"]
    print("heard")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100)
    assert run.stdout.strip() == "heard", run.stderr


def test_time_in_which_the_process_was_stopped_does_not_count():
    # Woken more than once: it may be stopped later than that.
    code = """
import os, signal, subprocess, time
from tryon_ar.core.watched import watched
wake = f"sleep 2.5; while kill -CONT {os.getpid()}; do sleep 1; done"
def work():
    waker = subprocess.Popen(["sh", "-c", wake], stderr=subprocess.DEVNULL)
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(0.3)
    waker.kill()
    waker.wait()
    return "woken"
print(watched(work, 2.0))
"""
    if sys.platform == "win32":
        pytest.skip("processes cannot be stopped here")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100)
    assert run.stdout.strip() == "woken", run.stderr
