"""How Vietnamese administrative documents write text, numbers and dates."""
