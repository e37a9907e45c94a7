"""Where cloth sits on a body, in shoulder widths.

Measured on nine paired photos and two webcam clips; lengths are fractions of the distance
between the shoulder joints of BlazePose, which lie inside the body.
"""

# Cloth shoulders: seam to seam 1.13 joint distances, a little above the joints.
SEAM_WIDTH = 1.13
SEAM_RISE = 0.10
NECK_RISE = 0.26
# Shoulders slope: cloth this far from the middle lies as high as a neck, and further out
# lower, down to the seams.
NECK_HALF = 0.22

# Bare neck and shoulders slope hollow: how far from the middle, and how high above the joints.
BARE_SLOPE = ((0.12, 0.30), (0.15, 0.26), (0.22, 0.225), (0.36, 0.155), (0.50, 0.10), (0.56, 0.0))

# A top can be no narrower than this round the chest (armpit to armpit, flat), nor its sleeves
# so short of the wrist: one whose seams say so has them down on the arms. Middle of the neck
# to cuff: a long sleeve's reach.
LEAST_CHEST = 1.15
SLEEVE_REACH = 1.865
MOST_DROP = 1.25

# Cloth covers the trunk's outline and this much more, but is never widened beyond the cap.
COVER_MARGIN = 0.02
COVER_CAP = 1.30

# A garment lying flat shows half its girth; worn, part of that girth goes round the sides.
# Chests up to this wide (of the seam width) were photographed worn; those as wide as the
# second are flat and are drawn at the given part of their width.
WORN_CHEST = 0.85
FLAT_CHEST = 1.10
FLAT_TO_WORN = 0.83

# Arms, joint to joint: the first is how long one is usually seen that wears a short sleeve.
SHORT_SLEEVE_ARM = 0.80
# A sleeve shorter than this, seam to cuff, ends above the elbow, whatever its landmarks say.
ENDS_ABOVE_ELBOW = 0.55
# One no longer than this, of which no more is left below its own elbow, ends at the elbow.
ENDS_AT_ELBOW, LEFT_BELOW_ELBOW = 0.84, 0.22
UPPER_ARM = 0.85
FOREARM = 0.74
# A sleeve that ends this far down the forearm is meant to reach the wrist.
REACHES_WRIST = 0.45
SHOULDER_TO_SLEEVE = 0.16
LONGEST_SLEEVE = 1.08
# A sleeve laid flat shows half its girth; on an arm it is seen at this much of that.
SLEEVE_WORN = 0.93
# A short one stands off, and is seen nearly as wide as it lies.
SHORT_SLEEVE_WORN = 0.95
# Half-widths that just cover an arm.
SHORT_CUFF_HALF = 0.17
# Between a hanging arm and the trunk there is no room for more of a sleeve than this.
INNER_CUFF_HALF = 0.15
ELBOW_HALF = 0.15
WRIST_HALF = 0.11

# Legs.
THIGH = 1.18
SHIN = 1.0
KNEE_HALF = 0.22
ANKLE_HALF = 0.15
# A waistband sits above the hip joints.
WAIST_RISE = 0.42
HIP_HALF = 0.52

# How far shoulders and upper sleeves may be pushed out to cover the arm below.
SHOULDER_PUSH = 0.07
UPPER_SLEEVE_PUSH = 0.14
# How far the line from neck to seam may be lifted or lowered onto the wearer's shoulder, how
# far above it cloth ends, and how high an outline is hair.
SHOULDER_LIFT = (-0.04, 0.06)
SHOULDER_COVER = 0.015
# How far a shoulder's edge may come down onto a wearer who slopes more than most, and how much
# lower it is the further it is pushed out: a shoulder is round there.
EDGE_DROP = 0.07
SHOULDER_ROUND = 0.5
HAIR_ABOVE = 0.10
