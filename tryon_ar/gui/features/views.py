"""How the mirror is looked at: mirrored, in full screen, with figures."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt

from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.following import choose, follow


class Views(Feature):
    """Switches of the view."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        context.bar.mirror_asked.connect(self.toggle_mirror)
        context.bar.hud_asked.connect(self.toggle_figures)
        context.bar.full_screen_asked.connect(self.toggle_full_screen)
        context.mirror.set_mirrored(context.options.mirrored)
        context.bar.mirror.setChecked(context.options.mirrored)
        follow(self, context.settings, lambda now: now.mirror.mirrored, self._mirror)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {
            "mirror": self.toggle_mirror,
            "hud": self.toggle_figures,
            "full_screen": self.toggle_full_screen,
        }

    def begin(self) -> None:
        """Open as asked for."""
        window, options = self.context.window, self.context.options
        if options.kiosk:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
            self.context.area.set_kiosk()
        elif options.fullscreen:
            self.toggle_full_screen()
        if options.show_figures:
            self.toggle_figures()

    def refresh(self) -> None:
        """Feed the figures while they show."""
        hud = self.context.area.hud
        if hud is not None and hud.isVisible():
            hud.show_metrics(self.context.session.metrics())

    def step_back(self) -> bool:
        """Close the figures, then leave full screen."""
        hud = self.context.area.hud
        if hud is not None and hud.isVisible():
            self.toggle_figures()
            return True
        if self.context.window.isFullScreen() and not self.context.options.kiosk:
            self.toggle_full_screen()
            return True
        return False

    def toggle_mirror(self) -> None:
        """Mirror the view, or show it as the camera sees it."""
        context, mirrored = self.context, not self.context.mirror.mirrored
        self._mirror(mirrored)
        choose(
            context.settings, "mirror.mirrored", mirrored, partial(context.bridge.tell, failed=True)
        )

    def _mirror(self, mirrored: bool) -> None:
        self.context.mirror.set_mirrored(mirrored)
        self.context.bar.mirror.setChecked(mirrored)

    def toggle_figures(self) -> None:
        """Show or hide the figures."""
        self.context.bar.hud.setChecked(self.context.area.toggle_hud())
        self.refresh()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or come back; a kiosk stays."""
        window = self.context.window
        if self.context.options.kiosk:
            return
        full = not window.isFullScreen()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.context.area.set_floating(full)
