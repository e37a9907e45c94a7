"""MediaPipe pose and person mask, smoothing, and what to do when nobody is seen."""
