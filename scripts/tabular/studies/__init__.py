"""Running many trainings of a study, and what each of them scored."""
