"""The commands of `chrono`, a module for each group; each parses, calls the façade and renders."""
