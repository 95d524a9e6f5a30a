"""Where reports come from: files, tables, feeds, archives and pages."""
