"""The PostgreSQL server that development and tests bring along when ``DATABASE_URL`` is not set.

``server`` starts and stops it; ``base`` is the Django database engine that starts it on the first connection.
"""
