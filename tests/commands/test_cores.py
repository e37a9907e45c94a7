import os

import cv2
import pytest

from tryon_ar.commands.cores import parser_threads, share_cores


def test_opencv_keeps_to_one_thread():
    before = cv2.getNumThreads()
    try:
        share_cores()
        assert cv2.getNumThreads() == 1
    finally:
        cv2.setNumThreads(before)


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 1), (3, 1), (4, 2), (32, 2), (None, 1)])
def test_the_parser_leaves_a_core_each_to_tracker_and_renderer(monkeypatch, cores, threads):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert parser_threads() == threads
