"""Network designs as JSON files."""
