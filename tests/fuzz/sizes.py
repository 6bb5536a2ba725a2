"""How much is tried: little in `make test`, much in `make fuzz`, in either no longer than a budget of minutes, if given.

With CCHC_FUZZ_MINUTES every property stops when its share of the minutes is used up, and a report at the end says how
far each came.
"""

import os
import time
from typing import ClassVar

LONG = os.environ.get("CCHC_FUZZ") == "long"
MINUTES = float(os.environ.get("CCHC_FUZZ_MINUTES") or 0)
PROPERTIES = 12  # tests that share the minutes: seven formats of documents, five properties of values


def examples(short: int, long: int) -> int:
    return long if LONG else short


class Budget:
    """A property's share of the minutes, which begins when it is first asked, and how far the property came in it."""

    all: ClassVar[list["Budget"]] = []

    def __init__(self, name: str, wanted: int, minutes: float = MINUTES) -> None:
        self.name, self.wanted, self.tried = name, wanted, 0
        self._seconds, self._until = 60 * minutes / PROPERTIES, 0.0
        self.all.append(self)

    def allows(self, more: int = 1) -> bool:
        """Whether `more` may be tried, which then count as tried."""
        now = time.monotonic()
        self._until = self._until or now + self._seconds
        if self.tried >= self.wanted or (self._seconds and now >= self._until):
            return False
        self.tried += more
        return True

    def __str__(self) -> str:
        cut = f" of {self.wanted:,}; the minutes were used up" if self.tried < self.wanted else ""
        return f"{self.name}: {self.tried:,} tried{cut}"
