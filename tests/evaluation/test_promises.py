"""Figures held against what is promised."""

from tryon_ar.evaluation.promises import PROMISES, judged


def told(figures, name):
    return next(one for one in judged(figures) if one["figure"] == name)


def test_bounds_are_met_from_the_right_side():
    def jitter(value):
        found = {"clips": {"stillness": {"mean": {"jitter_pct": value}}}}
        return told(found, "clips.stillness.mean.jitter_pct")["met"]

    def iou(value):
        found = {"pairs": {"summary": {"warp_iou": {"mean": value}}}}
        return told(found, "pairs.summary.warp_iou.mean")["met"]

    assert (jitter(0.4), jitter(0.41)) == (True, False)
    assert (iou(0.89), iou(0.889)) == (True, False)


def test_what_was_not_found_is_missed_and_what_was_not_measured_is_not_judged():
    found = judged({"pairs": {"summary": {}}})
    assert found
    assert all(one["found"] is None and not one["met"] for one in found)
    assert all(one["figure"].startswith("pairs.") for one in found)


def test_every_promise_is_of_a_suite():
    from tryon_ar.commands.evaluate import SUITES

    measured = set(SUITES) - {"looks"}  # pictures to be looked at have no figure
    assert {promise.figure.split(".")[0] for promise in PROMISES} == measured
