"""Where answers come from: PostgreSQL's views, folds of the log, the search index, the progress topic."""
