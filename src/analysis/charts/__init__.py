"""Frames -> Altair charts. No file is read or written here."""
