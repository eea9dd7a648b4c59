"""Documents for readers: tables and pages."""
