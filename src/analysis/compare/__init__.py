"""Tidy tables -> attainment, peers, trends, territory: only what is comparable.

The names here are the analyst's one-line door, which reads the project around the working directory; the pure
functions over frames are in the modules (`from analysis.compare.targets import targets_matrix`). A door bears its
module's name where that is the natural word; it is bound after the modules were loaded and so stays in front.
"""

from analysis.compare.door import attainment, indices, peers, targets, tasks, territory, trend, unnamed_targets

__all__ = ["attainment", "indices", "peers", "targets", "tasks", "territory", "trend", "unnamed_targets"]
