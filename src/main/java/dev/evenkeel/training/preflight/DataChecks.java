package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/** Finds what is wrong with the data as a spec has it prepared. */
final class DataChecks {

  private final List<Suspicion> found = new ArrayList<>();

  DataChecks(TrainingSpec spec, DataFacts facts) {
    if (facts.looked() > 0) {
      found.addAll(new InputChecks(spec, facts).found());
      found.addAll(new LabelChecks(spec, facts).found());
    }
  }

  List<Suspicion> found() {
    return List.copyOf(found);
  }
}
