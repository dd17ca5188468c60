"""What makes the illustrative part of the inventory, by theme; run by ``make.py`` above."""
