import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QFileDialog, QWidget

from tests.gui.conftest import FAST
from tests.support.fake_stages import fake_parts
from tryon_ar.gui import application as application_module
from tryon_ar.gui.application import keep_dialogs_here, run_window
from tryon_ar.gui.options import WindowOptions, WindowParts

pytestmark = pytest.mark.gui


def test_runs_for_the_seconds_asked_and_returns_zero(application, garments):
    closed = []
    dressed = []
    parts = WindowParts(
        session=fake_parts(),
        garments=garments,
        list_sources=lambda: (),
        on_dressed=dressed.append,
        on_closed=closed.append,
    )
    hooks = sys.excepthook
    assert run_window(parts, WindowOptions(source=FAST, seconds=1.5)) == 0
    assert len(closed) == 1
    assert closed[0].shown > 5
    assert len(dressed) > 5
    assert sys.excepthook is hooks


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
    before = signal.getsignal(signal.SIGTERM)
    killer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM))
    killer.start()
    try:
        assert run_window(parts, WindowOptions(source=FAST, seconds=20.0)) == 0
    finally:
        killer.join()
    assert len(closed) == 1
    assert signal.getsignal(signal.SIGTERM) is before


def test_closing_time_comes_even_while_the_help_is_open(application, garments, qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from tryon_ar.gui.main_window import MainWindow

    def open_help() -> None:
        next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))._help()

    QTimer.singleShot(500, application, open_help)
    parts = WindowParts(session=fake_parts(), garments=garments, list_sources=lambda: ())
    assert run_window(parts, WindowOptions(source=FAST, seconds=1.2)) == 0


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


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="no Xvfb here")
def test_real_window_under_x11(tmp_path: Path):
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environment["QT_QPA_PLATFORM"] = "xcb"
    done = subprocess.run(
        [
            "xvfb-run",
            "-a",
            "-s",
            "-screen 0 1280x800x24",
            sys.executable,
            "-c",
            textwrap.dedent(PROGRAM),
        ],
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=110,  # it ends when pictures were seen, soon after it starts
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 20
    assert "Traceback" not in done.stderr
    assert "Fatal" not in done.stderr
