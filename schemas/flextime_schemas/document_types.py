"""Every shape of document that the read model serves, by name: for who describes them, and who compares contracts."""

from typing import is_typeddict

from flextime_schemas import conflict_documents, read_documents


def document_types() -> dict[str, type]:
    """Return the shapes of documents by name."""
    every = {**vars(read_documents), **vars(conflict_documents)}
    return {name: kind for name, kind in every.items() if is_typeddict(kind)}
