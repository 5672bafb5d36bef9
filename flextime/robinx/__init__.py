"""RobinX, the field's file format for round robins: instances and solutions, read from bytes and written to them.

Van Bulck, Goossens, Schönberger and Guajardo, "RobinX: a three-field classification and unified data format for
round-robin sports timetabling", EJOR 280 (2020). What is read of it stands in docs/robinx.md.
"""

from flextime.robinx.errors import RobinXError
from flextime.robinx.instance import read_instance
from flextime.robinx.solution import Claim, Ignored, Solution, read_solution
from flextime.robinx.writing import write_instance, write_solution

__all__ = [
    "Claim", "Ignored", "RobinXError", "Solution", "read_instance", "read_solution", "write_instance", "write_solution",
]  # fmt: skip
