import cv2_enumerate_cameras
import pytest
from cv2_enumerate_cameras.camera_info import CameraInfo

from tryon_ar.capture import discovery
from tryon_ar.capture.discovery import find_camera, list_cameras, list_choices
from tryon_ar.core.errors import CameraNotFound

PLUGGED_IN = [
    CameraInfo(2, "HD Webcam", "/dev/video2", 0x46D, 0x825, 200),
    CameraInfo(0, "Built-in Camera", "/dev/video0", None, None, 200),
    CameraInfo(4, None, "/dev/video4", None, None, 200),
]


@pytest.fixture
def cameras(monkeypatch):
    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", lambda _: PLUGGED_IN)


@pytest.fixture
def no_cameras(monkeypatch):
    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", lambda _: [])


@pytest.mark.usefixtures("cameras")
def test_cameras_are_listed_by_index_with_a_lasting_id():
    listed = list_cameras()
    assert [camera.name for camera in listed] == ["Built-in Camera", "HD Webcam", "Camera 4"]
    assert listed[1].stable_id == "046d:0825@/dev/video2"
    assert len({camera.stable_id for camera in listed}) == 3


@pytest.mark.usefixtures("cameras")
@pytest.mark.parametrize(
    "wanted", ["HD Webcam", "hd webcam", "webcam", "/dev/video2", "046d:0825@/dev/video2", 2]
)
def test_a_camera_is_found_by_any_of_its_names(wanted):
    assert find_camera(wanted).index == 2


@pytest.mark.usefixtures("cameras")
def test_unknown_and_ambiguous_names_list_what_there_is():
    for wanted in ("phone", "am"):
        with pytest.raises(CameraNotFound, match="HD Webcam"):
            find_camera(wanted)


@pytest.mark.usefixtures("cameras")
@pytest.mark.parametrize(
    ("wanted", "told", "about"),
    [
        ("HD Webcam@usb-0000:00:14.0-3", "HD Webcam is not there.", "HD Webcam"),
        ("046d:0826@/dev/video9", "The camera is not there.", "046d:0826"),
        ("@HD Phone", "The camera is not there.", "HD Phone"),
    ],
)
def test_one_known_before_is_missed_by_its_name_where_that_is_known(wanted, told, about):
    with pytest.raises(CameraNotFound) as refusal:
        find_camera(wanted)
    assert (refusal.value.user_text, refusal.value.about) == (told, about)


@pytest.mark.usefixtures("cameras")
def test_an_index_that_is_not_listed_is_tried_all_the_same():
    assert find_camera(7).index == 7


@pytest.mark.usefixtures("cameras")
def test_menus_offer_cameras_and_the_demo():
    assert [choice.spec for choice in list_choices()] == [
        "camera:0",
        "camera:2",
        "camera:4",
        "demo",
    ]


@pytest.mark.usefixtures("no_cameras")
def test_no_camera_is_a_sentence_and_an_empty_list():
    assert list_cameras() == ()
    with pytest.raises(CameraNotFound, match="none is plugged in") as refusal:
        find_camera("webcam")
    assert refusal.value.exit_code == 3


def test_a_failing_enumeration_counts_as_none_and_is_logged_once(monkeypatch, caplog):
    def fail(_):
        raise OSError("no such interface")

    discovery._log_once.cache_clear()
    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", fail)
    for _ in range(3):
        assert list_cameras() == ()
    assert [one for one in caplog.messages if "no such interface" in one] == [
        "cameras cannot be listed: no such interface"
    ]


def test_backends_are_those_of_opencv(monkeypatch):
    from tryon_ar.capture.opencv import cv2

    for platform, backend in (
        ("linux", cv2.CAP_V4L2),
        ("win32", cv2.CAP_DSHOW),
        ("darwin", cv2.CAP_AVFOUNDATION),
        ("plan9", cv2.CAP_ANY),
    ):
        monkeypatch.setattr(discovery.sys, "platform", platform)
        assert discovery.default_backend() == backend
