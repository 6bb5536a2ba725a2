"""What is missing, said plainly, so that silence is never taken for zero."""

from __future__ import annotations

from analysis.report.context import Context
from analysis.report.html import Fragment, items, section, tag
from analysis.tables import NOT_IDENTIFIED

FORMS = tuple(str(number) for number in range(1, 8))


def missing(context: Context) -> Fragment:
    """One line per part that a reader could expect and does not find."""
    t, found = context.texts, gaps(context)
    return section("missing", t("missing.heading"), items(found) if found else tag("p", t("missing.complete")))


def gaps(context: Context) -> list[str]:
    """What is missing, one sentence each."""
    is_plan = (
        context.window is not None and context.window.kind in ("plan", "year") and not len(context.own.observations)
    )
    return [*(_plan(context) if is_plan else _report(context)), *_common(context), *_identity(context)]


def _identity(context: Context) -> list[str]:
    t = context.texts
    gaps = []
    for _, row in context.own.documents.iterrows():
        fields = [t(f"missing.{name}") for name in ("number", "signed_on", "signer", "issuer") if not row[name]]
        if row["province"] == NOT_IDENTIFIED:
            fields.insert(0, t("missing.province"))
        if fields:
            gaps.append(t("missing.identity", fields=t.join(fields)))
    return gaps


def _report(context: Context) -> list[str]:
    """Gaps of a periodic report: forms, empty rows, figures, the plan to measure against."""
    t, own = context.texts, context.own
    gaps = []
    present = set(own.observations["form"])
    if not present:
        gaps.append(t("missing.no_report"))
    elif set(FORMS) - present:
        absent = [form for form in FORMS if form not in present]
        gaps.append(t("missing.forms", forms=t.join(absent)))
    empty = own.observations[own.observations["kind"] == "empty"]["form"].value_counts()
    if len(empty):
        gaps.append(
            t("missing.empty", n=t.number(int(empty.sum())), form=empty.index[0], k=t.number(int(empty.iloc[0])))
        )
    strange = own.observations[(own.observations["indicator"] == "") & (own.observations["kind"] != "header")]
    if len(strange):
        gaps.append(t("missing.unknown_rows", n=t.number(len(strange)), forms=t.join(sorted(set(strange["form"])))))
    if not len(own.figures):
        gaps.append(t("missing.no_figures"))
    if not len(context.plan_targets):
        gaps.append(t("missing.no_plan"))
    return gaps


def _plan(context: Context) -> list[str]:
    """Gaps of a plan: targets, tasks, deadlines, lead agencies."""
    t, own = context.texts, context.own
    gaps = [t("missing.no_report")]
    if not len(own.targets):
        gaps.append(t("missing.no_targets"))
    elif int(own.targets["deadline_year"].isna().sum()):
        gaps.append(t("missing.no_deadline", n=t.number(int(own.targets["deadline_year"].isna().sum()))))
    if not len(own.tasks):
        gaps.append(t("missing.no_tasks"))
    return gaps


def _common(context: Context) -> list[str]:
    t, own = context.texts, context.own
    gaps = []
    leaderless = sum(not agencies for agencies in own.tasks["lead"])
    if leaderless:
        gaps.append(t("missing.no_lead", n=t.number(leaderless)))
    if not len(own.indices) and context.province != NOT_IDENTIFIED:
        gaps.append(t("missing.no_indices"))
    return gaps
