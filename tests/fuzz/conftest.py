"""A long run says how far it came, for its minutes may be bounded."""

from tests.fuzz.sizes import LONG, Budget


def pytest_terminal_summary(terminalreporter):
    for budget in Budget.all if LONG else ():
        if budget.tried:
            terminalreporter.write_line(str(budget))
