package dev.evenkeel.training;

import dev.evenkeel.training.spec.TrainingSpec;

/** What is to be trained, and how. */
record RunSetup(TrainingSpec spec, NetworkPlan plan) {}
