"""The benchmark of the comparisons in short: all of them run over many units, none takes a second for a few hundred."""

from benchmarks.comparison import COMMUNES, comparisons, make, timed


def test_every_comparison_over_two_hundred_communes():
    for name, compare in comparisons(make(COMMUNES[:200], ["2024"])).items():
        _, processor = timed(compare)
        assert processor < 5, f"{name} took {processor:.1f} s of the processor; a quiet one needs less than one"
