"""Queries that pages ask again and again: put into SQL once by each process, and planned once by each connection.

Django writes a query anew each time that it is asked, which takes longer than the database does to answer it.
"""

from datetime import datetime
from functools import cache
from hashlib import sha256
from inspect import getattr_static
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, prefetch_related_objects
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from psycopg2.extensions import AsIs

MOST = 200  # statements that a connection plans: each takes memory of the database's
PLANNED = WeakKeyDictionary()  # their names, by a connection of psycopg2


class Given(Expression):
    """The place of a value that comes with each asking. It is handed to the database as it is."""

    def __init__(self, place):
        super().__init__()
        self.place = place

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def __repr__(self):
        return f"${self.place + 1}"


class prepared:
    """`query(kind, at, *values)` gives a queryset that differs by nothing but its values; this gives its rows, read.

    For visitors, whose moment is the database's now (`at` is None). Staff who have set the clock ask as ever.
    A value is text, a number or an instant, compared as it is, and never None. `how`: as of a Statement.
    """

    def __init__(self, query, **how):
        self.query, self.how = query, how
        self.written = cache(self._written)

    def __call__(self, kind, at, *values):
        if at:
            rows = list(self.query(kind, at, *values))
            return by_column(rows) if self.how.get("is_by_column") else rows
        return self.written(kind, len(values), kind.objects.db).rows(values)

    def _written(self, kind, number, alias):
        return Statement(self.query(kind, None, *map(Given, range(number))).using(alias), **self.how)


class Statement:
    """The SQL of a queryset, and what it takes to make of rows what the queryset would give.

    `before` is what PostgreSQL is told with each asking, such as a SET LOCAL: it is over with the statement, or with
    the transaction in which it is asked. `is_planned`: once by each connection; else anew, for each asking's values.
    `is_by_column`: gives a list for each column instead of rows, which PostgreSQL hands over as one row, and its driver
    reads sooner. Numbers may come as the texts of them, and a text has one line.
    """

    def __init__(self, queryset, before="", is_planned=True, is_by_column=False):
        self.before, self.is_planned = before, is_planned
        self.alias, self.in_further_queries = queryset.db, queryset._prefetch_related_lookups
        self.compiler = compiler = queryset.query.get_compiler(using=self.alias)
        self.sql, self.params = compiler.as_sql()
        self.is_by_column = is_by_column
        self.is_in_one = is_by_column and compiler.connection.vendor == "postgresql"
        if self.is_in_one:
            self.sql = _in_one(self.sql, len(compiler.select))
        self.name = f"selec_{sha256(repr((self.sql, self.params)).encode()).hexdigest()[:32]}"
        self.converters = compiler.get_converters([column for column, *_rest in compiler.select])
        self.is_of_instances = queryset._iterable_class is ModelIterable
        if self.is_of_instances:
            info = compiler.klass_info
            self.first, self.end = info["select_fields"][0], info["select_fields"][-1] + 1
            self.names = tuple(one.target.attname for one, *_rest in compiler.select[self.first : self.end])
            self.model = Plain(info["model"])
            self.beside = get_related_populators(info, compiler.select, self.alias)
            _make_plain(self.beside)

    def rows(self, values=()):
        """Instances; where the query names its values tuples, or columns."""
        connection = connections[self.alias]
        with connection.wrap_database_errors, barest_cursor(connection) as cursor:
            if self._is_planned(connection):
                planned(cursor, self.name, self.sql, self.params, values, self.before)
            else:
                before = self.before if connection.vendor == "postgresql" else ""
                values = [_adapted(connection, value) for value in values]
                cursor.execute(before + self.sql, _given(self.params, values))
            found = cursor.fetchall()
        if self.is_in_one:
            return [text.split("\n") for text in found[0] if text is not None]
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        if not self.is_of_instances:
            return by_column(found) if self.is_by_column else [*map(tuple, found)]
        instances = [self._instance(row) for row in found]
        prefetch_related_objects(instances, *self.in_further_queries)
        return instances

    def _is_planned(self, connection):
        """Not by a replica: it is told the hour with each statement (selec_cms/replica.py)."""
        if not self.is_planned or connection.vendor != "postgresql" or self.alias != DEFAULT_DB_ALIAS:
            return False
        known = PLANNED.get(connection.connection, ())
        return self.name in known or len(known) < MOST

    def _instance(self, row):
        instance = self.model.from_db(self.alias, self.names, row[self.first : self.end])
        for relation in self.beside:
            relation.populate(row, instance)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(instance, name, row[place])
        return instance


class Plain:
    """A model whose rows are instances as Django's `from_db` leaves them, which asks each field whether it was read."""

    def __init__(self, model):
        self.model = model

    def from_db(self, alias, names, values):
        if not self._is_plain(names):
            return self.model.from_db(alias, names, values)
        instance, state = self.model.__new__(self.model), ModelState()
        state.db, state.adding = alias, False
        vars(instance).update(zip(names, values, strict=True), _state=state)
        return instance

    @cache  # noqa: B019  with its statement, which the process keeps
    def _is_plain(self, names):
        """Nobody else has a hand in it: no reader of rows of its own, no receiver of a signal, no unusual field."""
        model = self.model
        return (
            model.from_db.__func__ is Model.from_db.__func__
            and model.__init__ is Model.__init__
            and not any(signal.has_listeners(model) for signal in (pre_init, post_init))
            and all(isinstance(getattr_static(model, name), DeferredAttribute) for name in names)
        )


def _in_one(sql, number):
    """Of each column all values, a line for each."""
    names = [f"c{place}" for place in range(number)]
    columns = ", ".join(rf"string_agg({name}::text, E'\n')" for name in names)
    return f"SELECT {columns} FROM ({sql}) found ({', '.join(names)})"  # noqa: S608  Django's own


def by_column(rows):
    return [*map(list, zip(*rows, strict=True))]


def _make_plain(populators):
    for one in populators:
        one.model_cls, one.init_list = Plain(one.model_cls), tuple(one.init_list)
        _make_plain(one.related_populators)


def _given(params, values):
    return [values[one.place] if isinstance(one, Given) else one for one in params]


def _adapted(connection, value):
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def planned(cursor, name, sql, params, values=(), before=""):
    """Asks what a connection to PostgreSQL has planned under a name that is this statement's alone.

    `params` are those of every asking, and a Given for each of the values.
    """
    known = PLANNED.setdefault(cursor.connection, set())
    if name not in known:
        places = [AsIs(f"${place}") for place in range(1, len(values) + 1)]
        cursor.execute(f"PREPARE {name} AS {cursor.mogrify(sql, _given(params, places)).decode()}")
        known.add(name)
    marks = f" ({', '.join(['%s'] * len(values))})" if values else ""
    cursor.execute(f"{before}EXECUTE {name}{marks}", values or None)


def is_unheard(database):
    """PostgreSQL, where nobody listens to what it is asked: its driver may be asked without Django."""
    return database.vendor == "postgresql" and not (database.queries_logged or database.execute_wrappers)


def barest_cursor(database):
    """Of PostgreSQL's driver, where nobody listens: Django's takes longer than the query."""
    if not is_unheard(database):
        return database.cursor()
    database.close_if_health_check_failed()
    database.ensure_connection()
    return database.create_cursor()
