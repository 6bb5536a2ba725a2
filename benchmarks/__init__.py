"""Measurements as ratios against named baselines; `python -m benchmarks` writes them to benchmarks/results.md."""
