package dev.evenkeel.training.repair;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.RunFacts;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.StepMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A run of a line through inputs whose mean square is 9: gradient descent diverges from a learning
 * rate of 0.22 on. A constant answer costs 36; the run had come down to 1.
 */
final class RunOnALine implements AutoCloseable {

  /** Iterations of its plan, and its budget. */
  static final int PLAN = 600;

  private static final TrainingSpec SPEC =
      TestSpecs.spec(
          "{'layers':[]}",
          "{'epochs':150,'batch_size':16,'optimizer':{'type':'sgd','learning_rate':1}}",
          "{'validation':0}",
          "{'numeric':'none','target':'none'}",
          "{}");
  private static final DatasetSchema LINE = TestSpecs.regression(64, 1, "y");

  private final List<Incident> incidents = new ArrayList<>();
  private final RepairLadder ladder = new RepairLadder(Set.of(RepairAction.values()));
  private final RunData data;

  RunOnALine(Path folder) throws IOException {
    Random random = new Random(4);
    double[] x = random.doubles(64, -1, 1).map(v -> 3 * Math.signum(v)).toArray();
    double[] y = Arrays.stream(x).map(v -> 2 * v).toArray();
    TensorFolder.write(folder, LINE, TensorFolder.column(x), TensorFolder.column(y));
    data =
        RunData.open(
            new DataLocation(folder, null, null), SPEC, RunData.Wanted.values(1, Loss.MSE), folder);
  }

  List<Incident> incidents() {
    return incidents;
  }

  RepairLadder ladder() {
    return ladder;
  }

  static RunPosition moment(long planned) {
    return new RunPosition(
        new PlanPosition((int) ((planned - 1) / 4) + 1, (int) ((planned - 1) % 4)),
        planned,
        planned,
        1);
  }

  /** A run that has been learning without a finding, with a checkpoint at iteration 30. */
  RunUnderRepair learnedFor(int steps, double rate) {
    TrainingSpec spec =
        SpecEdits.apply(
            SPEC, List.of(new SpecChange("/training/optimizer/learning_rate", null, rate)));
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, LINE).plan();
    TrainableNetwork network = GeneralizedLinearNetwork.provider().create(plan, spec);
    RepairState repairState =
        new RepairState(Mode.REPAIR, new StabilityWatch(incidents::add), ladder);
    repairState.budget(PLAN);
    var context =
        new RunContext(
            network,
            new RecordingObserver(),
            Optional::empty,
            repairState,
            TrialArm.Provider.none());
    RunUnderRepair made =
        new RunUnderRepair(
            new RunSetup(spec, plan),
            context,
            new RunFacts(36, 36, PLAN, 4, Double.NaN, false, List.of()),
            data,
            batches(),
            batches(),
            new Checkpoints(network, PLAN),
            new RunMemory(1));
    for (int i = 0; i < steps; i++) {
      made.memory().step(new StepMetrics(i + 1, i / 4 + 1, 1, 3, new double[] {3}, true), 1);
    }
    made.checkpoints().take(new PlanPosition(8, 2), 31, 30, 3);
    return made;
  }

  private Batches batches() {
    var weights = new Batches.ExampleWeights(new float[0], data.labels());
    Batches all = Batches.shuffled(data.training(), 16, weights);
    all.beginEpoch(1, 1);
    return all;
  }

  @Override
  public void close() {
    data.close();
  }
}
