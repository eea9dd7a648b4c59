"""Reading, completing and checking the configuration."""
