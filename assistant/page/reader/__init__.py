"""The documents as pages: every section, table, row, cell and quote has an address that can be mailed."""
