"""Heads of documents in many layouts, each field as printed: the table is heads.yml."""

from pathlib import Path

import pytest
import yaml

from analysis.documents import read
from analysis.extract.letterhead import read_letterhead

HEADS = yaml.safe_load((Path(__file__).parent / "heads.yml").read_text(encoding="utf-8"))
BODY = "Đơn vị báo cáo kết quả thực hiện như sau:\n\nI. NỘI DUNG\n\nCông tác chỉ đạo được quan tâm thực hiện.\n"


@pytest.mark.parametrize("wanted", HEADS, ids=[str(number) for number, _ in enumerate(HEADS, 1)])
def test_a_head_gives_what_it_prints(wanted, tmp_path):
    path = tmp_path / "document.txt"
    path.write_text(f"{wanted['head']}\n\n{BODY}", encoding="utf-8")
    found = read_letterhead(read(path))
    fields = [field for field in wanted if field != "head"]
    assert {field: str(getattr(found, field) or "") for field in fields} == {field: wanted[field] for field in fields}
