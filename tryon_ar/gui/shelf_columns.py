"""How many columns of cards the shelf has in the room there is, and how large they are."""

from tryon_ar.gui.garment_card import CARD_SPACING_PX

SHELF_MARGIN_PX, SCROLL_BAR_PX = 10, 12
MAX_COLUMNS = 3
MAX_CARD_GROWTH = 1.45
MIN_CARD_PX, MIN_LONE_CARD_PX = 104, 132


def columns_for(room_px: int, letter_px: int) -> tuple[int, int]:
    """Return the number of columns that fit, at least one, and the width of a card.

    Parameters
    ----------
    room_px : int
        Width there is.
    letter_px : int
        Mean width of the letters of the names.
    """
    least_px = max(MIN_CARD_PX, letter_px * 14)
    columns = 1
    while columns < MAX_COLUMNS and width_of(columns + 1, least_px) <= room_px:
        columns += 1
    inside = room_px - width_of(columns, 0)
    smallest = max(least_px, MIN_LONE_CARD_PX if columns == 1 else 0)
    return columns, max(smallest, min(inside // columns, round(smallest * MAX_CARD_GROWTH)))


def width_of(columns: int, card_px: int) -> int:
    """Return the width that shows so many columns of cards of a width."""
    return columns * (card_px + CARD_SPACING_PX) + 2 * SHELF_MARGIN_PX + SCROLL_BAR_PX
