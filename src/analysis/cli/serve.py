"""`cchc serve`: a look at reports/ in the browser, from this machine only."""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import re
import sys
import urllib.parse
from pathlib import Path

from analysis.errors import EXIT_DONE, AnalysisError, InputError, UsageError
from analysis.store import Project

# Reports may hold figures that are not published yet: nobody but this machine is let in.
LOOPBACK = "127.0.0.1"
_OWN_NAME = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.IGNORECASE)
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "serve",
        help="show reports/ in the browser, on this machine only",
        epilog="example: cchc serve --port 8000, then open http://127.0.0.1:8000/",
    )
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (0 lets the system choose)")
    parser.set_defaults(run=run)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of reports/ only: no listings of folders, no hidden files, no other host's name in the request."""

    server_version, sys_version = "cchc", ""
    timeout = 30  # seconds a connection may stay silent

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def send_head(self) -> object:  # type: ignore[override]
        hosts = self.headers.get_all("Host", [""])
        # A foreign page that has its own name point here (DNS rebinding) sends that name as the host.
        if not all(_OWN_NAME.fullmatch(host) for host in hosts) or self._leads_away():
            self.send_error(403)
            return None
        path = Path(self.translate_path(self.path))
        if not _is_served(path):
            self.send_error(404, explain="This page was never made, or was deleted: `cchc run` makes it.")
            return None
        return super().send_head()

    def _leads_away(self) -> bool:
        """Whether the path asked for is hidden, lies outside of the folder (also by a link), or is none at all."""
        asked = urllib.parse.unquote(self.path.partition("?")[0].partition("#")[0])
        if any(part.startswith(".") for part in asked.split("/")) or "\0" in asked or "\\" in asked:
            return True
        folder, path = Path(self.directory).resolve(), Path(self.translate_path(self.path))
        try:
            return any(not place.resolve().is_relative_to(folder) for place in (path, path / "index.html"))
        except ValueError:
            return True  # half of a pair of surrogates, which no name can hold

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the browser shows what was found."""


def _is_served(path: Path) -> bool:
    """Whether there is a file, or a folder with an index; no for a name longer than a file's may be."""
    try:
        return (path / "index.html" if path.is_dir() else path).is_file()
    except OSError:
        return False


def make_server(folder: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server for `folder` on loopback; InputError when the port is taken."""
    try:
        handler = functools.partial(Handler, directory=str(folder))
        return http.server.ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        raise InputError(
            f"cannot listen: {error.strerror}", f"{LOOPBACK}:{port}", "choose another port with --port"
        ) from None


def run(args: argparse.Namespace, project: Project) -> int:
    """Serve until interrupted."""
    if not 0 <= args.port <= 65535:
        raise UsageError(f"port {args.port} does not exist; choose 0 to 65535")
    if not (project.reports / "index.html").is_file():
        raise InputError("there are no reports yet", project.reports, "run `cchc run --all` first")
    bring_index_up_to_date(project)
    with make_server(project.reports, args.port) as server:
        sys.stdout.write(f"http://{LOOPBACK}:{server.server_address[1]}/\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return EXIT_DONE


def bring_index_up_to_date(project: Project) -> None:
    """Say in the index what has become of pages that were deleted since; what hinders that does not hinder a look."""
    from analysis.runs.calendar import today_in_vietnam
    from analysis.runs.index import leads_nowhere
    from analysis.runs.runner import digests_of, renew_index

    with contextlib.suppress(AnalysisError, OSError):
        if leads_nowhere(project):
            renew_index(project, today_in_vietnam(), digests_of(project))
