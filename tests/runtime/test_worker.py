import logging
import threading
import time

import pytest

from tryon_ar.runtime.worker import Worker


def idle(stop: threading.Event) -> None:
    stop.wait(120.0)


def test_runs_in_a_named_thread_until_asked_to_stop():
    names: list[str] = []

    def body(stop: threading.Event) -> None:
        names.append(threading.current_thread().name)
        stop.wait(120.0)

    worker = Worker("tracker", body)
    assert not worker.running
    worker.start()
    assert worker.running
    assert worker.stop(30.0)
    assert not worker.running
    assert names == ["tryon-ar tracker"]
    assert worker.error is None


def test_a_body_may_end_by_itself():
    worker = Worker("short", lambda stop: None)
    worker.start()
    assert worker.join(30.0)
    assert worker.stop(30.0)
    assert worker.error is None


def test_an_error_is_a_value_told_once_and_logged(caplog):
    told: list[Exception] = []

    def body(stop: threading.Event) -> None:
        raise ValueError("broken model")

    worker = Worker("tracker", body, told.append)
    logger = logging.getLogger("tryon_ar")
    logger.addHandler(caplog.handler)
    try:
        worker.start()
        assert worker.join(30.0)
    finally:
        logger.removeHandler(caplog.handler)
    assert [str(error) for error in told] == ["broken model"]
    assert worker.error is told[0]
    assert "tryon-ar tracker failed" in caplog.text


def test_stop_before_start_and_twice_is_fine():
    worker = Worker("late", idle)
    assert worker.stop(30.0)
    worker.start()
    assert worker.join(30.0)  # the stop asked for before holds
    assert worker.stop(30.0)


def test_starting_twice_is_a_mistake():
    worker = Worker("twice", idle)
    worker.start()
    with pytest.raises(RuntimeError):
        worker.start()
    assert worker.stop(30.0)


def test_a_hanging_body_does_not_hang_stop_nor_the_program():
    release = threading.Event()
    worker = Worker("stuck", lambda stop: release.wait(120.0) and None)
    worker.start()
    started = time.monotonic()
    assert not worker.stop(timeout=0.05)
    assert time.monotonic() - started < 60.0
    (thread,) = [thread for thread in threading.enumerate() if thread.name == worker.name]
    assert thread.daemon
    release.set()
    assert worker.join(30.0)


def test_stopping_from_its_own_thread_does_not_deadlock():
    results: list[bool] = []
    worker = Worker("self", lambda stop: results.append(worker.stop()))
    worker.start()
    assert worker.join(30.0)
    assert results == [False]


def test_many_workers_start_and_stop_without_a_trace():
    for _ in range(200):
        worker = Worker("brief", idle)
        worker.start()
        assert worker.stop(30.0)
    assert "tryon-ar brief" not in [thread.name for thread in threading.enumerate()]
