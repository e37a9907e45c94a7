"""What people call the categories of garments."""

from PySide6.QtCore import QCoreApplication


def category_name(category: str) -> str:
    """Return a category's name for people; an unknown one is returned as it is."""
    translate = QCoreApplication.translate
    names = {
        "tshirt": translate("categories", "T-shirt"),
        "longsleeve": translate("categories", "Long sleeve"),
        "shirt": translate("categories", "Shirt or blouse"),
        "polo": translate("categories", "Polo shirt"),
        "top": translate("categories", "Top or tank"),
        "hoodie": translate("categories", "Hoodie or sweatshirt"),
        "blazer": translate("categories", "Blazer"),
        "outerwear": translate("categories", "Jacket or coat"),
        "dress": translate("categories", "Dress"),
        "skirt": translate("categories", "Skirt"),
        "trousers": translate("categories", "Trousers"),
        "shorts": translate("categories", "Shorts"),
    }
    return names.get(category, category)


def group_title(group: str) -> str:
    """Return the title of a group of the shelf for people; an unknown one as it is."""
    translate = QCoreApplication.translate
    titles = {
        "Tops": translate("categories", "Tops"),
        "Layers": translate("categories", "Layers"),
        "Dresses": translate("categories", "Dresses"),
        "Bottoms": translate("categories", "Bottoms"),
    }
    return titles.get(group, group)
