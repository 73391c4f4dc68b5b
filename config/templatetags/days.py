"""Dates in templates."""

from django import template

from config.kit.dates import day_html, term

register = template.Library()
register.filter("day", day_html)
register.filter("term", term)
