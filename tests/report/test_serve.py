import http.client
import threading

import pytest

from analysis.cli.serve import make_server, run
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


@pytest.mark.parametrize("path", ["/.hidden", "/../outside.txt", "/%2e%2e/outside.txt", "/link.txt", "/quang-tri/"])
def test_nothing_else_is_served(served, path):
    status, body, _ = get(served, path)
    assert status in (403, 404) and "secret" not in body


def test_a_foreign_host_name_is_refused(served):
    assert get(served, "/", "evil.example")[0] == 403
    assert get(served, "/", f"localhost:{served[1]}")[0] == 200


def test_a_taken_port_and_missing_reports_say_what_to_do(served, tmp_path):
    with pytest.raises(InputError, match="another port"):
        make_server(tmp_path, served[1])

    class Args:
        port = 0

    with pytest.raises(InputError, match="cchc run --all"):
        run(Args(), Project(tmp_path / "empty"))
