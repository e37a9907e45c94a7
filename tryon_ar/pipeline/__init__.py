"""One frame in, one dressed frame out: stages and their timings."""
