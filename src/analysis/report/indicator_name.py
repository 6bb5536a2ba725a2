"""What an indicator is called for readers."""

from __future__ import annotations

from analysis.reference.asked_indicators import indicator_labels


def indicator_name(key: str, language: str) -> str:
    """The label of an indicator in `language`; Vietnamese where there is no other, the key where there is none."""
    labels = indicator_labels().get(key, (key,))
    return labels[-1] if language == "en" else labels[0]
