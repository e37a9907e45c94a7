"""A face in a photo, and none where the tracker's networks are not."""

from pathlib import Path

import numpy as np
import openpeople
import pytest
from PIL import Image

from tryon_ar.commands.faces import face_finder
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.tracking.models import ensure_models

ASSETS = Path(openpeople.__file__).parent / "data" / "curated" / "P001" / "assets"


@pytest.fixture
def person():
    with Image.open(ASSETS / "studio_posture.jpg") as picture:
        return np.ascontiguousarray(np.asarray(picture.resize((360, 645)))[:, :, ::-1])


def test_a_face_is_found_where_it_is(person):
    try:
        ensure_models()
    except TrackerUnavailable as error:
        pytest.skip(f"the tracker's networks cannot be had: {error}")
    with face_finder() as face_in:
        face = face_in(person)
        assert face_in(np.full((200, 200, 3), 230, np.uint8)) is None
    assert face.shape == (11, 2)
    assert 0 < face[:, 1].max() < 645 / 4
    assert person.flags.writeable


def test_where_the_networks_cannot_be_had_no_face_is_found(person, monkeypatch):
    def unavailable():
        raise TrackerUnavailable("No connection.", "Connect and try again.")

    monkeypatch.setattr("tryon_ar.tracking.models.ensure_models", unavailable)
    with face_finder() as face_in:
        assert face_in(person) is None
