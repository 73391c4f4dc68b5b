"""When are two descriptions the same publication? Pure: keys to find candidates by, a score, and the reasons for it."""
