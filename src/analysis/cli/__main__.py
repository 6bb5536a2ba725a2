"""`python -m analysis.cli` is `cchc`, for places where scripts are not on the path."""

import sys

from analysis.cli import main

sys.exit(main())
