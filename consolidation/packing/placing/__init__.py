"""From above: rules of thumb, full hosts, the assignment programs."""
