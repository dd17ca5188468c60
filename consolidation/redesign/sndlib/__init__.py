"""Reading the networks and models of SNDlib, the field's library of design instances."""
