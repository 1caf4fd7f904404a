"""What is on record about a unit itself, what the registries say of it, and what it still has to report."""
