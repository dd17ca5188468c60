"""Importers: from what other tools export to an `Estate` that `write_inventory` can write.

Columns are found by their header, never by position; units come from headers; what is not used is
listed with the reason, and what the export does not say is not made up in silence.
"""
