"""The query API: the read model, the past and the search index over HTTP."""
