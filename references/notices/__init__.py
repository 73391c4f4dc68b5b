"""What is said about a work after it was published: kinds, what counts now, and who says it. Pure: no Django."""
