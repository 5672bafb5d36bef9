"""The style sheet of the pages, read once from the file beside this one."""

from importlib.resources import files

STYLE = (files("flextime_query_api.rendering") / "style.css").read_text(encoding="utf-8")
