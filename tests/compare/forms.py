"""Form rows in a few words, for tests."""

import pandas as pd

from analysis.store import typed

ROWS = {
    "resolved": ("3", "3.1.1", "dossiers_resolved_count", "province", "count", "Hồ sơ"),
    "on_time": ("3", "3.1.2", "dossiers_resolved_on_time_count", "province", "count", "Hồ sơ"),
    "rate": ("3", "3.1", "dossiers_resolved_on_time", "province", "percent", "%"),
    "resolved_district": ("3", "3.2.1", "dossiers_resolved_count", "district", "count", "Hồ sơ"),
    "resolved_commune": ("3", "3.3.1", "dossiers_resolved_count", "commune", "count", "Hồ sơ"),
    "procedures": ("3", "1.4", "procedures_total", "all", "count", "Thủ tục"),
    "new": ("3", "1.2", "procedures_new", "all", "count", "Thủ tục"),
    "petitions": ("3", "3.4.1", "petitions_received", "all", "count", "PAKN"),
    "electronic": ("7", "5.2", "electronic_documents_rate", "all", "percent", "%"),
    "survey": ("1", "6", "satisfaction_survey_held", "all", "boolean", "Có = 1; Không = 0"),
    "satisfied": ("1", "9", "satisfaction_procedures", "all", "percent", "%"),
}


def observed(province, period, document="report", **values):
    """Rows of one report; a value of None is a cell left empty."""
    records = []
    for place, (name, value) in enumerate(values.items()):
        form, code, indicator, level, kind, unit = ROWS[name]
        record = {"form": form, "code": code, "indicator": indicator, "level": level, "unit": unit, "label": name}
        record |= {"kind": "empty" if value is None else kind, "value": value, "location": f"L{place}"}
        records.append(record | {"document_id": f"{province}/{period}/{document}", "province": province})
    return typed(pd.DataFrame(records).assign(period=period), "observations")


def together(*frames):
    return pd.concat(frames, ignore_index=True)
