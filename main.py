"""Start tryon-ar from a checkout."""

import sys

try:
    from tryon_ar.app import main
except KeyboardInterrupt:  # pressed before there is anything to stop
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(main())
