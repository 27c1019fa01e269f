"""How problems add up."""

from inspector_app.domain.problems import Code, Problem, Severity, blocks, worst


def test_the_gravest_severity_counts() -> None:
    assert worst([]) is Severity.OK
    assert worst([Severity.WARN, Severity.OK]) is Severity.WARN
    assert worst([Severity.ERROR, Severity.WARN]) is Severity.ERROR


def test_only_an_error_blocks() -> None:
    warning = Problem("name", Code.LENGTH, Severity.WARN)
    assert not blocks([warning])
    assert blocks([warning, Problem("name", Code.REQUIRED)])
