"""Reads Vietnam's provincial administrative-reform plans and reports, and finds what is wrong in them."""
