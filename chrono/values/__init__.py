"""Values: dates, amounts and names, with what they may mean."""
