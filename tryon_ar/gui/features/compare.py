"""Looks side by side on the same live body: a split mirror, and a grid of four."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut

from tryon_ar.core.types import BgrImage, DressedFrame
from tryon_ar.gui.compare_grid import CELLS, GridControls
from tryon_ar.gui.compare_looks import (
    WornBefore,
    names_of,
    put_on,
    three_others,
    with_garment,
)
from tryon_ar.gui.compare_offers import Offers
from tryon_ar.gui.compare_split import SplitControls
from tryon_ar.gui.features.dressing import Dressing
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.runtime.comparison import Comparison, Look, put_together

# Up to this width the grid is put together twice as large: no look loses sharpness by it.
_ENLARGED_UP_TO_PX = 960


class Compare(Feature):
    """The split mirror and the grid; what they show is dressed by the session.

    Parameters
    ----------
    context : WindowContext
    dressing : Dressing
        Told when a look of another size is chosen.
    """

    def __init__(self, context: WindowContext, dressing: Dressing) -> None:
        super().__init__(context)
        self._dressing = dressing
        self.before = WornBefore()
        self._offers = Offers(context, self.compare_with, self)
        self._divider = 0.5
        self.split = SplitControls(context.mirror)
        self.split.divider.moved.connect(self._move_divider)
        self.split.menu.aboutToShow.connect(self.fill_menu)
        self.grid = GridControls(context.mirror)
        self.grid.chosen.connect(self.choose)
        self._numbers = [self._number_key(place) for place in range(CELLS)]
        context.mirror.add_view(self._picture)
        context.mirror.installEventFilter(self)
        add = context.bar.add_switch
        self.button = add(
            "compare", lambda: self.tr("Compare two looks"), "compare", self.toggle, checkable=True
        )
        self.four_button = add(
            "four", lambda: self.tr("Four looks"), "four_looks", self.toggle_four, checkable=True
        )

    @property
    def comparison(self) -> Comparison | None:
        """What is compared with what is worn."""
        return self.context.session.wishes.comparison

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"compare": self.toggle, "four_looks": self.toggle_four}

    def begin(self) -> None:
        """Remember what is worn first."""
        self.before.note(self.context.outfit.worn)

    def refresh(self) -> None:
        """Remember what is worn, and keep names and places true."""
        self.before.note(self.context.outfit.worn)
        comparison = self.comparison
        if comparison is None:
            return
        if comparison.mirrored != self.context.mirror.mirrored:
            self._compare(replace(comparison, mirrored=self.context.mirror.mirrored))
        self._show()

    def step_back(self) -> bool:
        """End the comparison."""
        comparing = self.comparison is not None
        self.end()
        return comparing

    def forget(self) -> None:
        """Compare with nothing that somebody else wore."""
        self.end()
        self.before = WornBefore()
        self._divider = 0.5

    def close(self) -> None:
        """End with the window."""
        self.context.mirror.removeEventFilter(self)
        self.context.session.wishes.comparison = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mirror's size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and self.comparison is not None:
            self._place()
        return False

    # -- what keys, buttons and menus do -----------------------------------------------

    def toggle(self) -> None:
        """Compare what is worn with what was worn before it, or end that."""
        comparison = self.comparison
        if comparison is not None and comparison.is_split:
            self.end()
            return
        self.before.note(self.context.outfit.worn)
        others = self.before.other_than(self.context.outfit.worn)
        if not others:  # nothing was worn before: what the shelf has next
            looks = self._three_others()
            others = [tuple(str(one) for one in look.garments) for look in looks[:1]]
        if others:
            self.compare_with(Look(others[0]))
        else:
            self.context.mirror.toast(self.tr("There is nothing else to compare with"))
            self._check_buttons()

    def with_garment(self, garment_id: str) -> None:
        """Compare what is worn with the same and one garment more, of a card of the shelf."""
        worn, items = self.context.outfit.worn, self.context.shelf.items
        self.compare_with(Look(with_garment(worn, garment_id, items)))

    def compare_with(self, look: Look) -> None:
        """Show a look beside what is worn, in a split mirror."""
        mirrored = self.context.mirror.mirrored
        self._compare(Comparison((look,), self._divider, mirrored))

    def toggle_four(self) -> None:
        """Show four looks at once, or end that."""
        comparison = self.comparison
        if comparison is not None and not comparison.is_split:
            self.end()
            return
        self.before.note(self.context.outfit.worn)
        looks = self._three_others()
        if len(looks) > 1:
            self._compare(Comparison(looks, mirrored=self.context.mirror.mirrored))
        else:
            self.context.mirror.toast(self.tr("There are too few garments for four looks"))
            self._check_buttons()

    def choose(self, place: int) -> None:
        """Wear one of the four looks; 0 is what is worn already."""
        comparison = self.comparison
        if comparison is None or comparison.is_split or place > len(comparison.looks):
            return
        self.end()
        if place:
            self._wear(comparison.looks[place - 1])

    def swap(self) -> None:
        """Wear the other look, and compare it with what was worn."""
        comparison = self.comparison
        if comparison is None:
            return
        worn, look = self.context.outfit.worn, comparison.looks[0]
        size = self.context.session.options.size if look.size is not None else None
        self._wear(look)
        self.compare_with(Look(worn, size))

    def wear_other(self) -> None:
        """Wear the other look and end the comparison."""
        comparison = self.comparison
        if comparison is not None:
            self.end()
            self._wear(comparison.looks[0])

    def end(self) -> None:
        """Compare no more."""
        if self.comparison is not None:
            self._compare(None)

    def fill_menu(self) -> None:
        """Offer other looks for the right half."""
        menu = self.split.menu
        menu.clear()
        self._offers.fill(menu, self.before.other_than(self.context.outfit.worn))
        menu.addSeparator()
        menu.addAction(self.tr("Swap sides")).triggered.connect(self.swap)
        menu.addAction(self.tr("Wear this look")).triggered.connect(self.wear_other)
        menu.addAction(self.tr("End comparing")).triggered.connect(self.end)

    # -- what shows --------------------------------------------------------------------

    def _compare(self, comparison: Comparison | None) -> None:
        self.context.session.wishes.comparison = comparison
        is_grid = comparison is not None and not comparison.is_split
        self.split.set_visible(comparison is not None and comparison.is_split)
        self.grid.setVisible(is_grid)
        for key in self._numbers:
            key.setEnabled(is_grid)
        self._check_buttons()
        if comparison is not None:
            self._show()
        self.context.mirror.update()

    def _check_buttons(self) -> None:
        comparison = self.comparison
        self.button.setChecked(comparison is not None and comparison.is_split)
        self.four_button.setChecked(comparison is not None and not comparison.is_split)

    def _show(self) -> None:
        """Say what the looks are, where they are."""
        comparison = self.comparison
        if comparison is None:
            return
        names = [self._words(Look(self.context.outfit.worn))]
        names += [self._words(look) for look in comparison.looks]
        if comparison.is_split:
            self.split.name(names[0], names[1])
        else:
            self.grid.name(list(zip(names, self._ages(len(names)), strict=True)))
        self._place()

    def _place(self) -> None:
        picture = self.context.mirror.picture_rect()
        comparison = self.comparison
        if comparison is not None and comparison.is_split:
            self.split.put(picture)
        else:
            self.grid.put(picture)

    def _words(self, look: Look) -> str:
        name = names_of(look.garments, self._name_of) or self.tr("Own clothes")
        if look.size is None:
            return name
        return self.tr("{name}, size {size}").format(name=name, size=look.size)

    def _ages(self, count: int) -> list[str]:
        """Say of each look how long ago its picture was taken; nothing while they are made."""
        dressed = self.context.mirror.dressed
        if dressed is None or len(dressed.looks) != count:
            return [self.tr("getting ready")] + [""] * (count - 1) if count else []
        now_ms = dressed.tracked.frame.t_ms
        return [
            self.tr("{seconds} s ago").format(seconds=f"{(now_ms - one.t_ms) / 1000:.1f}")
            for one in dressed.looks
        ]

    def _name_of(self, garment_id: str) -> str | None:
        found = (one.name for one in self.context.shelf.items if one.id == garment_id)
        return next(found, None)

    def _three_others(self) -> tuple[Look, ...]:
        return three_others(self.context.outfit, self.before, self.context.shelf.items)

    def _picture(self, dressed: DressedFrame) -> BgrImage | None:
        """Return the looks of a frame, cut where the divider is now."""
        comparison = self.comparison
        if comparison is None or len(dressed.looks) != len(comparison.looks) + 1:
            return None
        here = replace(comparison, mirrored=self.context.mirror.mirrored)
        small = dressed.image_bgr.shape[1] <= _ENLARGED_UP_TO_PX
        return put_together([one.image_bgr for one in dressed.looks], here, 2 if small else 1)

    def _move_divider(self, share: float) -> None:
        self._divider = share
        comparison = self.comparison
        if comparison is not None and comparison.is_split:
            self.context.session.wishes.comparison = replace(comparison, divider=share)
            self.split.put(self.context.mirror.picture_rect())
            self.context.mirror.update()

    def _wear(self, look: Look) -> None:
        session = self.context.session
        if look.size is not None:
            options = replace(session.options, size=look.size)
            session.set_options(options)
            self._dressing.panel.show_options(options)
        put_on(self.context.outfit, [one for one in look.garments if isinstance(one, str)])

    def _number_key(self, place: int) -> QShortcut:
        key = QShortcut(QKeySequence(str(place + 1)), self.context.window)
        key.activated.connect(partial(self.choose, place))
        key.setEnabled(False)
        return key
