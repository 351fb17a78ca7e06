package dev.evenkeel.training.run;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.spec.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * How the training of one arm ended.
 *
 * @param anew the spec of another start; null where there is none to be
 * @param control the run as asked, where the first repair began; null where this is it
 * @param toControl whether it is to be gone on with
 */
record Ending(
    StopReason reason,
    @Nullable TrainingSpec anew,
    Arm.@Nullable Resumed control,
    boolean toControl) {

  Ending diverged() {
    return new Ending(StopReason.DIVERGED, anew, control, toControl);
  }
}
