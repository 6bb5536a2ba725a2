"""Any file an office has -> Document: blocks (heading, paragraph, table), each with a location."""
