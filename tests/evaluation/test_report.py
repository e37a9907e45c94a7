"""The page of figures: complete, escaped, and loading nothing from anywhere."""

import re
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest

from tryon_ar.core.images import open_picture
from tryon_ar.evaluation.album import Album
from tryon_ar.evaluation.plot import Axis, Dot, scatter
from tryon_ar.evaluation.report import Findings, report_page

FIGURES = {"warp_iou": 0.87654, "ssim": 0.9}
PAIRS = {
    "sets": {"pairs": {"pairs": {"a<b": {**FIGURES, "stretch": None}}}},
    "summary": {name: {"mean": value} for name, value in FIGURES.items()},
    "baselines": {"affine_sticker": {"warp_iou": {"mean": 0.8}}},
}
AXES = Axis("x"), Axis("y")
CURVE = [
    {"setting": "shipped", "lag_ms": 20.0, "jitter_pct": 0.1},
    {"setting": "none", "lag_ms": 0.0, "jitter_pct": 0.6},
    {"setting": "lost", "lag_ms": None, "jitter_pct": 0.6},
]


class Reader(HTMLParser):
    """Checks that tags close in order; gathers texts and addresses."""

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.addresses = [], [], []

    def handle_starttag(self, tag, attrs):
        self.addresses += [value for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data.strip())


@pytest.fixture
def page(rng):
    album = Album(height_px=40)
    picture = rng.integers(0, 256, (80, 60, 3), np.uint8)
    album.add("Sheets & more", "one", [("before", picture), ("after", picture)])
    promise = {"label": "SSIM", "way": "least", "target": 0.95, "found": 0.9, "met": False}
    figures = {"pairs": PAIRS, "clips": {"stillness": {"curve": CURVE}}}
    latency = {"warp": {"p50": 3.25, "p95": 5.5}}
    found = Findings({"commit": "abc*"}, figures, [promise], latency, album)
    return report_page(found)


@pytest.fixture
def read(page):
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    return reader


def test_it_loads_nothing_from_elsewhere(page, read):
    assert read.addresses
    assert all(address.startswith("data:image/jpeg;base64,") for address in read.addresses)
    assert "http" not in page.replace("http-equiv", "")


def test_it_tells_figures_baselines_latency_and_what_was_missed(read):
    for text in ("0.8765", "affine sticker", "0.8", "≥ 0.95", "missed", "5.5", "abc*", "a<b", "–"):
        assert text in read.texts


def test_the_curve_marks_what_ships_and_leaves_out_what_has_no_lag(page):
    assert page.count("<circle") == 2
    assert len(re.findall(r'class="dot marked"', page)) == 1
    assert "lost" not in page.split("<svg")[1].split("</svg>")[0]


def test_plates_are_small_pictures_side_by_side(rng):
    album = Album(height_px=40)
    album.add("s", "c", [("a", rng.integers(0, 256, (80, 60, 3), np.uint8))] * 2)
    plate = album.sections["s"][0]
    assert plate.size_px == (30 + 4 + 30, 40)
    assert open_picture(plate.jpeg).bgr.shape == (40, 64, 3)
    with pytest.raises(ValueError, match="needs a picture"):
        album.add("s", "c", [])


def test_plates_may_have_rows_and_titles_in_the_picture():
    album = Album(height_px=20)
    pictures = [(f"{n}", np.full((10, 10 + n, 3), 90, np.uint8)) for n in range(5)]
    album.add("people", "five", pictures, columns=2, written=True)
    (plate,) = album.sections["people"]
    gap, title = 4, 16
    # Scaled to twice their size; the widest row has the pictures of 24 and 26 pixels.
    assert plate.size_px == (24 + gap + 26, 3 * (20 + title) + 2 * gap)
    drawn = cv2.imdecode(np.frombuffer(plate.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert drawn[:16, :20].min() < 128, "a title"
    assert drawn[-10:, -10:].min() > 240, "nothing beside the last"


def test_the_rig_clips_and_who_was_not_dressed_have_tables():
    rig = {"mean": {"nle_torso": 0.1234}, "still": {"pops": 3, "scenes": {"still_1": {"pops": 2}}}}
    clips = {
        "filtered": {"mean": {"leak": 0.0123}, "clips": {"a_clip": {"leak": 0.0456}}},
        "unfiltered": {"mean": {"leak": 0.0789}},
    }
    looks = {"undressed": {"a_person": {"a_skirt": "no knees"}}}
    figures = {"rig": rig, "clips": clips, "looks": looks}
    page = report_page(Findings({}, figures, (), {}, Album()))
    for text in ("0.1234", "still_1", "0.0123", "0.0456", "0.0789", "a_skirt", "no knees"):
        assert f"<td>{text}</td>" in page
    assert "What is promised" not in page


def test_names_of_dots_are_not_written_over_one_another():
    svg = scatter([Dot(1, 1, "one"), Dot(1.01, 1, "another"), Dot(9, 9, "far")], *AXES)
    names = r'y="([\d.]+)" text-anchor="(\w+)">(?:one|another)<'
    (one, its_side), (other, other_side) = re.findall(names, svg)
    assert abs(float(one) - float(other)) >= 13 or its_side != other_side


def test_a_name_at_the_right_end_is_written_to_the_left():
    svg = scatter([Dot(0, 0, "a"), Dot(9, 9, "a long name of a setting")], *AXES)
    assert 'text-anchor="end">a long name' in svg


def test_ticks_are_round_numbers():
    svg = scatter([Dot(0, 0, "origin"), Dot(54, 1.31, "far")], *AXES)
    told = [float(text) for text in re.findall(r'class="tick"[^>]*>([\d.]+)<', svg)]
    assert {0.0, 10.0, 20.0, 50.0} <= set(told)
    assert {0.5, 1.0} <= set(told)


def test_dots_lie_where_their_figures_say():
    svg = scatter([Dot(0, 0, "origin"), Dot(10, 1, "far")], Axis("x"), Axis("y", bound=2.0))
    (x0, y0), (x1, y1) = (
        (float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)
    )
    bound = float(re.search(r'class="bound" x1="\d+" y1="([\d.]+)"', svg).group(1))
    assert x0 < x1
    assert y0 > y1
    assert y1 == pytest.approx((y0 + bound) / 2, abs=0.2)


def test_a_plot_of_nothing_is_refused():
    with pytest.raises(ValueError, match="needs dots"):
        scatter([], Axis("x"), Axis("y"))
    with pytest.raises(ValueError, match="needs dots"):
        scatter([Dot(float("nan"), 0, "lost")], Axis("x"), Axis("y"))
