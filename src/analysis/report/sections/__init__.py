"""The parts of a province's page, in reading order; each is one function from a context to a fragment."""
