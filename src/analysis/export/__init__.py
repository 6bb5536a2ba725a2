"""What people take away: workbooks, letters, printed pages and tables, made from the processed tables alone."""
