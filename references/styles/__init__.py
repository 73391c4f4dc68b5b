"""Printed forms of a work; each module offers `html(record)` and `text(record)`."""
