"""Lets ``python -m consolidation`` do what the ``consolidation`` command does."""

from consolidation.cli.app import main

if __name__ == "__main__":
    main()
