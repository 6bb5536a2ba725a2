"""Tidy tables -> attainment, peers, trends, territory: only what is comparable."""
