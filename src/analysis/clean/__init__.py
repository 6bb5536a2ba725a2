"""Raw tables -> tidy tables, typed, named by the vocabulary."""
