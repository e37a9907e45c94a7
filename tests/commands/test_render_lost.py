"""What was dressed before a camera or stream was lost is kept."""

from dataclasses import replace

import pytest

from tests.support.bodies import flat_tee
from tests.support.undressing import Undressing
from tryon_ar.capture.faulty import Fault, FaultKind, FaultySource
from tryon_ar.capture.synthetic import SyntheticSource, decode_counter
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.commands import render
from tryon_ar.commands.render import RenderOptions, render_source
from tryon_ar.core.errors import CameraLost

SIZE_PX = (160, 120)


class Camera(FaultySource):
    @property
    def info(self):
        return replace(super().info, kind="camera", live=True)


@pytest.fixture
def lost_at(monkeypatch):
    def make(index):
        camera = Camera(SyntheticSource(SIZE_PX, 25.0), [Fault(FaultKind.LOST, index)])
        monkeypatch.setattr(render, "open_source", lambda _spec: camera)

    monkeypatch.setattr(render, "TryOn", Undressing)
    monkeypatch.setattr(render, "fetching_models", lambda: None)
    monkeypatch.setattr(render, "find_garment", lambda *_name, **_how: flat_tee())
    return make


def test_a_recording_is_whole_up_to_the_loss_which_is_told(lost_at, tmp_path, capsys):
    lost_at(20)
    output = tmp_path / "out.mp4"
    with pytest.raises(CameraLost) as told:
        render_source(RenderOptions("camera:0", ("tee",), output, seconds=60.0))
    assert told.value.exit_code == 3
    assert "20 frames" in capsys.readouterr().out
    with VideoFileSource(output) as film:
        numbers = [decode_counter(film.read().image_bgr) for _ in range(20)]
        assert film.read() is None
    assert numbers == list(range(20))
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_a_camera_that_is_lost_before_its_first_picture_leaves_nothing(lost_at, tmp_path):
    lost_at(0)
    with pytest.raises(CameraLost):
        render_source(RenderOptions("camera:0", ("tee",), tmp_path / "out.mp4", seconds=60.0))
    assert list(tmp_path.iterdir()) == []
