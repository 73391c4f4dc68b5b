"""Dates in templates."""

from django import template

from config.kit.dates import day_html

register = template.Library()
register.filter("day", day_html)
