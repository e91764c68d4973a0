"""Recognition of place names in running text, without a parser."""
