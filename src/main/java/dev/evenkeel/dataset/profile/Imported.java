package dev.evenkeel.dataset.profile;

import dev.evenkeel.training.data.DatasetSchema;
import java.util.List;
import java.util.stream.Stream;

/** What an import has found, beside the tensors that it has written. */
public record Imported(DatasetSchema schema, DatasetProfile profile) {

  /** The same with further warnings at the end. */
  public Imported withWarnings(List<ProfileWarning> more) {
    List<ProfileWarning> all = Stream.concat(profile.warnings().stream(), more.stream()).toList();
    return new Imported(
        schema,
        new DatasetProfile(
            profile.inputShape(),
            profile.classes(),
            profile.columns(),
            all,
            profile.missingCells()));
  }
}
