"""Tidy tables -> checks and findings, carried by Great Expectations."""
