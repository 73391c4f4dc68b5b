"""Journeys through the real site: gunicorn, PostgreSQL and Debian's Chromium."""

DATABASE_VARIABLE = "BRONWIJZER_TEST_DATABASE"
