"""How fast the warehouse is built, beside rivals and a floor that do the same work on the same files."""
