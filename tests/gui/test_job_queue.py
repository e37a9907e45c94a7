import threading
import time

import pytest

from tests.gui.conftest import PATIENCE_MS
from tryon_ar.core.errors import NotAGarment
from tryon_ar.gui.job_queue import JobQueue

pytestmark = pytest.mark.gui
PATIENCE_S = PATIENCE_MS / 1000.0


def threads_named(name: str) -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == name]


@pytest.fixture
def queue(application):
    made = JobQueue("test job")
    yield made
    made.close()
    made.deleteLater()


def test_jobs_run_in_order_elsewhere_and_are_told_here(queue, qtbot):
    told: list[tuple[str, str]] = []
    threads: set[str] = set()

    def work(progress, number):
        threads.add(threading.current_thread().name)
        progress("half", 0.5)
        return number

    for number in range(3):
        queue.submit(
            lambda progress, one=number: work(progress, one),
            done=lambda value: told.append((threading.current_thread().name, value)),
        )
    qtbot.waitUntil(lambda: len(told) == 3)
    assert [value for _, value in told] == [0, 1, 2]
    assert {name for name, _ in told} == {"MainThread"}
    assert threads == {"tryon-ar test job"}
    qtbot.waitUntil(lambda: not queue.busy)


def test_the_thread_ends_with_the_last_job_and_another_begins(queue, qtbot):
    done: list[int] = []
    for number in range(5):
        queue.submit(lambda _, one=number: one, done=done.append)
        qtbot.waitUntil(lambda: not queue.busy)
        qtbot.waitUntil(lambda: not threads_named("tryon-ar test job"))
    qtbot.waitUntil(lambda: done == [0, 1, 2, 3, 4])


def test_progress_and_failures_are_told(queue, qtbot):
    heard: list[object] = []

    def work(progress):
        progress("Reading", 0.25)
        raise NotAGarment("This is a shoe.", "Choose another photo.")

    queue.submit(work, failed=heard.append, progressed=lambda *news: heard.append(news))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == ("Reading", 0.25)
    assert heard[1].user_text == "This is a shoe."


def test_a_cancelled_job_ends_at_its_next_report_and_is_not_heard_of(queue, qtbot):
    begun, go, heard = threading.Event(), threading.Event(), []

    def work(progress):
        begun.set()
        go.wait(PATIENCE_S)
        progress("too late", 0.5)
        heard.append("went on")

    job = queue.submit(work, done=heard.append, progressed=lambda *news: heard.append(news))
    queue.submit(lambda _: "next", done=heard.append)
    assert begun.wait(PATIENCE_S)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: heard == ["next"])


def test_a_job_that_breaks_is_said_in_words_and_the_next_one_runs(queue, qtbot, caplog):
    heard: list[object] = []

    def breaks(_):
        raise ZeroDivisionError("secret detail")

    queue.submit(breaks, failed=heard.append)
    queue.submit(lambda _: "next", done=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2)
    texts = {str(one) for one in heard}
    assert texts == {"Something went wrong. Details are in the log.", "next"}
    assert "secret detail" in caplog.text


def test_closing_drops_what_waits_and_waits_for_what_runs(application):
    queue = JobQueue("closing job")
    ran: list[int] = []
    begun = threading.Event()

    def slow(progress):
        begun.set()
        while True:
            time.sleep(0.01)
            progress("on and on", 0.1)

    queue.submit(slow)
    queue.submit(lambda _: ran.append(1))
    assert begun.wait(PATIENCE_S)
    queue.close()
    assert not threads_named("tryon-ar closing job")
    queue.submit(lambda _: ran.append(2))
    application.processEvents()
    assert ran == []
    queue.deleteLater()
