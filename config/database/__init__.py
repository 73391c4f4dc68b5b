"""Django's PostgreSQL backend on top of the embedded server."""
