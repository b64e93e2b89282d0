from copy import deepcopy

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from selec_cms.wordless_migrations import Autodetector


@pytest.fixture
def image():
    """The state of a model as it would be, to be changed at will, with what asks for its migrations."""
    state = ProjectState.from_apps(apps)
    model = deepcopy(state.models["library", "image"])
    state.models["library", "image"] = model
    return model, lambda: Autodetector(MigrationLoader(None).project_state(), state)._detect_changes()


def test_other_words_make_no_migration(image):
    model, changes = image
    model.options |= {"verbose_name": "picture", "verbose_name_plural": "pictures"}
    model.fields["title"].verbose_name = model.fields["title"]._verbose_name = "name of the picture"
    model.fields["title"].help_text = "Short."
    assert changes() == {}


def test_anything_else_makes_one(image):
    model, changes = image
    model.options["ordering"] = ["title"]
    model.fields["title"].max_length = 99
    (migration,) = changes()["library"]
    assert [type(one).__name__ for one in migration.operations] == ["AlterModelOptions", "AlterField"]
