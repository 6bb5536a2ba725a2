"""Facts about the world, as data files with checks: provinces, periods, indicators, forms, units, relations, texts."""
