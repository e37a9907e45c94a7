"""Sets of classes that other parsers know, as our labels."""

from tryon_ar.core.labels import Label

_OWN = tuple(Label)

# Hat, hair, glove, sunglasses, upper clothes, dress, coat, socks, trousers, (10), scarf, skirt,
# face, arms, legs, shoes: Look Into Person and CIHP differ in the tenth, overalls or bare trunk.
_LIP = (
    Label.BACKGROUND,
    Label.HAIR,
    Label.HAIR,
    Label.ARMS,
    Label.FACE,
    Label.UPPER,
    Label.UPPER,
    Label.UPPER,
    Label.LEGS,
    Label.LOWER,
    Label.UPPER,
    Label.UPPER,
    Label.LOWER,
    Label.FACE,
    Label.ARMS,
    Label.ARMS,
    Label.LEGS,
    Label.LEGS,
    Label.LEGS,
    Label.LEGS,
)
_BARE_TRUNK = 10

#: By name: the label of each class, in the order of a network's channels.
LABEL_SETS: dict[str, tuple[Label, ...]] = {
    "own": _OWN,
    "lip": _LIP,
    "cihp": (*_LIP[:_BARE_TRUNK], Label.NECK, *_LIP[_BARE_TRUNK + 1 :]),
    # Of MediaPipe's multi-class selfie segmentation: its skin of the body is mostly arms, and
    # it knows no lower clothes.
    "selfie": (
        Label.BACKGROUND,
        Label.HAIR,
        Label.ARMS,
        Label.FACE,
        Label.UPPER,
        Label.BACKGROUND,
    ),
}

#: The set assumed for a number of channels, where a file does not name one.
BY_COUNT = {8: "own", 20: "lip", 6: "selfie"}
