"""Why nothing fits: proofs by name, and a smallest set that cannot hold together."""
