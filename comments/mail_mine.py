"""The letter to somebody who wants to see, take along or erase their own reactions."""

from django.urls import reverse

from comments.mail import absolute, send


def send_link(email: str, *, token: str) -> None:
    """Send the link. The letter names no article and no words: a mailbox may be read by others in the house."""
    send("mine", {"url": absolute(reverse("comments:mine", args=[token]))}, to=(email,))
