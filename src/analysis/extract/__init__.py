"""Document -> raw tables, cells as printed."""
