"""Choosing a province, a period and an indicator in a notebook, with what is known of them shown beneath.

Where ipywidgets is installed (JupyterLab's environment) three lists do the choosing and the view follows; without it,
as in a run by papermill, the same view is shown once for the values given, with what else there is to choose.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import charts, compare
from analysis.dataset import Dataset
from analysis.errors import InputError
from analysis.reference.indicators import indicator as known_indicator
from analysis.reference.periods import parse_period
from analysis.reference.provinces import NATIONAL
from analysis.reference.texts import texts
from analysis.report.html import Column, joined, table, tag
from analysis.report.indicator_name import indicator_name
from analysis.report.province_name import by_name, name_of

ROW_COLUMNS = ("form", "code", "label", "unit", "raw_value", "value", "document_id", "location")
Option = tuple[str, str]


class Choice:
    """A province, a period and an indicator; `data` holds the tables of the first two."""

    def __init__(self, everything: Dataset, province: str, period: str, indicator: str, language: str = "vi") -> None:
        """InputError for an unknown language or period."""
        parse_period(period)
        self.everything, self.texts = everything, texts(language)
        self.province, self.period, self.indicator = province, period, indicator

    @property
    def data(self) -> Dataset:
        """The tables of the chosen province and period."""
        return self.everything.only(self.province, self.period)

    def provinces(self) -> list[Option]:
        """Provinces with documents, by name, each with its key."""
        keys = set(self.everything.documents["province"]) - {NATIONAL} | {self.province}
        return [(name, key) for key, name in by_name(keys, self.texts)]

    def periods(self) -> list[Option]:
        """Periods the chosen province has documents of, the newest first."""
        documents = self.everything.documents
        codes = sorted(set(documents.loc[documents["province"] == self.province, "period"]), key=_end, reverse=True)
        return [(self.texts.period(code), code) for code in codes]

    def indicators(self) -> list[Option]:
        """Indicators with a value in the chosen period, in the order of its documents."""
        data = self.data
        found = [*data.observations.loc[data.observations["value"].notna(), "indicator"], *data.targets["indicator"]]
        keys = [key for key in dict.fromkeys(found) if known_indicator(key)]
        return [(indicator_name(key, self.texts.language), key) for key in keys]

    def choose(self, province: str | None = None, period: str | None = None, indicator: str | None = None) -> None:
        """Change what is given; a period or an indicator that the new choice does not have gives way to its first."""
        self.province = province or self.province
        self.period = _among(period or self.period, self.periods())
        self.indicator = _among(indicator or self.indicator, self.indicators())

    def view(self) -> Markup:
        """What is known of the choice: its rows with their sources, the provinces beside each other, the periods."""
        t, rows = self.texts, self.data.observations
        rows = rows[rows["indicator"] == self.indicator]
        heads = [Column(name, "num" if name == "value" else "") for name in ROW_COLUMNS]
        cells = [[self._cell(name, row[name]) for name in ROW_COLUMNS] for _, row in rows.iterrows()]
        title = f"{name_of(self.province, t)}, {t.period(self.period)}: {indicator_name(self.indicator, t.language)}"
        return tag(
            "div",
            tag("h4", title),
            table(heads, cells) if cells else tag("p", tag("em", t("explore.no_rows"))),
            self._drawn(lambda: charts.peer_bars(compare.peers(self.indicator, self.period), t.language)),
            self._drawn(
                lambda: charts.trend_bars(compare.trend(self.province, self.indicator, level="all"), t.language)
            ),
        )

    def _ipython_display_(self) -> None:
        """Lists to choose from (or, without widgets, what there is to choose), and the view beneath them."""
        shown: Any = importlib.import_module("IPython.display")
        widgets = _widgets()
        if widgets is None:
            shown.display(_Shown(joined([self._options(), self.view()])))
            return
        view = shown.DisplayHandle()
        shown.display(_lists(self, widgets, lambda: view.update(_Shown(self.view()))))
        view.display(_Shown(self.view()))

    def _options(self) -> Markup:
        t = self.texts
        named = (("province", self.provinces()), ("period", self.periods()), ("indicator", self.indicators()))
        lines = [
            (t(f"explore.{name}"), ", ".join(f"{key} ({label})" for label, key in options)) for name, options in named
        ]
        return table([Column(t("explore.parameter")), Column(t("explore.options"))], lines)

    def _cell(self, name: str, value: Any) -> str:
        return self.texts.number(value) if name == "value" else "" if pd.isna(value) else str(value)

    def _drawn(self, chart: Callable[[], Any]) -> Markup:
        """A chart as HTML; where the tables have nothing for it, why."""
        try:
            made = chart()
        except InputError as error:
            return tag("p", tag("em", str(error)))
        if hasattr(made, "_repr_html_"):
            return Markup(made._repr_html_())
        return Markup(charts.as_html(made))


class _Shown:
    """HTML as a notebook shows it."""

    def __init__(self, html: Markup) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        return "<choice>"


def _widgets() -> Any:
    """The widgets' library; None where it is not installed."""
    try:
        return importlib.import_module("ipywidgets")
    except ImportError:
        return None


def _lists(choice: Choice, widgets: Any, changed: Callable[[], None]) -> Any:
    """Three lists that keep to each other: a province's periods, a period's indicators."""
    names = ("province", "period", "indicator")
    options = (choice.provinces, choice.periods, choice.indicators)
    boxes = [
        widgets.Dropdown(
            description=choice.texts(f"explore.{name}"),
            options=_with(getattr(choice, name), given()),
            value=getattr(choice, name),
            layout=widgets.Layout(width="36rem"),
        )
        for name, given in zip(names, options, strict=True)
    ]
    busy: list[bool] = []

    def chosen(name: str) -> Callable[[Any], None]:
        def react(change: Any) -> None:
            if busy or change["new"] is None:
                return
            busy.append(True)
            choice.choose(**{name: change["new"]})
            for box, other, given in zip(boxes, names, options, strict=True):
                box.options = _with(getattr(choice, other), given())
                box.value = getattr(choice, other)
            busy.clear()
            changed()

        return react

    for name, box in zip(names, boxes, strict=True):
        box.observe(chosen(name), names="value")
    return widgets.VBox(boxes)


def _with(key: str, options: list[Option]) -> list[Option]:
    """Options that hold `key`, so that a value given by hand can be shown too."""
    return options if key in {code for _, code in options} else [*options, (key, key)]


def _among(key: str, options: Iterable[Option]) -> str:
    keys = [code for _, code in options]
    return key if key in keys or not keys else keys[0]


def _end(code: str) -> int:
    try:
        return parse_period(code).end.toordinal()
    except InputError:
        return 0
