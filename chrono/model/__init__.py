"""The model: kinds, projections, storybooks and records as they are declared."""
