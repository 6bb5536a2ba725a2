"""What a log of the whole run says at its end, also when workers did the testing."""


def pytest_terminal_summary(terminalreporter):
    """Say how many pages axe-core looked at, so that a log shows whether it did."""
    looks = [dict(report.user_properties).get("axe") for report in terminalreporter.stats.get("passed", ())]
    engines = {look for look in looks if look}
    if engines:
        said = f"{', '.join(sorted(engines))}: {sum(bool(look) for look in looks)} looks at pages, no violation"
        terminalreporter.write_line(said)
