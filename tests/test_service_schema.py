"""The HTTP interface under whatever its description allows: never a server error, nor what it does not allow."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import schemathesis
import standin
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from assistant.service.api import create_api
from assistant.service.settings import Settings

APP = create_api(standin.StandIn(), Settings(question_rate="", state=Path(tempfile.mkdtemp())))
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@SCHEMA.exclude(path="/readyz").parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_is_a_server_error(case: schemathesis.Case[Any]) -> None:
    """Each operation with good and bad values; ``/readyz`` says 503 by design while the model loads."""
    case.call_and_validate(checks=CHECKS)
