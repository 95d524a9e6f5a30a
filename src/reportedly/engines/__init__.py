"""See DESIGN: this room of the layout."""
