"""Ways over the state graph: fewest controls, what is lost together, where they get in."""
