"""Settings: ``dev`` (for ``make run``), ``test`` and ``production`` vary ``base``; ``env`` reads the environment."""
