"""How garments are worn: size, tuck, sway and light, beside what is worn."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tryon_ar.core.settings.declared import Dressing as Usual
from tryon_ar.gui.dressing_panel import DressingPanel
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.following import follow


class Dressing(Feature):
    """The panel of sizes, tuck, sway and light, and the keys for it."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._late: tuple[str, ...] = ()
        self._worn_first: tuple[str, ...] = ()
        self.panel = DressingPanel(context.window)
        self.panel.changed.connect(context.session.set_options)
        context.bar.dressing_asked.connect(self.open_panel)
        context.session.set_options(context.options.dressing)
        self.panel.show_options(context.options.dressing)
        follow(self, context.settings, lambda now: now.dressing, self._wear_as_set)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {
            "dressing": self.open_panel,
            "tuck": self.toggle_tuck,
            "previous_garment": lambda: self.step(-1),
            "next_garment": lambda: self.step(1),
        }

    def begin(self) -> None:
        """Put on what was asked for, else the first of the shelf."""
        outfit = self.context.outfit
        wanted = self.context.options.garments
        if not wanted and outfit.order:
            wanted = (outfit.order[0].id,)
        shelved = {one.id for one in outfit.order}
        for garment_id in wanted:
            outfit.wear(garment_id)
        foreign = tuple(garment_id for garment_id in wanted if garment_id not in shelved)
        if foreign:  # a folder or photo named on the command line, not on the shelf
            self.context.session.set_garments((*outfit.worn, *foreign))
        self._late, self._worn_first = foreign, outfit.worn

    def put_on_late(self) -> None:
        """Put on what was asked for and only now is on the shelf, if nothing else was since."""
        outfit, late = self.context.outfit, self._late
        self._late = ()
        if not late or outfit.worn != self._worn_first:
            return
        for garment_id in late:
            outfit.wear(garment_id)
        foreign = [garment_id for garment_id in late if garment_id not in outfit.worn]
        if foreign:
            self.context.session.set_garments((*outfit.worn, *foreign))

    def refresh(self) -> None:
        """Offer the sizes of what is worn."""
        self.panel.show_worn(self.context.session.garments_worn)

    def open_panel(self) -> None:
        """Open the panel below its button, or below the menu it is in."""
        self.panel.open_below(self.context.bar.button_of("dressing"))

    def _wear_as_set(self, usual: Usual) -> None:
        """Wear garments as the settings have it now."""
        session = self.context.session
        options = replace(session.options, sway=usual.sway, light=usual.light_percent / 100)
        session.set_options(options)
        self.panel.show_options(options)

    def toggle_tuck(self) -> None:
        """Tuck tops in, or let them hang."""
        self.panel.tuck.toggle()
        tucked = self.panel.tuck.isChecked()
        text = self.tr("Tops tucked in") if tucked else self.tr("Tops not tucked in")
        self.context.mirror.toast(text)

    def step(self, by: int) -> None:
        """Put on the next or previous garment of the shelf."""
        chosen = self.context.outfit.step(by)
        if chosen is not None and self.context.window.isFullScreen():
            self.context.mirror.toast(self.context.outfit.name_of(chosen))
