"""Types, errors, settings, resource paths, logs and the privacy guard; imports nothing of ours."""
