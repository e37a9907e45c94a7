"""A wipe that is refused once the window has closed is told of where it was asked for."""

import pytest
from PySide6.QtWidgets import QMessageBox

from tryon_ar.commands import mirror
from tryon_ar.commands.privacy import Wiping
from tryon_ar.core.errors import DataInUse

pytestmark = pytest.mark.gui


def test_a_refused_wipe_is_shown_and_keeps_its_exit_code(application, monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    wiping = Wiping()
    mirror._wipe(wiping)
    assert not shown

    def refuse() -> None:
        raise DataInUse("A recording is being made.", "Wait for its end; nothing was deleted.")

    monkeypatch.setattr(wiping, "carry_out", refuse)
    with pytest.raises(DataInUse):
        mirror._wipe(wiping)
    assert shown == ["A recording is being made. Wait for its end; nothing was deleted."]
