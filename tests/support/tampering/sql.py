"""Plain SQL on rows of models, past acts, guards and the log."""

from __future__ import annotations

from typing import Any

from django.db import connection, connections, models


def execute(statement: str, *values: Any, using: str = "default") -> None:
    """One statement, whose ``{}``-free text is our own."""
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)


def put(model: type[models.Model], pk: Any, /, **values: Any) -> None:
    """Overwrite columns of one row."""
    names = ", ".join(f'"{_column(model, name)}" = %s' for name in values)
    made = [_stored(model, name, value) for name, value in values.items()]
    execute(f'UPDATE "{model._meta.db_table}" SET {names} WHERE id = %s', *made, pk)


def take_out(model: type[models.Model], pk: Any) -> None:
    """Delete one row."""
    execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', pk)


def put_in(model: type[models.Model], /, **values: Any) -> None:
    """Insert one row."""
    names = ", ".join(f'"{_column(model, name)}"' for name in values)
    places = ", ".join(["%s"] * len(values))
    made = [_stored(model, name, value) for name, value in values.items()]
    execute(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})', *made)


def row_of(model: type[models.Model], pk: Any) -> dict[str, Any]:
    """A row's columns by attribute name."""
    names = [one.attname for one in model._meta.concrete_fields if not one.generated]
    found = model._default_manager.filter(pk=pk).values(*names).get()
    return dict(found)


def field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A field by its attribute name."""
    return next(one for one in model._meta.concrete_fields if one.attname == name)


def _column(model: type[models.Model], name: str) -> str:
    return str(field(model, name).column)


def _stored(model: type[models.Model], name: str, value: Any) -> Any:
    return field(model, name).get_db_prep_save(value, connection)
