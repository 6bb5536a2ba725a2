import http.client
import os
import socket
import threading

import pytest

from analysis.cli.serve import Handler, make_server, run
from analysis.errors import InputError
from analysis.store import Project


@pytest.fixture
def served(tmp_path):
    reports = tmp_path / "reports"
    (reports / "quang-tri").mkdir(parents=True)
    (reports / "index.html").write_text("<p>chỉ mục</p>", encoding="utf-8")
    (reports / ".hidden").write_text("secret")
    (tmp_path / "outside.txt").write_text("secret")
    (reports / "link.txt").symlink_to(tmp_path / "outside.txt")
    (reports / "folder-link").symlink_to(tmp_path)
    (reports / "inside").mkdir()
    (reports / "inside" / "index.html").symlink_to(tmp_path / "outside.txt")
    os.mkfifo(reports / "pipe")
    server = make_server(reports, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address
    server.shutdown()
    server.server_close()


def get(address, path, host=None):
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer


def test_it_listens_on_loopback_only_and_serves_the_index(served):
    assert served[0] == "127.0.0.1"
    status, body, answer = get(served, "/")
    assert status == 200 and "chỉ mục" in body
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


ODD = (
    "/.hidden", "/../outside.txt", "/%2e%2e/outside.txt", "/link.txt", "/quang-tri/", "/quang-tri", "/%2e%2e%2foutside.txt",
    "/..%5coutside.txt", "/..\\outside.txt", "/%252e%252e/outside.txt", "/quang-tri/../../outside.txt", "//outside.txt",
    "//evil.example/%2e%2e", "/%00", "/index.html%00.txt", "/folder-link/outside.txt", "/pipe", "/" + "a" * 5000,
    "/" + "../" * 500 + "etc/passwd", "/etc/passwd", "http://evil.example/", "/index.html/", "/%ff%fe", "/%ed%a0%80", "*", "/inside/",
)  # fmt: skip


@pytest.mark.parametrize("path", ODD, ids=lambda path: path[:40])
def test_nothing_else_is_served(served, path):
    status, body, answer = get(served, path)
    assert status in (400, 403, 404) and "secret" not in body and "root:" not in body
    assert "Location" not in answer.headers and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert get(served, "/")[0] == 200, "it must go on serving"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "evil:127.0.0.1",
        "[::1]",
        "0.0.0.0",
        " ",
        "127.0.0.1:80@evil.example",
        "localhost:80/evil.example",
    ],
)
def test_a_foreign_host_name_is_refused(served, host):
    status, body, _ = get(served, "/", host)
    assert status == 403 and "chỉ mục" not in body
    assert get(served, "/", f"localhost:{served[1]}")[0] == get(served, "/", "LocalHost")[0] == 200


@pytest.mark.parametrize(
    "lines",
    [
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    ],
)
def test_no_host_name_at_all_or_a_second_one_is_refused(served, lines):
    with socket.create_connection(served, timeout=10) as line:
        line.sendall(lines)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(4096), b"")).decode()
    assert "chỉ mục" not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_only_reading_is_possible(served, method):
    connection = http.client.HTTPConnection(*served, timeout=10)
    connection.request(method, "/index.html", body=b"x" if method == "POST" else None)
    assert connection.getresponse().status == 501


@pytest.mark.parametrize("path", ["/..%5coutside.txt", "/a\\b", "/%00", "/.hidden", "/link.txt", "/inside/"])
def test_odd_paths_are_refused_whatever_is_there(served, path):
    """403 and no 404: on Windows a backslash parts folders, and a null would end the name in the system's own calls."""
    assert get(served, path)[0] == 403


def test_a_silent_connection_is_closed_in_the_end(served, monkeypatch):
    assert 0 < Handler.timeout <= 60
    monkeypatch.setattr(Handler, "timeout", 0.2)
    with socket.create_connection(served, timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        assert line.recv(4096) == b""


def test_headers_are_safe_and_tell_nothing_of_the_machine(served):
    for path in ("/", "/nothing", "/.hidden"):
        headers = get(served, path)[2].headers
        assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin" and headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin" and headers["Cache-Control"] == "no-cache"
        assert "Python" not in headers["Server"] and "Access-Control-Allow-Origin" not in headers


def test_a_taken_port_and_missing_reports_say_what_to_do(served, tmp_path):
    with pytest.raises(InputError, match="another port"):
        make_server(tmp_path, served[1])

    class Args:
        port = 0

    with pytest.raises(InputError, match="cchc run --all"):
        run(Args(), Project(tmp_path / "empty"))
