import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from tests.gui.conftest import FAST
from tests.support.fake_stages import fake_parts
from tests.support.xvfb import own_display
from tryon_ar.gui import application as application_module
from tryon_ar.gui.application import keep_dialogs_here, run_window
from tryon_ar.gui.help_dialog import HelpDialog
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions, WindowParts

pytestmark = pytest.mark.gui


def shown_window() -> MainWindow:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))


def test_closes_after_the_seconds_asked_and_returns_zero(application, garments):
    closed = []
    parts = WindowParts(
        session=fake_parts(), garments=garments, list_sources=lambda: (), on_closed=closed.append
    )
    hooks, began_s = sys.excepthook, time.monotonic()
    assert run_window(parts, WindowOptions(source=FAST, seconds=1.5)) == 0
    assert time.monotonic() - began_s > 1.0
    assert len(closed) == 1
    assert sys.excepthook is hooks


def test_pictures_are_dressed_shown_and_counted_until_it_is_closed(application, garments):
    closed = []
    dressed = []
    poll = QTimer()
    parts = WindowParts(
        session=fake_parts(),
        garments=garments,
        list_sources=lambda: (),
        on_dressed=dressed.append,
        on_closed=closed.append,
    )

    def close_when_seen() -> None:
        if len(dressed) > 5 and shown_window().session.metrics().shown > 5:
            poll.stop()
            shown_window().close()

    poll.timeout.connect(close_when_seen)
    poll.start(20)
    assert run_window(parts, WindowOptions(source=FAST, seconds=90.0)) == 0
    poll.stop()
    assert len(closed) == 1
    assert closed[0].shown > 5
    assert len(dressed) > 5


def test_a_year_is_no_reason_not_to_start(application, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    timer = application_module._quit_after(3.2e7, window)
    assert timer.isActive()
    timer.stop()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kept elsewhere there")
def test_what_file_dialogs_remember_lies_with_the_settings(application, tmp_path, monkeypatch):
    monkeypatch.setenv("TRYON_AR_CONFIG", str(tmp_path / "config"))
    keep_dialogs_here()
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    dialog.reject()
    shiboken6.delete(dialog)
    assert "FileDialog" in (tmp_path / "config" / "QtProject.conf").read_text()


def test_a_polite_kill_closes_the_window_and_leaves_the_handlers(application, garments):
    closed = []
    parts = WindowParts(
        session=fake_parts(), garments=garments, list_sources=lambda: (), on_closed=closed.append
    )
    before, began_s = signal.getsignal(signal.SIGTERM), time.monotonic()
    # Begun by the window's own event loop: before it shows, a kill would end the tests.
    killer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM))
    QTimer.singleShot(0, application, killer.start)
    assert run_window(parts, WindowOptions(source=FAST, seconds=90.0)) == 0
    killer.join()
    assert time.monotonic() - began_s < 80.0, "it closed by itself"
    assert len(closed) == 1
    assert signal.getsignal(signal.SIGTERM) is before


def test_closing_time_comes_even_while_the_help_is_open(application, garments):
    opened = []

    def open_help() -> None:
        shown_window().help()
        opened.append(isinstance(QApplication.activeModalWidget(), HelpDialog))

    QTimer.singleShot(0, application, open_help)
    parts = WindowParts(session=fake_parts(), garments=garments, list_sources=lambda: ())
    assert run_window(parts, WindowOptions(source=FAST, seconds=1.2)) == 0
    assert opened == [True]


def test_faults_are_told_without_a_traceback(make_window, qtbot, caplog, capsys):
    from PySide6.QtWidgets import QMessageBox

    window = make_window(begin=False)
    reporter = application_module._FaultReporter(window)
    for _ in range(3):
        try:
            raise ZeroDivisionError("secret detail")
        except ZeroDivisionError as error:
            reporter.in_main(type(error), error, error.__traceback__)
    boxes = window.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert "secret" not in boxes[0].text()
    assert "Traceback" not in capsys.readouterr().err
    boxes[0].close()
    caplog.clear()


def test_a_kiosks_visitors_are_told_of_no_faults(make_window, caplog):
    from PySide6.QtWidgets import QMessageBox

    window = make_window(begin=False, options=WindowOptions(source=FAST, kiosk=True))
    reporter = application_module._FaultReporter(window)
    error = ZeroDivisionError("division")
    reporter.in_main(type(error), error, None)
    reporter.in_thread(threading.ExceptHookArgs((type(error), error, None, None)))
    QApplication.processEvents()
    assert not window.findChildren(QMessageBox)
    assert window.messages.status is None
    assert caplog.text.count("unhandled error") == 2
    caplog.clear()


PROGRAM = """
    import sys
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from tests.support.fake_stages import fake_parts
    from tryon_ar.garments.builtin import builtin_summaries
    from tryon_ar.core.display import check_platform
    from tryon_ar.gui.application import run_window
    from tryon_ar.gui.main_window import MainWindow
    from tryon_ar.gui.options import WindowOptions, WindowParts

    def report(figures):
        print("shown", figures.shown)

    def close_when_seen():
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.session.metrics().shown > 20:
                window.close()

    check_platform()
    application = QApplication(["tryon-ar"])
    timer = QTimer(application)
    timer.timeout.connect(close_when_seen)
    timer.start(100)
    parts = WindowParts(
        session=fake_parts(), garments=builtin_summaries(), list_sources=lambda: (),
        on_closed=report,
    )
    options = WindowOptions(source="synthetic:320x240@30", seconds=90.0, show_figures=True)
    sys.exit(run_window(parts, options))
"""


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb here")
@pytest.mark.timeout(240)
def test_real_window_under_x11():
    with own_display(wait_s=60.0) as display:
        assert display is not None
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(PROGRAM)],
            env=os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            timeout=150,  # it ends when pictures were seen, soon after it starts
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 20
    assert "Traceback" not in done.stderr
    assert "Fatal" not in done.stderr
