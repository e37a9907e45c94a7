"""Where frames go: crash-safe video files and snapshots."""
