import json

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("moderngl")
pytest.importorskip("anny")

from tryon_ar.core.images import read_picture
from tryon_ar.core.labels import Label
from tryon_ar.training.people import undressing

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def pair():
    pairs = undressing.Undressing(5).pairs()
    return next(pairs)


def test_pictures_differ_only_where_the_clothes_were(pair):
    away = np.abs(pair.frame_bgr.astype(int) - pair.truth_bgr).max(axis=2)
    cloth = pair.labels == Label.UPPER
    assert cloth.mean() > 0.01
    assert np.median(away[cloth]) > 10
    face = pair.labels == Label.FACE
    assert np.median(away[face]) <= 2
    assert np.median(away[pair.labels == Label.BACKGROUND]) <= 2


def test_nothing_but_clothes_is_relabelled(pair):
    for label in (Label.FACE, Label.HAIR):
        np.testing.assert_array_equal(
            (pair.labels == label)[pair.labels != Label.UPPER],
            (pair.truth_labels == label)[pair.labels != Label.UPPER],
        )
    # Arms are bare in the truth, but for cloth painted on the chest all tops are gone.
    assert (pair.truth_labels == Label.ARMS).sum() > 1.5 * (pair.labels == Label.ARMS).sum()
    assert (pair.truth_labels == Label.UPPER).sum() < 0.3 * (pair.labels == Label.UPPER).sum()


def test_the_folder_holds_pairs(pair, tmp_path, monkeypatch):
    monkeypatch.setattr(undressing.Undressing, "__init__", lambda *_: None)
    monkeypatch.setattr(undressing.Undressing, "pairs", lambda _self: iter([pair, pair]))
    assert undressing.main([str(tmp_path), "--count", "1", "--seed", "4"]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    parts = ("frame", "truth", "labels", "truth_labels")
    assert names == {f"0000.{part}.png" for part in parts} | {"pairs.json"}
    np.testing.assert_array_equal(read_picture(tmp_path / "0000.truth.png"), pair.truth_bgr)
    told = json.loads((tmp_path / "pairs.json").read_text())
    assert told["pairs"] == [{"seed": 4, "person": pair.person, "yaw": round(pair.yaw, 3)}]
