"""Which numbers of a passage hang together: what a cue ("trong đó") or a bracket gathers, and whose parts these may be.

A frame opens at a cue or a bracket, names the figures before it as possible owners, and collects the numbers that
follow. Who owns them is decided later, when all of them are known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.extract.figures_mentions import Mention, is_change
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_words import says, words

_STOP = re.compile(r"[.!?…]+(?=\s+[\"“(]?(?P<next>[^\W\d_]|\d)|\s*$)")

_LEADS = re.compile(r"\W*(?:trong|trên)\s+", re.IGNORECASE)  # "Trong 701 đơn vị sự nghiệp có 09 đơn vị …"
_DEEPEST = 8  # brackets within brackets
_MOST_OWNERS = 40  # figures of one sentence among which a whole is looked for
_CLAUSE_SIGN = re.compile(r"[,;()]|\.\s")
# "tăng 120 hồ sơ", but not "cắt giảm 5 thủ tục".
RISE_OR_FALL = re.compile(r"(?<!cắt )(?<!tinh )\b(?:tăng|giảm)(?:\s+(?:thêm|hơn|khoảng|gần))?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Node:
    """A mention with its place in the structure; `id` numbers the mentions of the whole narrative."""

    id: int
    passage: int
    sentence: int
    depth: int
    mention: Mention
    label: str


@dataclass
class Frame:
    """Numbers gathered by one cue or bracket. `owners` are candidates, the nearest first; `complete`: "gồm" said so.

    `listing`: a colon or a bracket opened it, and no cue says that only some are named ("trong đó"). `at`: where its
    cue or bracket stands in the passage.
    """

    owners: list[int]
    complete: bool
    bracket: bool
    depth: int
    children: list[int] = field(default_factory=list)
    closed: bool = False
    listing: bool = False
    at: int = 0


@dataclass(frozen=True)
class Scan:
    """What one passage yields. `open_owners`: candidates for a list that follows (the passage ends with a colon)."""

    nodes: list[Node]
    frames: list[Frame]
    open_owners: list[int]
    open_complete: bool


def sentence_ends(text: str) -> list[int]:
    """Positions of the full stops that end a sentence: a capital, a digit or nothing follows."""
    stops = _STOP.finditer(text)
    return [stop.start() for stop in stops if not stop["next"] or stop["next"].isupper() or stop["next"].isdigit()]


def scan(
    text: str, mentions: Sequence[Mention], labels: Sequence[str], first_id: int, passage: int, before: Sequence[Node]
) -> Scan:
    """Nodes and frames of one passage; `before` are the nodes before it ("Trong đó …" may refer to one)."""
    return _Scanner(text, mentions, labels, first_id, passage, before).run()


class _Scanner:
    """Walks over one text from left to right, keeping the stack of open frames."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        labels: Sequence[str],
        first_id: int,
        passage: int,
        before: Sequence[Node],
    ) -> None:
        self.text, self.mentions, self.labels, self.first_id, self.passage = text, mentions, labels, first_id, passage
        self.nodes: list[Node] = []
        self.frames: list[Frame] = []
        self.stack: list[Frame] = []
        self.depth = self.sentence = self.sentence_start = 0
        self.earlier = list(before)
        self.by_id = {node.id: node for node in before}
        self.changes: set[int] = set()

    def run(self) -> Scan:
        events = [(match.start(), 1, match[0]) for match in words().cue.finditer(self.text) if self._is_cue(match)]
        events += [(position, 0, char) for position, char in enumerate(self.text) if char in "();:"]
        events += [(position, 0, ".") for position in sentence_ends(self.text)]
        events += [(mention.start, 2, str(index)) for index, mention in enumerate(self.mentions)]
        for position, kind, value in sorted(events):
            if kind == 2:
                self._number(int(value))
            elif kind == 1:
                self._cue(position, value)
            else:
                self._sign(position, value)
        owners, complete = self._open_list()
        return Scan(self.nodes, self.frames, owners, complete)

    def _is_cue(self, match: re.Match[str]) -> bool:
        """Whether a cue with a colon opens its clause: "…; kết quả: 59 đã xử lý", not "số hóa kết quả: 88,2%"."""
        return not match[0].endswith(":") or self.text[: match.start()].rstrip()[-1:] in ("", *".;,")

    def _sign(self, position: int, sign: str) -> None:
        if sign == "(":
            owners = self._owners() if self.depth < _DEEPEST else []
            if owners and words().not_a_part.search(clause_before(self.text, position)):
                owners = []
            self.depth += 1
            if not self._names_another(position):
                self._open(Frame(owners, False, True, self.depth, listing=True, at=position))
        elif sign == ")" and self.depth:
            while self.stack and self.stack[-1].depth >= self.depth:
                self.stack.pop()
            self.depth -= 1
        elif sign == ";":
            self._semicolon(position)
        elif sign == ":":
            self._colon(position)
        elif sign == "." and not self.depth:
            self.stack.clear()
            self.sentence += 1
            self.sentence_start = position + 1

    def _names_another(self, position: int) -> bool:
        """Whether a bracket gives the number of a new item of an open list: "…, về hẹn trả 48, còn lại (31 lỗi)"."""
        last = self.nodes[-1] if self.nodes else None
        if last is None or last.sentence != self.sentence or not any(not frame.bracket for frame in self.stack):
            return False
        between = self.text[last.mention.noun_end : position]
        inside = self.text[position : self.text.find(")", position)]
        return bool(re.search(r"[,;]\s*[^\W\d]", between)) and len(re.findall(r"\d[\d.,]*", inside)) == 1

    def _semicolon(self, position: int) -> None:
        """A cue that gathered nothing ends here, and so does the inner of two cues at one depth."""
        while self.stack and self.stack[-1].closed:
            self.stack.pop()
        here = [frame for frame in self.stack[-_DEEPEST:] if frame.depth == self.depth and not frame.bracket]
        if len(here) > 1 and self._states_go_on(here[-1], position):
            return
        for frame in here[1:] if len(here) > 1 else here:
            if not frame.children or len(here) > 1:
                self.stack.remove(frame)

    def _states_go_on(self, frame: Frame, position: int) -> bool:
        """Whether a semicolon only parts how timely the same things were: "trong đó trước hạn 7; quá hạn 2"."""
        following = re.split(r"[;:]|\.\s", self.text[position + 1 :], maxsplit=1)[0]
        said = self.text[frame.at : position]
        timely = says(words().on_time, said) and says(words().on_time, following)
        return timely and not words().cue.search(following)

    def _colon(self, position: int) -> None:
        """A colon in a figure's own clause gathers ("125 đơn vị tự chủ: 5 …, 32 …") unless a frame is open already."""
        last = self.nodes[-1] if self.nodes else None
        if last is None or (last.sentence, last.depth) != (self.sentence, self.depth):
            return
        if any(frame.depth == self.depth and not frame.closed for frame in self.stack[-_DEEPEST:]):
            return
        if not _CLAUSE_SIGN.search(self.text, last.mention.noun_end, position) and self.text[position + 1 :].strip(
            " *_"
        ):
            self._open(Frame([last.id], False, False, self.depth, listing=True, at=position))

    def _cue(self, position: int, cue: str) -> None:
        frame = self.stack[-1] if self.stack else None
        complete = bool(words().cue_all.fullmatch(cue))
        if frame and frame.bracket and frame.depth == self.depth and not frame.children:
            frame.complete = frame.complete or complete  # "(trong đó …": the bracket itself is the frame
            frame.listing = False
            return
        starts_sentence = not self.text[self.sentence_start : position].strip(' *-+•:,“"')
        self._open(Frame(self._owners(previous_sentence=starts_sentence), complete, False, self.depth, at=position))

    def _open(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.stack.append(frame)

    def _owners(self, previous_sentence: bool = False) -> list[int]:
        """Figures that may own what follows: of this sentence, outside deeper brackets; else of the sentence before."""
        here = [node for node in self._latest(self.sentence) if node.depth <= self.depth]
        if not here and previous_sentence:
            last = [node for node in self.nodes if node.depth == 0] or [n for n in self.earlier if n.depth == 0]
            here = [node for node in reversed(last) if node.sentence == last[-1].sentence] if last else []
        return [node.id for node in here]

    def _latest(self, sentence: int) -> list[Node]:
        """The last nodes of `sentence`, the nearest first."""
        latest = [node for node in reversed(self.nodes[-_MOST_OWNERS:]) if node.sentence == sentence]
        for at, (node, other) in enumerate(itertools.pairwise(latest)):
            if node.mention.role == "denominator" and other.mention.role == "numerator":
                latest[at : at + 2] = [other, node]  # "có 3/5 đơn vị …, trong đó 01 đơn vị": one of the three
        return latest

    def _number(self, index: int) -> None:
        mention = self.mentions[index]
        node = Node(self.first_id + index, self.passage, self.sentence, self.depth, mention, self.labels[index])
        self.by_id[node.id] = node
        self.nodes.append(node)
        if mention.kind == "rank" or mention.role:
            return
        if self._is_change(mention):
            self.changes.add(node.id)
            if not self._breaks_down_change():
                return
        if self._comes_first(node):
            self._open(Frame([node.id], False, False, self.depth, at=node.mention.start))
            return
        while self.stack and self.stack[-1].closed:
            self.stack.pop()
        for frame in reversed(self.stack):
            if frame.closed:
                continue
            frame.children.append(node.id)
            frame.closed = not frame.bracket and self._is_full(frame)
            return

    def _comes_first(self, node: Node) -> bool:
        """Whether the whole opens its sentence and what follows is of it: "Trong số 486 phiếu hợp lệ, 431 …"."""
        before = clause_before(self.text, node.mention.start)
        leads = re.search(rf"(?:{words().whole_after.pattern})\s*$", before, re.IGNORECASE) or _LEADS.fullmatch(before)
        return leads is not None and (len(self.nodes) < 2 or self.nodes[-2].sentence != node.sentence)

    def _is_change(self, mention: Mention) -> bool:
        before = clause_before(self.text, mention.start)
        return is_change(mention) or bool(RISE_OR_FALL.search(before) or words().not_a_part.search(before))

    def _breaks_down_change(self) -> bool:
        """Whether a rise or fall is told of one in particular: "giảm 29 phòng (sở giảm 18 phòng; huyện giảm 11)"."""
        frame = self.stack[-1] if self.stack else None
        counted = [id_ for id_ in frame.owners if self.by_id[id_].mention.kind in ("count", "measure")] if frame else []
        return bool(counted) and counted[0] in self.changes

    def _is_full(self, frame: Frame) -> bool:
        """Whether the children sum to the nearest owner of their kind; what comes next is another matter."""
        if len(frame.children) > _MOST_OWNERS:
            return False
        values = [self.by_id[child].mention.value or 0 for child in frame.children]
        kind = self.by_id[frame.children[0]].mention.kind
        owner = next((self.by_id[id_] for id_ in frame.owners if self.by_id[id_].mention.kind == kind), None)
        return len(values) > 1 and owner is not None and sum(values) == owner.mention.value

    def _open_list(self) -> tuple[list[int], bool]:
        text = self.text.rstrip(" *_")
        if not text.endswith(":"):
            return [], False
        last_cue = [match for match in words().cue.finditer(text) if not text[match.end() :].strip(" :")]
        only_cue = bool(last_cue) and not text[self.sentence_start : last_cue[0].start()].strip()
        owners = [id_ for id_ in self._owners(previous_sentence=only_cue) if self.by_id[id_].depth == 0]
        # "246.880 hồ sơ, tăng 18,4% so với cùng kỳ, gồm:" breaks down the files and not the rise.
        owners = [id_ for id_ in owners if id_ not in self.changes] or owners
        return owners, bool(last_cue and words().cue_all.fullmatch(last_cue[0][0]))
