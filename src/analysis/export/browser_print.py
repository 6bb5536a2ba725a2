"""A report printed to PDF by an installed Chromium, without network and without a trace of the day."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.errors import InputError
from analysis.scratch import scratch_folder

# Names under which Chromium and its relatives are installed; CCHC_CHROMIUM names another.
PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
VARIABLE = "CCHC_CHROMIUM"
SECONDS = 120
# No request leaves the machine: no host resolves, no proxy answers, no service starts in the background.
OFFLINE = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--safebrowsing-disable-auto-update",
)
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}([^)]*)\)")


def print_report(report: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """The PDF of an HTML report, with the same bytes on every day.

    Raises:
        InputError: the report was not made yet, no Chromium is installed, or it printed nothing.
    """
    if not report.is_file():
        raise InputError(
            "the report has not been made yet", report, "run `cchc run` for this province and period first"
        )
    program = find_chromium(environment)
    with scratch_folder() as folder:
        printed = folder / "report.pdf"
        said = _run([program, *options(folder, printed), report.resolve().as_uri()], str(folder))
        if not printed.is_file() or not printed.stat().st_size:
            raise InputError(
                f"{Path(program).name} printed nothing: {said}", report, "print it from the browser's menu"
            )
        return without_dates(printed.read_bytes())


def find_chromium(environment: Mapping[str, str] = os.environ) -> str:
    """Path of the installed Chromium; InputError saying what to install when there is none."""
    named = environment.get(VARIABLE)
    for name in (named,) if named else PROGRAMS:
        found = shutil.which(name, path=environment.get("PATH"))
        if found:
            return found
    raise InputError(
        "no Chromium found to print the PDF" if not named else "the program to print with is not there",
        named,
        f"install Chromium, Chrome or Edge (Debian: apt install chromium), or name its program in {VARIABLE}; "
        "or open the report in any browser and print it",
    )


def options(folder: Path, printed: Path) -> list[str]:
    """How Chromium is called: headless, offline, with a profile of its own that is thrown away."""
    # Chromium refuses its sandbox to root; only then is it left out.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        "--headless=new",
        *(["--no-sandbox"] if root else []),
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={folder / 'profile'}",
        *OFFLINE,
        "--virtual-time-budget=10000",
        "--no-pdf-header-footer",
        f"--print-to-pdf={printed}",
    ]


def without_dates(pdf: bytes) -> bytes:
    """`pdf` with a fixed date of the same length in place of today's, so that its table of offsets stays right."""
    return _DATE.sub(lambda match: b"/%s (D:20000101000000%s)" % (match[1], match[2]), pdf)


def _run(command: Sequence[str], folder: str) -> str:
    """Run the browser, bounded in time; returns the last line it said."""
    # The locale decides which fonts Chromium takes; one for all, so that the bytes are the same everywhere.
    environment = {**os.environ, "HOME": folder, "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": "C"}
    # A session of its own, so that a browser that hangs ends with all its helpers.
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, cwd=folder, start_new_session=True
    ) as browser:
        try:
            said = browser.communicate(timeout=SECONDS)[1]
        except subprocess.TimeoutExpired:
            _end(browser)
            where = command[-1]
            raise InputError(
                f"the browser took longer than {SECONDS} s", where, "try again, or print it by hand"
            ) from None
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"exit code {browser.returncode}"


def _end(browser: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(browser.pid, signal.SIGKILL)
    else:
        browser.kill()
    browser.communicate()
