"""Parts that several pictures share: style, legends, axes, heat maps, action panels, policies."""
