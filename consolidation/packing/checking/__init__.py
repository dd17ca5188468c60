"""What the re-checks of a packing and of its bound rest on; nothing of the search is in here."""
