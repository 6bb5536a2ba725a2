"""What `make audit` concludes from pip-audit's answer: known, none known, or not checked; never an all-clear by default."""

import json

from tools import audit

SKIPPED = {"name": "b", "skip_reason": "could not be audited"}
SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"], "aliases": []}]}


def verdict(*packages):
    return audit.verdict(json.dumps({"dependencies": packages}), "")


def test_a_known_weakness_fails_and_is_named():
    assert verdict(SOUND, WEAK) == (1, "c 2: PYSEC-1, mended in 3")


def test_what_was_not_looked_up_is_said():
    assert verdict(SOUND) == (0, "none known in 1 packages")
    assert verdict(SOUND, SKIPPED) == (0, "none known in 1 packages; 1 packages not checked")


def test_no_answer_is_no_all_clear():
    assert verdict(SKIPPED) == (-1, "no index answers")
    assert audit.verdict("", "a\nno route to host") == (-1, "no route to host")
