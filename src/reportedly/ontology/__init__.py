"""The field's vocabulary as packaged YAML: event types, outcomes, sorts of party, verbs, weapons, actors."""
