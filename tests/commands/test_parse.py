"""``parse`` on a person, and on what is none."""

import json
from pathlib import Path

import numpy as np
import openpeople
import pytest
from PIL import Image

from tests.support.program import run_program
from tryon_ar.core.labels import Label


@pytest.fixture(scope="module")
def photo(tmp_path_factory) -> Path:
    """A whole person in a white tee and shorts, small and upright."""
    data = Path(openpeople.__file__).parent / "data" / "curated" / "P001" / "assets"
    path = tmp_path_factory.mktemp("photo") / "person.jpg"
    with Image.open(data / "studio_posture.jpg") as picture:
        picture.resize((360, 645)).save(path, quality=95)
    return path


def test_every_label_is_where_it_belongs(photo, tmp_path):
    output = tmp_path / "labels.png"
    done = run_program("parse", photo, "-o", output, "--json")
    assert done.code == 0, done.err
    with Image.open(output) as picture:
        assert picture.mode == "L"
        labels = np.array(picture)
    assert labels.shape == (645, 360)
    assert set(np.unique(labels)) <= {int(label) for label in Label}
    rows = {label: np.nonzero(labels == label)[0].mean() for label in Label if label}
    order = [Label.HAIR, Label.FACE, Label.NECK, Label.UPPER, Label.LOWER, Label.LEGS]
    assert sorted(order, key=rows.__getitem__) == order
    said = json.loads(done.out)
    assert said["shares"]["upper"] == pytest.approx((labels == Label.UPPER).mean(), abs=1e-4)


def test_labels_are_kept_in_png_only(photo, tmp_path):
    done = run_program("parse", photo, "-o", tmp_path / "labels.jpg")
    assert done.code == 2
    assert "PNG" in done.err


def test_a_picture_of_nobody_is_refused(tmp_path):
    path = tmp_path / "grey.png"
    Image.new("RGB", (320, 240), (120, 120, 120)).save(path)
    done = run_program("parse", path, "-o", tmp_path / "labels.png")
    assert done.code == 9
    assert not (tmp_path / "labels.png").exists()


def test_a_photo_is_not_overwritten(tmp_path):
    path = tmp_path / "me.png"
    Image.new("RGB", (320, 240), (120, 120, 120)).save(path)
    before = path.read_bytes()
    done = run_program("parse", path, "-o", path)
    assert done.code == 2
    assert "the source itself" in done.err
    assert path.read_bytes() == before
