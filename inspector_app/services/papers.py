"""Papers about a record that is no visit: written once, kept as they were, with a number where their type has one."""

from __future__ import annotations

from inspector_app.documents.papers import paper
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.operators import Operator
from inspector_app.services import numbers
from inspector_app.services.acting import Acting
from sync.record import Record, new_id


def write(
    act: Acting, document_type: DocumentType, template: str, subject: Record, *, demo: bool, **facts: object
) -> Document:
    """Write the paper of a template about `subject`, which its facts are told beside."""
    number = numbers.take(act, document_type) if document_type in numbers.LETTERS else None
    form = paper(template, act.user, number, demo=demo, subject=subject, made_at=act.now, **facts)
    return act.save(
        Document(
            id=new_id(),
            operator_id=subject.id if isinstance(subject, Operator) else getattr(subject, "operator_id", None),
            subject_kind=subject.kind,
            subject_id=subject.id,
            document_type=document_type,
            number=number,
            title=form.title,
            html=form.html,
            html_sha256=form.sha256,
            made_at=act.now,
            made_by=act.user.id,
        )
    )
