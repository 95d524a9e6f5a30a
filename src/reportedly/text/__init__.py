"""Text itself: decoding bytes, cutting markup away, folding names."""
