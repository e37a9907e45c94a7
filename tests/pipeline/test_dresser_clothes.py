"""Changing clothes on a dresser: prepared in another thread, kept for a while, bounded."""

import threading

import pytest

from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.pipeline import dresser as dresser_module
from tryon_ar.pipeline.dresser import Dresser


@pytest.fixture
def cut(monkeypatch) -> list[str]:
    """Return the ids of garments cut out, in order."""
    made: list[str] = []
    real = dresser_module.WornGarment

    def noting(garment):
        made.append(garment.id)
        return real(garment)

    monkeypatch.setattr(dresser_module, "WornGarment", noting)
    return made


def test_what_another_thread_prepared_is_put_on_at_once(cut):
    dresser = Dresser()
    garment = load_builtin("tee-plain")
    thread = threading.Thread(target=dresser.prepare, args=(garment,))
    thread.start()
    thread.join()
    assert cut == ["tee-plain"]
    dresser.set_garments([garment])
    assert cut == ["tee-plain"]
    dresser.close()


def test_going_back_is_immediate_and_a_changed_garment_is_cut_anew(cut):
    dresser = Dresser()
    first, second = load_builtin("tee-plain"), load_builtin("tee-white")
    for garment in (first, second, first):
        dresser.set_garments([garment])
    assert cut == ["tee-plain", "tee-white"]
    dresser.set_garments([load_builtin("tee-plain")])
    assert cut[-1] == "tee-plain"
    assert len(cut) == 3


def test_only_the_last_few_are_kept_but_all_that_is_worn(cut, monkeypatch):
    monkeypatch.setattr(dresser_module, "_KEPT", 2)
    dresser = Dresser()
    garments = [load_builtin(identifier) for identifier in builtin_ids()[:4]]
    for garment in garments:
        dresser.set_garments([garment])
    assert len(dresser._prepared) == 2
    dresser.set_garments(garments[:3])
    assert [worn.garment.id for worn in dresser._worn] == sorted(
        (garment.id for garment in garments[:3]),
        key=lambda one: not load_builtin(one).is_lower,
    )
    assert len(dresser._prepared) == 3


def test_the_same_garment_twice_is_no_error(cut):
    dresser = Dresser()
    garment = load_builtin("tee-plain")
    dresser.set_garments([garment, garment])
    assert cut == ["tee-plain"]


def test_what_is_only_made_ready_is_bounded_and_never_in_place_of_what_is_worn(cut, monkeypatch):
    monkeypatch.setattr(dresser_module, "_KEPT", 2)
    dresser = Dresser()
    worn, *others = (load_builtin(identifier) for identifier in builtin_ids()[:4])
    dresser.set_garments([worn])
    for garment in others:
        dresser.prepare(garment)
    assert list(dresser._prepared) == [worn.id, others[-1].id]
