"""What one record is made of and asked about before it is appended, and what is told of it afterwards."""
