"""The page of one province and period, as a notebook holds it: one method per part, in reading order."""

from __future__ import annotations

from analysis.dataset import Dataset
from analysis.reference.texts import texts
from analysis.report.context import Context
from analysis.report.html import Fragment
from analysis.report.sections.attainment import attainment
from analysis.report.sections.doubts import doubts
from analysis.report.sections.forms import figures_of_text, forms
from analysis.report.sections.identity import identity
from analysis.report.sections.indices import indices
from analysis.report.sections.missing import missing
from analysis.report.sections.peers import peers
from analysis.report.sections.rates import domain_charts
from analysis.report.sections.sources import sources
from analysis.report.sections.summary import summary
from analysis.report.sections.targets import targets
from analysis.report.sections.tasks import tasks


class ProvincePage:
    """Parts of the page of one province and period; a part with nothing to say is empty."""

    def __init__(self, everything: Dataset, province: str, period: str, language: str = "vi") -> None:
        """`everything` holds all provinces, for peers and plans; InputError for an unknown language."""
        self.context = Context(everything, province, period, texts(language))

    def identity(self) -> Fragment:
        """Province, period, data window, documents."""
        return identity(self.context)

    def summary(self) -> Fragment:
        """The result in three to five sentences."""
        return summary(self.context)

    def attainment(self) -> Fragment:
        """Targets beside results."""
        return attainment(self.context)

    def charts(self) -> Fragment:
        """Charts by domain."""
        return domain_charts(self.context)

    def doubts(self) -> Fragment:
        """Doubtful figures and checks."""
        return doubts(self.context)

    def forms(self) -> Fragment:
        """Statistical forms with marks."""
        return forms(self.context)

    def figures(self) -> Fragment:
        """Figures of the text."""
        return figures_of_text(self.context)

    def targets(self) -> Fragment:
        """Targets of the plan."""
        return targets(self.context)

    def tasks(self) -> Fragment:
        """Tasks by date and agency."""
        return tasks(self.context)

    def peers(self) -> Fragment:
        """Other provinces and the period before."""
        return peers(self.context)

    def indices(self) -> Fragment:
        """Published indices."""
        return indices(self.context)

    def missing(self) -> Fragment:
        """What is missing."""
        return missing(self.context)

    def sources(self) -> Fragment:
        """Sources and method."""
        return sources(self.context)
