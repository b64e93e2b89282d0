"""The description of the API is OpenAPI as independent readers know it, and every answer is true to it."""

from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance as is_accepted

from tests.api.conftest import SERVED
from tests.api.test_lists import walked

DESCRIPTION = "/api/v1/openapi.json"
EXAMPLES = 6  # for each address, of what may be asked for and of what may not
QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)


@pytest.mark.django_db
def test_it_is_openapi(client):
    described = client.get(DESCRIPTION).json()
    assert described["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(described).iter_errors()] == []
    methods = {method for path in described["paths"].values() for method in path}
    assert methods == {"get"}


@pytest.mark.django_db
def test_every_field_is_described_and_nothing_beside_them_is_allowed(client):
    components = client.get(DESCRIPTION).json()["components"]["schemas"]
    shapes = {name: one for name, one in components.items() if not name.endswith("Query")}
    assert len(shapes) > 20
    for name, shape in shapes.items():
        assert shape["additionalProperties"] is False, name
        assert shape["required"] == [*shape["properties"]], name
    for public_list in SERVED:
        for name, field in shapes[public_list.kind.__name__]["properties"].items():
            assert field.get("description"), name


@pytest.mark.django_db
def test_every_public_item_in_every_state_is_true_to_its_description(client, site):
    described = client.get(DESCRIPTION).json()
    for entry in client.get("/api/v1/").json()["lists"]:
        path = f"/api/v1/{entry['name']}"
        answer = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator(
            {**described, **answer}, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        told = client.get(f"{path}?limit=100").json()
        assert told["items"], path
        assert [error.message for error in validator.iter_errors(told)] == [], path
        if "next" in told:
            assert walked(client, entry["url"]) == walked(client, f"{entry['url']}?limit=100")


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_whatever_is_asked_for_gets_an_answer_that_is_true_to_the_description(
    mode, live_server, transactional_db, site
):
    """Over a live server: over WSGI this would close the connection of the test."""
    schema = schemathesis.openapi.from_url(f"{live_server.url}{DESCRIPTION}")
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 2 * len(SERVED) + 8
    if mode == GenerationMode.NEGATIVE:  # what takes nothing cannot be asked wrongly
        operations = [one for one in operations if [*one.iter_parameters()]]
        assert len(operations) == 2 * len(SERVED) + 3
    statuses = Counter()
    for operation in operations:

        @QUIET
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case):
            is_cursor_made_up = "cursor" in (case.query or {})  # which no description can tell apart
            answer = case.call_and_validate(excluded_checks=[is_accepted] if is_cursor_made_up else [])
            statuses[answer.status_code] += 1

        answers()
    expected, other = (422, 200) if mode == GenerationMode.NEGATIVE else (200, 422)
    assert statuses[expected] > statuses[other]
