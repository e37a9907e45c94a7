"""``tryon-ar garment``: what can be worn."""

import json

from tryon_ar.commands.console import say


def list_garments(*, as_json: bool) -> int:
    """Print the garments, one a line."""
    from tryon_ar.garments.builtin import builtin_summaries

    rows = builtin_summaries()
    if as_json:
        garments = [{"id": row.id, "name": row.name, "category": row.category} for row in rows]
        say(json.dumps({"version": 1, "garments": garments}, indent=2, ensure_ascii=False))
    else:
        for row in rows:
            say(f"{row.id:<24} {row.category:<12} {row.name}")
    return 0
