"""Leaflets and quizzes (普及知识、防假辨假), as a dated pack: what is printed, and how answers are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.explanation import half_up
from inspector_app.domain.packs import Part, Version, Words
from inspector_app.records.equipment import TrainingKind


class Leaflet(Part):
    id: str = Field(pattern=r"^[a-z-]+$")
    title: Words
    readers: tuple[TrainingKind, ...]
    lines: tuple[Words, ...] = Field(min_length=1)


class Question(Part):
    text: Words
    choices: tuple[Words, ...] = Field(min_length=2)
    right: int
    """Place of the right choice, from 1."""

    @model_validator(mode="after")
    def _right_is_there(self) -> Self:
        if not 1 <= self.right <= len(self.choices):
            raise ValueError("no choice is right")
        return self


class Quiz(Part):
    id: str = Field(pattern=r"^[a-z-]+$")
    title: Words
    readers: tuple[TrainingKind, ...]
    pass_percent: int = Field(ge=0, le=100)
    questions: tuple[Question, ...] = Field(min_length=1)


class Outreach(Version):
    pack: ClassVar = "outreach"
    leaflets: tuple[Leaflet, ...]
    quizzes: tuple[Quiz, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [each.id for each in self.leaflets] + [each.id for each in self.quizzes]
        if len(set(ids)) < len(ids):
            raise ValueError("two leaflets or quizzes have one id")
        return self

    def leaflet(self, leaflet_id: str) -> Leaflet:
        return next(each for each in self.leaflets if each.id == leaflet_id)

    def quiz(self, quiz_id: str) -> Quiz:
        return next(each for each in self.quizzes if each.id == quiz_id)


@dataclass(frozen=True, slots=True)
class Marked:
    percent: int
    passed: bool
    wrong: tuple[int, ...]
    """Places of the questions that were answered wrongly or not at all, from 1."""


def mark(quiz: Quiz, answers: Sequence[int | None]) -> Marked:
    """`answers` are the places of the choices, from 1, in the order of the questions; None for an open one."""
    if len(answers) != len(quiz.questions):
        raise ValueError(f"{len(answers)} answers to {len(quiz.questions)} questions")
    wrong = [
        place
        for place, (question, given) in enumerate(zip(quiz.questions, answers, strict=True), start=1)
        if given != question.right
    ]
    percent = half_up(100 * (len(answers) - len(wrong)), len(answers))
    return Marked(percent, percent >= quiz.pass_percent, tuple(wrong))
