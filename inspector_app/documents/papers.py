"""Papers that are no visit's: letters, notices and reports about one record, each a template and its facts."""

from __future__ import annotations

from inspector_app.documents.forms import Form
from inspector_app.documents.templates import environment
from inspector_app.records.people import User


def paper(name: str, author: User, number: str | None, *, demo: bool, **facts: object) -> Form:
    """The paper of a template. `author` names the office and the authority that it speaks for."""
    template = environment().get_template(f"{name}.html.j2")
    made = template.make_module({"author": author, "number": number, "demo": demo, **facts})
    return Form(str(getattr(made, "title")), number, str(made))  # noqa: B009


def plain_text(name: str, **facts: object) -> str:
    """The words of a template for where there is no paper: a telephone, a short message."""
    return environment().get_template(f"{name}.txt.j2").render(facts).strip()
