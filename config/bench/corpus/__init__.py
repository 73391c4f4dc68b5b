"""A database full of invented articles: words, sentences, people, and the filling of the tables."""
