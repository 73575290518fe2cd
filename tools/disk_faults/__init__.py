"""Let the disk fail at each step of each command that writes, and judge what is left."""
