"""Finds the spans of one report that say something: parties, places, times, triggers, harms and weapons."""
