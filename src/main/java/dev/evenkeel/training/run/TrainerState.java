package dev.evenkeel.training.run;

import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.repair.TriedRates;
import dev.evenkeel.training.stability.MonitorState;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a trainer is made from, at the start of an arm or between any two of its iterations.
 *
 * @param next the place in the plan that comes next
 * @param recorded iterations of the run so far, those of earlier arms included
 * @param midway null at the start of the arm
 */
record TrainerState(Arm arm, PlanPosition next, long recorded, @Nullable Midway midway) {

  /**
   * What has come about since the start of the arm.
   *
   * @param reached the iteration of the plan that was made last
   * @param network parameters, updater state and random state
   * @param stopping null where there is no early stopping
   * @param control the run as asked, once a repair has replaced it
   * @param pursuit null where there is nothing to come up to
   * @param monitors what each remembers, by name; empty where nobody looks any more
   * @param fullBatch null where every batch makes a step
   */
  record Midway(
      long reached,
      NetworkSnapshot network,
      PresentRun.State present,
      EpochLosses.State losses,
      EarlyStopping.@Nullable State stopping,
      KeptModel.State kept,
      Arm.@Nullable Resumed control,
      Pursuit.@Nullable State pursuit,
      Map<String, MonitorState> monitors,
      FullBatchIterations.@Nullable State fullBatch) {}

  /** Is offered a trainer's state between any two iterations, on the training thread. */
  interface Listener {

    /**
     * @param recorded iterations so far
     * @param state to be asked for at once, or not at all
     */
    void between(long recorded, Supplier<TrainerState> state);
  }

  static TrainerState initial(Arm arm, long recorded) {
    return new TrainerState(arm, arm.start(), recorded, null);
  }

  PresentRun.@Nullable State present() {
    return midway == null ? null : midway.present();
  }

  TriedRates tried() {
    return midway == null ? TriedRates.none() : midway.present().tried();
  }

  FullBatchIterations.@Nullable State fullBatch() {
    return midway == null ? null : midway.fullBatch();
  }

  /** Puts a network, which is as it was initialised, where the training begins. */
  void place(TrainableNetwork network) {
    if (midway != null) {
      network.restore(midway.network());
      network.configureRate(midway.present().spec().training().optimizer().learningRate());
    } else if (arm.resumed() != null) {
      network.restore(arm.resumed().from().state());
    }
  }
}
