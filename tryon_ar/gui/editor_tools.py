"""The editor's row of tools: points, brush, what the matte looks like, zoom."""

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.gui import theme
from tryon_ar.gui.check_box import CheckBox
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.editing_words import point_name
from tryon_ar.gui.editor_canvas import MAX_BRUSH_PX, MIN_BRUSH_PX, EditorCanvas
from tryon_ar.gui.editor_picture import MaskView
from tryon_ar.gui.editor_view import Tool
from tryon_ar.gui.editor_viewport import ZOOM_STEP

_SLIDER_STEPS = 100


class EditorTools(QFrame):
    """What one takes in hand, above the canvas.

    Parameters
    ----------
    canvas : EditorCanvas
    edit : GarmentEdit

    Notes
    -----
    *Signals*: ``edited`` when a point was added or holes were filled from here.
    """

    edited = Signal()

    def __init__(
        self, canvas: EditorCanvas, edit: GarmentEdit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self._canvas = canvas
        self._edit = edit
        self.points = self._tool("points", self.tr("Points"), self.tr("Move points (P)"))
        self.paint = self._tool("brush", self.tr("Add"), self.tr("Paint what belongs to it (B)"))
        self.erase = self._tool("eraser", self.tr("Erase"), self.tr("Erase what does not (E)"))
        self._group = QButtonGroup(self)
        for tool, button in self._buttons().items():
            self._group.addButton(button)
            button.clicked.connect(lambda _checked, tool=tool: canvas.set_tool(tool))
        self.add_point = self._button(self.tr("Add point"), self.tr("Add a point that is missing"))
        self.add_point.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.add_point)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.add_point.setMenu(self.menu)
        self.remove_point = self._button(
            self.tr("Remove point"), self.tr("Remove the selected point (Del)")
        )
        self.remove_point.clicked.connect(canvas.remove_selected)
        self.brush_size = self._size_slider()
        self.brush_text = QLabel()
        self.soft = self._switch(self.tr("Soft"), self.tr("Paint with a soft edge"))
        self.follow = self._switch(
            self.tr("Follow edges"), self.tr("Keep to the colours under the middle of the brush")
        )
        self.holes = self._button(self.tr("Fill holes"), self.tr("Fill small holes in the cloth"))
        self.holes.clicked.connect(self._fill_holes)
        self.mask_view = self._mask_choice()
        self._connect()
        self._arrange()
        self.refresh()

    def refresh(self) -> None:
        """Show what the canvas has in hand now."""
        points = self._canvas.tool is Tool.POINTS
        self._buttons()[self._canvas.tool].setChecked(True)
        for widget in (self.add_point, self.remove_point):
            widget.setVisible(points)
        for brush_widget in (self.brush_size, self.brush_text, self.soft, self.follow, self.holes):
            brush_widget.setVisible(not points)
        self.add_point.setEnabled(bool(self._edit.missing_landmarks))
        selected = self._canvas.selected
        self.remove_point.setEnabled(selected is not None and self._edit.can_remove(selected))
        with QSignalBlocker(self.brush_size):
            self.brush_size.setValue(_to_slider(self._canvas.brush_px))
        self.brush_text.setText(f"{2 * self._canvas.brush_px:.0f} px")
        percent = 100 * self._canvas.viewport.scale * self.devicePixelRatioF()
        self.zoom_text.setText(f"{percent:.0f} %")

    def set_wordless(self, wordless: bool) -> None:
        """Leave the words of the three tools away, for narrow windows."""
        style = Qt.ToolButtonStyle
        chosen = style.ToolButtonIconOnly if wordless else style.ToolButtonTextBesideIcon
        for button in self._buttons().values():
            button.setToolButtonStyle(chosen)

    def fill_menu(self) -> None:
        """List the points that can be added."""
        self.menu.clear()
        for name in self._edit.missing_landmarks:
            action = self.menu.addAction(point_name(name))
            action.triggered.connect(lambda _checked=False, name=name: self._add(name))

    def _add(self, name: str) -> None:
        self._edit.add_landmark(name)
        self._canvas.select(name)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _fill_holes(self) -> None:
        if self._edit.fill_holes():
            self.edited.emit()

    def _buttons(self) -> dict[Tool, QToolButton]:
        return {Tool.POINTS: self.points, Tool.PAINT: self.paint, Tool.ERASE: self.erase}

    def _connect(self) -> None:
        self._canvas.shown_differently.connect(self.refresh)
        self.brush_size.valueChanged.connect(
            lambda value: self._canvas.set_brush(_from_slider(value))
        )
        self.soft.toggled.connect(lambda on: setattr(self._canvas, "soft", on))
        self.follow.toggled.connect(lambda on: setattr(self._canvas, "follow_edges", on))
        self.mask_view.currentIndexChanged.connect(
            lambda _index: self._canvas.set_mask_view(self.mask_view.currentData())
        )

    def _arrange(self) -> None:
        self.zoom_out = self._button("−", self.tr("Smaller (Ctrl+−)"))
        self.zoom_out.clicked.connect(lambda: self._canvas.zoom(1 / ZOOM_STEP))
        self.zoom_text = self._button("", self.tr("Show the photo's own pixels (1)"))
        self.zoom_text.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 %") + 16)
        self.zoom_text.clicked.connect(self.show_true_size)
        self.zoom_in = self._button("+", self.tr("Larger (Ctrl++)"))
        self.zoom_in.clicked.connect(lambda: self._canvas.zoom(ZOOM_STEP))
        self.fit = self._button("", self.tr("Show the whole photo (0)"))
        self.fit.setIcon(theme.icon("fit"))
        self.fit.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.fit.clicked.connect(self._canvas.fit)
        first, second = QHBoxLayout(), QHBoxLayout()
        for tool in (self.points, self.paint, self.erase):
            first.addWidget(tool)
        first.addStretch(1)
        first.addWidget(self.mask_view)
        for button in (self.zoom_out, self.zoom_text, self.zoom_in, self.fit):
            first.addWidget(button)
        for button in (self.add_point, self.remove_point):
            second.addWidget(button)
        second.addWidget(self.brush_size)
        second.addWidget(self.brush_text)
        for switch in (self.soft, self.follow):
            second.addWidget(switch)
        second.addWidget(self.holes)
        second.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        for row in (first, second):
            row.setSpacing(4)
            layout.addLayout(row)

    def show_true_size(self) -> None:
        """Show one photo pixel on one pixel of the screen."""
        scale = 1.0 / self.devicePixelRatioF()
        self._canvas.zoom(scale / self._canvas.viewport.scale)

    def _mask_choice(self) -> ChoiceBox:
        choice = ChoiceBox()
        for text, view in (
            (self.tr("Outline"), MaskView.OUTLINE),
            (self.tr("Tint"), MaskView.TINT),
            (self.tr("Cut-out"), MaskView.CUT_OUT),
        ):
            choice.addItem(text, view)
        choice.setAccessibleName(self.tr("How the cut is shown"))
        choice.setToolTip(self.tr("How the cut is shown (V)"))
        return choice

    def _size_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _SLIDER_STEPS)
        slider.setPageStep(10)
        slider.setMinimumSize(90, 26)
        slider.setMaximumWidth(180)
        slider.setAccessibleName(self.tr("Size of the brush"))
        slider.setToolTip(self.tr("Size of the brush ([ and ], or the wheel)"))
        return slider

    def _tool(self, icon: str, name: str, tip: str) -> QToolButton:
        button = self._button(f" {name}", tip)
        button.setAccessibleName(name)
        button.setCheckable(True)
        button.setIcon(theme.icon(icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _switch(self, name: str, tip: str) -> CheckBox:
        switch = CheckBox(name)
        switch.setToolTip(tip)
        switch.setAccessibleDescription(tip)
        return switch

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip if len(text) < 2 else text)
        theme.fit_icon(button)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button


def _to_slider(radius_px: float) -> int:
    """Return the slider's place of a radius: sizes grow by ratio, not by pixels."""
    share: float = (radius_px / MIN_BRUSH_PX - 1) / (MAX_BRUSH_PX / MIN_BRUSH_PX - 1)
    return round(_SLIDER_STEPS * math.sqrt(max(share, 0.0)))


def _from_slider(value: int) -> float:
    share = float(value / _SLIDER_STEPS) ** 2
    return MIN_BRUSH_PX + (MAX_BRUSH_PX - MIN_BRUSH_PX) * share
