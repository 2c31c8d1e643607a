"""SQL: schema, migrations, and the questions we ask of it. Knows no mail server and no queue."""
