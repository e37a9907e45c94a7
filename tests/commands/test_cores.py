import cv2

from tryon_ar.commands.cores import share_cores


def test_opencv_keeps_to_one_thread():
    before = cv2.getNumThreads()
    try:
        share_cores()
        assert cv2.getNumThreads() == 1
    finally:
        cv2.setNumThreads(before)
