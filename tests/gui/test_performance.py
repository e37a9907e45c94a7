"""The performance page shows the session's figures, in words too, over the last minute."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tryon_ar.gui import language, theme
from tryon_ar.gui.features.performance import Performance
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.performance_figures import STAGES, History, as_text, figures_of
from tryon_ar.gui.performance_page import PerformancePage
from tryon_ar.pipeline.quality import STEPS
from tryon_ar.runtime.metrics import DropCause, MetricsSnapshot, StageTimes

pytestmark = pytest.mark.gui

MIB = 1024 * 1024
MINIMUM = (560, 420)  # of the main window


def snapshot(track_ms: float = 7.0) -> MetricsSnapshot:
    return MetricsSnapshot(
        stages={"track": StageTimes(track_ms, 9.0, 11.0, 8.0)},
        unique_fps=29.4,
        capture_fps=30.1,
        age_ms=StageTimes(61.0, 72.0, 83.0, 60.0),
        drops={DropCause.REPLACED: 4, DropCause.SKIPPED: 0},
        shown=100,
        dressed_fps=29.0,
        provider="CPU",
        quality="fine",
    )


def test_a_minute_is_kept_and_no_more():
    history = History()
    for second in range(100):
        history.add(float(second), snapshot(track_ms=second))
    assert [when for when, _ in history.samples] == [float(s) for s in range(39, 100)]
    assert history.samples[-1][1][STAGES.index("track")] == 99.0
    assert history.samples[-1][1][STAGES.index("warp")] == 0.0


def test_everything_is_in_the_text():
    lines = as_text(snapshot(), 512 * MIB).splitlines()
    assert "shown: 29.4 FPS" in lines
    assert "camera: 30.1 FPS" in lines
    assert "age: p50 61.0, p95 72.0, p99 83.0 ms" in lines
    assert "drops: 4 replaced" in lines
    assert "memory: 512 MiB" in lines
    assert "quality: fine" in lines
    assert "runs on: CPU" in lines
    assert "track: p50 7.0, p95 9.0, p99 11.0 ms" in lines


def test_causes_and_qualities_are_told_in_the_language(application):
    dropped = {DropCause.REPLACED: 4, DropCause.SKIPPED: 2, DropCause.RECORDER: 3}
    metrics = replace(snapshot(), drops=dropped, quality=STEPS[-1].name)
    assert figures_of(metrics, None)["drops"] == "4 replaced, 2 skipped, 3 not recorded"
    try:
        language.apply(application, "zh_CN")
        told = figures_of(metrics, None)
        assert not re.search("[a-z]", told["drops"] + told["quality"])
    finally:
        language.apply(application, "en")


def test_over_the_mirror_the_same_figures_are_said_more_briefly():
    full, brief = figures_of(snapshot(), None), figures_of(snapshot(), None, brief=True)
    assert brief["age"] == "61 ms, p95 72 ms"
    assert full | {"age": ""} == brief | {"age": ""}
    assert full["memory"] == "–"


def test_the_page_shows_and_copies_what_it_was_given(application, qtbot):
    page = PerformancePage()
    qtbot.addWidget(page)
    history = History()
    history.add(1.0, snapshot())
    page.show_metrics(snapshot(), history, 1.0, None)
    assert page.values["memory"].text() == "–"
    assert page.times["track", "p95"].text() == "9.0"
    assert page.times["warp", "p95"].text() == "–"
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == page.text()
    assert "29.4 FPS" in page.text()


def test_the_legend_follows_the_theme(application, qtbot):
    page = PerformancePage()
    qtbot.addWidget(page)
    dark = theme.colours().stages["track"].name()
    assert dark in page._names["track"].text()
    try:
        theme.apply(application, "light")
        QApplication.processEvents()
        light = theme.colours().stages["track"].name()
        assert light != dark
        assert light in page._names["track"].text()
        fill = page.plot._areas[STAGES.index("track")][2]
        assert fill.brush().color().name() == light
    finally:
        theme.apply(application)


@pytest.mark.parametrize("percent", [100, 200])
def test_it_never_scrolls_sideways_and_the_axis_has_room_for_its_words(application, qtbot, percent):
    theme.apply(application, "light", percent)
    try:
        page = PerformancePage()
        qtbot.addWidget(page)
        slow = StageTimes(1061.0, 1072.5, 1083.5, 1060.0)
        metrics = replace(snapshot(), stages=dict.fromkeys(STAGES, slow), age_ms=slow)
        page.show_metrics(metrics, History(), 1.0, 9000 * MIB)
        page.resize(*MINIMUM)
        page.show()
        QApplication.processEvents()
        assert page.width() == MINIMUM[0]
        assert page._scroll.horizontalScrollBar().maximum() == 0
        assert page.plot._bottom.height() > page.fontMetrics().height()
    finally:
        theme.apply(application)


def test_the_key_opens_it_beside_the_mirror_and_it_fills(make_window, qtbot):
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    page = window.performance.page
    assert page is not None
    assert not page.isModal()
    qtbot.waitUntil(lambda: page.values["camera"].text() not in ("–", "0.0 FPS"))
    assert page.values["memory"].text().endswith("MiB")
    page.reject()
    assert window.performance.page is None


def test_figures_are_gathered_once_a_second_until_it_opens(make_window):
    window = make_window(begin=False)
    now = [0.0]
    feature = Performance(window.performance.context, clock_s=lambda: now[0])
    for step in range(9):
        now[0] = step * 0.25
        feature.refresh()
    assert [when for when, _ in feature.history.samples] == [0.0, 1.0, 2.0]


def test_it_stays_closed_in_a_kiosk(make_window):
    window = make_window(begin=False, options=WindowOptions(source="demo", kiosk=True))
    window.performance.open_page()
    assert window.performance.page is None
