"""What jobs need of a machine: memory and time, from the settings alone."""
