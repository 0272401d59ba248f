"""Django's backend for PostgreSQL, with a limit for how long an answer may take.

`OPTIONS["answer_seconds"]` is that limit. It must be longer than `statement_timeout`, so that a
slow statement is not taken for a silent server.
"""

from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from cps_news.postgresql.silence import SILENCE


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        del parameters["answer_seconds"]
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        SILENCE.raise_if_known()
        try:
            connection = super().get_new_connection(conn_params)
        except PoolTimeout:
            SILENCE.begin()
            raise
        connection.answer_seconds = self.settings_dict["OPTIONS"]["answer_seconds"]
        return connection
