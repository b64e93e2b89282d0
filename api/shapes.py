"""The shapes that answers are made of. None takes more than it describes."""

from typing import Annotated

from django.utils.text import capfirst
from pydantic import BaseModel, ConfigDict, Field, create_model

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Choice(Shape):
    value: str | int
    words: str = Field(description="As pages say it.")


class Partly(Shape):
    """A date of which only a part may be known."""

    date: str | None = Field(description="2016-10-07, 2016-10 or 2016: no more than is known.")
    precision: str = Field(json_schema_extra={"enum": ["day", "month", "year", "unknown"]})
    words: str


class Related(Shape):
    slug: str | None = Field(description="What filters take; null where it has no page.")
    name: str
    url: Address | None


class LinkedItem(Shape):
    """Another item, as the public sees it at the moment."""

    id: int
    title: str
    url: Address


class Picture(Shape):
    alt: str
    caption: str
    credit: str = Field(description="Whom to name.")
    licence: Choice
    terms: str
    width: int = Field(description="Of the original, in pixels.")
    height: int
    url: Address = Field(description="Of a size that fits a page.")


class File(Shape):
    """A file of the library, in the version that is in force."""

    title: str
    language: Choice
    file_name: str
    format: str
    size: int = Field(description="In bytes.")
    sha256: str
    url: Address = Field(description="Of these very bytes.")


class Correction(Shape):
    at: Instant
    note: str


class DeadlineChange(Shape):
    act: Choice
    at: Instant
    reason: str
    before: str | None = Field(
        description="The deadline until then, in words; null where it stayed the same."
    )


class DateChange(Shape):
    at: Instant
    words: str
    former: str | None = Field(description="The dates that no longer hold, in words.")


def choice_of(field):
    """The shape of one field's choices, with the values that there are."""
    values = [value for value, _words in field.flatchoices if value != ""]
    name = "".join(map(str.capitalize, f"{field.model.__name__}_{field.name}".split("_")))
    described = Field(json_schema_extra={"enum": values})
    return create_model(f"{name}Choice", __base__=Choice, value=(type(values[0]), described))


def described(field):
    """What a field is called, and what its writers are told of it."""
    return capfirst(str(field.verbose_name))
