"""The garments a person keeps: folders, and an index made from them."""
