"""What a notebook's programs and processes print comes out in the cell that ran them, whole and in its place."""

import os

import pytest

from analysis.runs.kernel import TextStream, WireSession
from tests.runs.conftest import NEEDS_FORK

pytestmark = NEEDS_FORK


@pytest.fixture
def stream(monkeypatch):
    """A stream on a descriptor of the test's own, and the texts it has sent."""
    sent = []
    session = WireSession()
    monkeypatch.setattr(session, "send", lambda _, kind, content, **rest: sent.append((kind, content["text"])))
    number = os.open(os.devnull, os.O_WRONLY)
    yield TextStream(session, "stdout", number), number, sent
    os.close(number)


def test_what_a_program_wrote_is_in_the_cell_that_ends(stream):
    text, number, sent = stream
    os.write(number, b"from a program\n")
    text.flush()
    assert sent == [("stream", "from a program\n")]


def test_what_a_program_wrote_stands_between_the_prints_around_it(stream):
    text, number, sent = stream
    text.write("before\n")
    os.write(number, b"amid\n")
    text.write("after\n")
    text.flush()
    assert "".join(part for _, part in sent) == "before\namid\nafter\n"


def test_a_letter_that_comes_in_two_pieces_is_one(stream):
    text, number, sent = stream
    letter = "ế".encode()
    os.write(number, letter[:1])
    text.flush()
    os.write(number, letter[1:])
    text.flush()
    assert "".join(part for _, part in sent) == "ế"


def test_a_forked_process_prints_by_the_descriptor_and_does_not_speak_on_the_line(stream):
    text, _, sent = stream
    child = os.fork()
    if child == 0:
        text.write("from the child\n")
        text.flush()
        os._exit(len(sent))
    assert os.waitpid(child, 0)[1] == 0
    text.flush()
    assert sent == [("stream", "from the child\n")]


def test_messages_of_a_forked_process_are_not_sent(monkeypatch):
    sent = []

    class Line:
        def sendall(self, data):
            sent.append(data)

    session = WireSession()
    session.connection, session.pid = Line(), os.getpid()
    session.send("iopub", "stream", {})
    session.pid += 1  # as a fork sees it
    session.send("iopub", "stream", {})
    assert len(sent) == 1


def test_a_stream_nobody_can_write_to_any_more_says_so(stream):
    text, number, _ = stream
    assert text.relay()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, number)
    os.close(null)
    assert not text.relay()
