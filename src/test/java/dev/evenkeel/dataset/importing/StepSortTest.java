package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.dataset.ImportFolder;
import dev.evenkeel.dataset.column.TextDictionary;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.tensors.NpyTensor;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepSortTest {

  private static final int SEQUENCES = 50;

  @TempDir private Path folder;

  private record Step(int sequence, int time) {}

  @Test
  void sortsInGroupsThatFitIntoMemory() throws IOException {
    List<Step> steps = new ArrayList<>();
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      for (int time = 0; time <= sequence; time++) {
        steps.add(new Step(sequence, time));
      }
    }
    Collections.shuffle(steps, new Random(3));

    // Groups of at most 20 steps, and sequences of up to 50 of their own.
    float[] sorted = sorted(steps, 20);

    int at = 0;
    for (int number = 0; number < SEQUENCES; number++) {
      int sequence = (int) (sorted[at] / 100);
      for (int time = 0; time <= sequence; time++) {
        assertThat(sorted[at++]).isEqualTo(sequence * 100 + time);
      }
    }
    assertThat(at).isEqualTo(steps.size());
  }

  private float[] sorted(List<Step> steps, int together) throws IOException {
    Path unsorted = folder.resolve("unsorted");
    TextDictionary ids = new TextDictionary();
    DuplicateSteps duplicates = new DuplicateSteps();
    try (StepLog log = new StepLog(folder.resolve("log"));
        NpyWriter rows = new NpyWriter(unsorted, 1);
        NpyWriter sorted = new NpyWriter(folder.resolve(DatasetSchema.FEATURES_FILE), 1)) {
      for (Step step : steps) {
        log.append(ids.findOrAdd("s" + step.sequence()), step.time());
        rows.append(step.sequence() * 100 + step.time());
      }
      rows.finish();
      try (NpyTensor tensor = NpyTensor.open(unsorted)) {
        new StepSort(log, duplicates, together).sort(tensor, sorted);
      }
      sorted.finish();
    }
    assertThat(duplicates.isEmpty()).isTrue();
    return new ImportFolder(folder).features();
  }
}
