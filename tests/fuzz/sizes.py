"""How much is tried: little in `make test`, much in `make fuzz`."""

import os

LONG = os.environ.get("CCHC_FUZZ") == "long"


def examples(short: int, long: int) -> int:
    return long if LONG else short
