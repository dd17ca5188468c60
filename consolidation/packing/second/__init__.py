"""The second solve: evenness or fewest moves at no worse a first objective."""
