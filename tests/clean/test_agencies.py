"""Agencies in a cell: collectives stay whole, lists are split."""

from __future__ import annotations

import pytest

from analysis.clean.agencies import split_agencies


@pytest.mark.parametrize(
    ("printed", "agencies"),
    [
        ("Sở Nội vụ", ["Sở Nội vụ"]),
        ("Các Sở, Ban, ngành", ["Các Sở, Ban, ngành"]),
        ("Các Sở, Ban ngành, UBND cấp huyện", ["Các Sở, Ban ngành", "UBND cấp huyện"]),
        ("Các Sở, Ban, ngành liên quan, UBND cấp huyện", ["Các Sở, Ban, ngành liên quan", "UBND cấp huyện"]),
        ("Các Sở, Ban, ngành và địa phương", ["Các Sở, Ban, ngành và địa phương"]),
        ("Sở Tư pháp, Công an tỉnh", ["Sở Tư pháp", "Công an tỉnh"]),
        ("Sở Tư pháp và Công an tỉnh", ["Sở Tư pháp", "Công an tỉnh"]),
        ("Sở Tài nguyên và Môi trường", ["Sở Tài nguyên và Môi trường"]),
        ("Sở Lao động - Thương binh và Xã hội", ["Sở Lao động - Thương binh và Xã hội"]),
        ("UBND các huyện, thị xã, thành phố; Sở Y tế", ["UBND các huyện, thị xã, thành phố", "Sở Y tế"]),
        ("Các sở: Y tế, Tư pháp, Văn phòng UBND tỉnh", ["Sở Y tế", "Sở Tư pháp", "Văn phòng UBND tỉnh"]),
        ("Sở Nội vụ, các cơ quan, đơn vị liên quan", ["Sở Nội vụ", "các cơ quan, đơn vị liên quan"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Xây dựng", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Xây dựng"]),
        ("- Sở Nội vụ - Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ/ Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ, Tư pháp", ["Sở Nội vụ", "Sở Tư pháp"]),
        ("UBND cấp huyện, cấp xã", ["UBND cấp huyện", "UBND cấp xã"]),
        (
            "Các Sở, ngành, UBND các huyện, thành phố và UBND cấp xã",
            ["Các Sở, ngành", "UBND các huyện, thành phố", "UBND cấp xã"],
        ),
        # Lines of a cell: only where another agency begins is there one more.
        ("Sở Tài nguyên\nvà Môi trường", ["Sở Tài nguyên và Môi trường"]),
        ("Sở Lao động - Thương binh và\nXã hội", ["Sở Lao động - Thương binh và Xã hội"]),
        ("Sở Văn hóa,\nThể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Văn phòng\nUBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("Các Sở, Ban,\nngành\nUBND cấp\nhuyện", ["Các Sở, Ban, ngành", "UBND cấp huyện"]),
        ("Các Sở\nBan, ngành", ["Các Sở Ban, ngành"]),
        ("UBND các huyện,\r\nthị xã, thành phố", ["UBND các huyện, thị xã, thành phố"]),
        ("Sở Nội vụ\nSở Tài chính\nCông an tỉnh", ["Sở Nội vụ", "Sở Tài chính", "Công an tỉnh"]),
        ("Sở Nội vụ;\n\nSở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("- Sở Nội vụ\n- Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ\nTư pháp", ["Sở Nội vụ", "Sở Tư pháp"]),
        ("Các sở:\nY tế\nTư pháp", ["Sở Y tế", "Sở Tư pháp"]),
        ("\n", []),
        ("", []),
    ],
)
def test_split(printed: str, agencies: list[str]) -> None:
    assert split_agencies(printed) == agencies
