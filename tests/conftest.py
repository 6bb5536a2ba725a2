"""What tests of all folders share: one real headless Chromium without network, and what a log says at its end."""

import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run "
    "--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1"
)


def chromium_path():
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    path = chromium_path()
    if path is None:
        pytest.skip(f"no Chromium here (looked for {', '.join(NAMES)}); install the package chromium to run this")
    sync_api = pytest.importorskip("playwright.sync_api")
    flags = [f"--{flag}".strip() for flag in FLAGS.split("--") if flag.strip()]
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


def pytest_terminal_summary(terminalreporter):
    """Say how many pages axe-core looked at, so that a log shows whether it did."""
    looks = [dict(report.user_properties).get("axe") for report in terminalreporter.stats.get("passed", ())]
    engines = {look for look in looks if look}
    if engines:
        said = f"{', '.join(sorted(engines))}: {sum(bool(look) for look in looks)} looks at pages, no violation"
        terminalreporter.write_line(said)
