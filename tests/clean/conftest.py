"""A small project on disk, written by the tests in their own words, that each test may break in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.store import Project

DOCUMENT = """province: quang-tri
period: 2024-H1
number: 12/BC-UBND
type: report
title: Báo cáo công tác cải cách hành chính 6 tháng đầu năm 2024
issuer: UBND tỉnh Quảng Trị
signed_on: '2024-06-14'
place: Quảng Trị
signer: Nguyễn Văn A
plan_start: null
plan_end: null
source_name: bao-cao.docx
source_sha256: 0000
source_format: docx
extracted_with: test
"""
FORM = """code,label,unit,value,note,location
"3,",Kết quả giải quyết TTHC,,,,T1R2
3.2.,Tỷ lệ hồ sơ TTHC do UBND cấp huyện tiếp nhận được giải quyết đúng hạn,%,"98,57%",,T1R3
3.2.1.,Tổng số hồ sơ TTHC đã giải quyết xong,Hồ sơ,"10,099",,T1R4
3.2.2.,Số hồ sơ TTHC giải quyết đúng hạn,Hồ sơ,"9,955",,T1R5
3.10.,Một dòng không có trong mẫu,Hồ sơ,-,chưa thống kê,T1R6
"""
TASKS = """no,task,lead,support,deadline,location
1,Tập huấn nghiệp vụ một cửa,Sở Nội vụ,"Các Sở, Ban, ngành, UBND cấp huyện",Quý II/2024,P3
2,Cập nhật dữ liệu cán bộ,Sở Nội vụ,,Thường xuyên,P8
"""
FOLDER = "data/raw/quang-tri/2024-H1/12-bc-ubnd"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "document.yml").write_text(DOCUMENT, encoding="utf-8")
    (folder / "form-3.csv").write_text(FORM, encoding="utf-8")
    (folder / "tasks.csv").write_text(TASKS, encoding="utf-8")
    return Project(tmp_path)
