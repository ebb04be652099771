"""One formula, one pure function; the source of each stands in its docstring."""
