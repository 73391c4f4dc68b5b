"""How fast the site is, and the invented articles on which that is measured."""
