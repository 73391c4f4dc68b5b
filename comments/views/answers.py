"""How the pages about reactions answer: whole, or only the part that htmx asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks, to put the answer inside a page that is open already."""
    return "HX-Request" in request.headers


def page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> TemplateResponse:
    """Answer with the whole page `<name>.html`.

    Rendered here and not after the view, as Django would: where the template is what finds the database away, that must
    happen inside `calm`.
    """
    response = TemplateResponse(request, f"comments/{name}.html", context, status=status)
    response.render()
    return response


def answer(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> TemplateResponse:
    """Answer with `<name>.html`, or with its inner part `_<name>.html` for htmx.

    The header tells our script that an answer with an error status is ours and may be put in place: one from a proxy
    would replace the form, and the words in it.
    """
    fragment = is_fragment(request)
    response = page(
        request, f"_{name}" if fragment else name, {**context, "fragment": fragment}, status=status
    )
    patch_vary_headers(response, ["HX-Request"])
    response["X-Reaction"] = name
    return response


def calm(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Explain a database that is away for a moment, or far too much text; typed words come back in a box to copy."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            text = request.POST.get("text", "") if request.method == "POST" else ""
            return view(request, *args, **kwargs)
        except (RequestDataTooBig, TooManyFieldsSent):
            return page(request, "reaction_too_big", {}, status=413)
        except (OperationalError, InterfaceError):
            response = page(request, "reaction_away", {"text": text}, status=503)
            response["Retry-After"] = "60"
            return response

    return inner
