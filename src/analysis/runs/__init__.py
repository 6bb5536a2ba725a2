"""Which (province, period) pairs are due, where they run, what came of it."""
