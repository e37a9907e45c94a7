"""What the rest of the program says is translated sentence by sentence."""

import pytest

from tryon_ar.core.errors import CameraBusy
from tryon_ar.gui import language
from tryon_ar.gui.messages import MessageBar
from tryon_ar.gui.notices import notice_of
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.status import Severity, Status

pytestmark = pytest.mark.gui

ENGLISH = [
    "HD Webcam is being used by another program. Close that program and try again.",
    "Nobody in the picture",
    "What is this, then? Nobody knows. {curly} too",
    "",
]


@pytest.fixture
def chinese(application):
    assert language.apply(application, "zh_CN") == "zh_CN"
    yield
    language.apply(application, "en")


@pytest.mark.parametrize("text", ENGLISH)
def test_english_stays_as_it_is(application, text):
    assert said(text) == text


def test_what_varies_is_kept_and_the_rest_translated(chinese):
    assert said(ENGLISH[0]) == "HD Webcam 正被其他程序使用。请关闭那个程序，然后重试。"


def test_reasons_within_sentences_are_translated_too(chinese):
    text = "The video a. B.mp4 cannot be read: it is not a video, or it is damaged or incomplete."
    assert said(text) == "无法读取视频 a. B.mp4：它不是视频，或已损坏、不完整。"


def test_sources_that_are_named_in_sentences_are_translated_too(chinese):
    assert said("Opening Demo…") == "正在打开 演示…"


def test_what_no_pattern_fits_stays_english_beside_what_fits(chinese):
    assert said("Quite new this is. Try again.") == "Quite new this is. 请重试。"


def test_sentences_put_together_by_the_session_are_known(chinese):
    text = (
        "No camera was found. The demo is playing instead. Plug one in, or choose another source."
    )
    assert said(text) == "未找到摄像头。现在播放演示画面。请插上摄像头，或选择其他画面来源。"


def test_statuses_and_errors_are_told_in_the_language_that_holds(application, qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_status(Status("source", "No camera was found.", "Try again.", Severity.WARNING))
    assert bar._text.text() == "No camera was found. Try again."
    language.apply(application, "zh_CN")
    try:
        qtbot.waitUntil(lambda: bar._text.text() == "未找到摄像头。请重试。")
        assert bar.accessibleName() == bar._text.text()
        notice = notice_of(CameraBusy("Cam is being used by another program."), "tee.jpg")
        assert notice.text == "tee.jpg: Cam 正被其他程序使用。"
    finally:
        language.apply(application, "en")
    qtbot.waitUntil(lambda: bar._text.text() == "No camera was found. Try again.")
