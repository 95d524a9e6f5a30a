"""The whole pipeline as two pure functions: `read` looks at one report, `link` at many claims."""
