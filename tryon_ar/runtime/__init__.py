"""Threads without Qt: mailboxes, workers, the live session and its metrics."""
