import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.garments.sizes import checked_sizes
from tryon_ar.gui.size_chart import SizeChart, measures_of, read_length

pytestmark = pytest.mark.gui

CHART = {"unit": "in", "S": {"chest": 19.5}, "M": {"chest": 20.0, "bow": 3.0}}


@pytest.fixture
def sizes(application, qtbot):
    widget = SizeChart()
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize(
    ("text", "expected"),
    [("52", 52.0), (" 52,5 ", 52.5), ("0", None), ("-1", None), ("abc", None), ("", None),
     ("nan", None), ("inf", None), ("501", None)],
)  # fmt: skip
def test_lengths_are_read_as_people_write_them(text, expected):
    assert read_length(text) == expected


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_measures(category):
    assert "length" in measures_of(category)


def test_a_chart_survives_being_shown(sizes):
    sizes.show_chart(CHART, "tshirt")
    assert sizes.chart == CHART
    assert sizes.table.columnCount() == 5


def test_typing_gives_a_sound_chart_and_marks_what_is_none(sizes):
    told = []
    sizes.changed.connect(told.append)
    sizes.show_chart(None, "trousers")
    sizes.add_size()
    sizes.add_size()
    assert told == []
    sizes.table.item(1, 0).setText("40,5")
    sizes.table.item(0, 1).setText("wide")
    assert told[-1] == {"unit": "cm", "M": {"waist": 40.5}}
    assert checked_sizes(told[-1]) == told[-1]
    assert sizes.table.item(0, 1).toolTip()
    sizes.table.setCurrentCell(1, 0)
    sizes.remove_size()
    assert told[-1] is None


def test_a_renamed_size_keeps_its_lengths_and_names_stay_apart(sizes):
    sizes.show_chart(CHART, "tshirt")
    sizes._set_name(0, "M")
    sizes._set_name(1, "38")
    assert list(sizes.chart) == ["unit", "S", "38"]


@pytest.mark.parametrize("sizes_there", [0, 2])
@pytest.mark.parametrize(
    ("key", "way_out"), [(Qt.Key.Key_Tab, "add"), (Qt.Key.Key_Backtab, "unit")]
)
def test_tab_walks_through_the_cells_and_out_again(sizes, qtbot, sizes_there, key, way_out):
    sizes.show_chart(None, "tshirt")
    for _ in range(sizes_there):
        sizes.add_size()
    with qtbot.waitActive(sizes):
        sizes.show()
        sizes.activateWindow()
    sizes.table.setCurrentCell(0, 0)
    sizes.table.setFocus()
    seen = set()
    for _ in range(2 * 4 + 1):
        if QApplication.focusWidget() is not sizes.table:
            break
        seen.add((sizes.table.currentRow(), sizes.table.currentColumn()))
        QTest.keyClick(sizes.table, key)
    assert QApplication.focusWidget() is getattr(sizes, way_out)
    if key == Qt.Key.Key_Tab:
        assert len(seen) == max(4 * sizes_there, 1)
