from tests.support.fake_stages import fake_parts
from tryon_ar.capture.camera import CameraSource
from tryon_ar.capture.opening import is_camera


def test_a_width_that_was_chosen_is_asked_of_cameras_only():
    asked = []

    def open_source(spec: str, **size) -> None:
        asked.append((spec, size))

    parts = fake_parts(open_source=open_source)
    parts.open_at_pace("camera:0")
    parts.pace.width_px = 1280
    for spec in ("camera:HD Webcam", "2", "demo", "clip.mp4"):
        parts.open_at_pace(spec)
    larger = {"size_px": (1280, 720)}
    wanted = [("camera:0", {}), ("camera:HD Webcam", larger), ("2", larger)]
    assert asked == [*wanted, ("demo", {}), ("clip.mp4", {})]


def test_the_camera_is_told_the_width():
    parts = fake_parts()
    parts.pace.width_px = 1280
    source = parts.open_at_pace("camera:0")
    assert isinstance(source, CameraSource)
    assert source._size_px == (1280, 720)
    assert is_camera("/dev/video1")
    assert not is_camera("demo:P001")
