"""The durable store: all SQL is in this package, in a subset that SQLite and PostgreSQL share."""
