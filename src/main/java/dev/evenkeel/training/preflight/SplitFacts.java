package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DataLocation;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the datasets of a run look like; nothing is known of a split that has none of its own. */
public record SplitFacts(DataFacts training, DataFacts validation, DataFacts test) {

  /** Looks at each dataset once. */
  public static SplitFacts of(DataLocation location) throws IOException {
    return new SplitFacts(
        DataFacts.of(location.training()), look(location.validation()), look(location.test()));
  }

  /** Validation and test are fractions of the training dataset. */
  public static SplitFacts ofOne(DataFacts facts) {
    return new SplitFacts(facts, DataFacts.none(), DataFacts.none());
  }

  /** Nothing is known. */
  public static SplitFacts none() {
    return ofOne(DataFacts.none());
  }

  private static DataFacts look(@Nullable Path folder) throws IOException {
    return folder == null ? DataFacts.none() : DataFacts.of(folder);
  }
}
