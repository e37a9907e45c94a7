"""Start tryon-ar from a checkout."""

import sys

from tryon_ar.app import main

if __name__ == "__main__":
    sys.exit(main())
