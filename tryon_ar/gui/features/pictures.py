"""Taking pictures of what the mirror shows."""

from collections.abc import Callable, Mapping

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext


class Pictures(Feature):
    """Saves what shows, with a flash, off the GUI thread."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        context.bar.snapshot_asked.connect(self.take)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"snapshot": self.take}

    def take(self) -> None:
        """Save the picture that shows now."""
        self.context.mirror.flash()
        run_in_background("snapshot", self._save)

    def _save(self) -> None:
        context = self.context
        try:
            wanted = context.options.save_mirrored or context.settings.current.mirror.save_mirrored
            mirrored = wanted and context.mirror.mirrored
            path = context.session.snapshot(mirrored=mirrored)
        except TryOnError as error:
            context.bridge.tell(str(error), failed=True)
        else:
            context.bridge.tell(self.tr("Saved {name}").format(name=path.name))
