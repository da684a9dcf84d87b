"""Interview forms: made for one case, read back as data, turned into a report to sign."""
