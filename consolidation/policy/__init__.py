"""Policy: rules judged on a state of the estate, each finding with its evidence."""
