"""Values: dates, amounts and names, how they are read and how they compare."""
