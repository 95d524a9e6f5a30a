"""What leaves: one file a format, each an `Exporter` that writes a read-only `Dossier`."""
