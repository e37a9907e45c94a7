"""What the places of stored things are called in the window's language."""

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from tryon_ar.core.stored_data import Place


def title_of(place: Place) -> str:
    """Return what a place is called."""
    translate = QCoreApplication.translate
    names = {
        "Settings": translate("stored", "Settings"),
        "Garments": translate("stored", "Garments"),
        "Pictures": translate("stored", "Pictures"),
        "Videos": translate("stored", "Videos"),
        "Deleted just now": translate("stored", "Deleted just now"),
        "Kiosk": translate("stored", "Kiosk"),
        "Logs": translate("stored", "Logs"),
        "Crash reports": translate("stored", "Crash reports"),
        "Cache": translate("stored", "Cache"),
        "Networks": translate("stored", "Networks"),
    }
    return names.get(place.title, place.title)


def about_of(place: Place) -> str:
    """Return the sentence about a place."""
    translate = QCoreApplication.translate
    texts = {
        "Settings": translate("stored", "What you chose."),
        "Garments": translate(
            "stored", "Clothes you added, with the photos they were cut from, and your looks."
        ),
        "Pictures": translate("stored", "Photos you took. They show people."),
        "Videos": translate(
            "stored", "Recordings you made, with sound where you chose that. They show people."
        ),
        "Deleted just now": translate(
            "stored", "Pictures and videos you deleted that can still be brought back."
        ),
        "Kiosk": translate(
            "stored", "What people took at a kiosk and has not been wiped. It shows people."
        ),
        "Logs": translate(
            "stored", "What the program did and when, for finding faults. No pictures."
        ),
        "Crash reports": translate(
            "stored", "Where the program stopped when it stopped badly. No pictures."
        ),
        "Cache": translate(
            "stored", "What can be made again: networks made ready, product photos cut out."
        ),
        "Networks": translate(
            "stored", "The tracker's networks as they were fetched. Nothing of yours."
        ),
    }
    return texts.get(place.title, place.about)


def amount_of(place: Place) -> str:
    """Return how much is in a place and since when."""
    translate = QCoreApplication.translate
    if not place.files:
        return translate("stored", "nothing")
    locale = QLocale()
    text = translate("stored", "{count} files, {size}, since {date}")
    date = ""
    if place.since is not None:
        day = QDate(place.since.year, place.since.month, place.since.day)
        date = locale.toString(day, QLocale.FormatType.ShortFormat)
    size = locale.formattedDataSize(place.size_bytes)
    return text.format(count=locale.toString(len(place.files)), size=size, date=date)
