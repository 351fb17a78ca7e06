package dev.evenkeel.training.preflight;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that can be said against a spec and its data before a single step is paid for.
 *
 * <p>A spec that is unwise is still carried out: what is certain is repaired first where the user
 * lets us, the rest is for the monitors to confirm.
 */
public final class PreFlight {

  private PreFlight() {}

  /** From the spec alone. */
  public static List<PreflightWarning> ofSpec(
      TrainingSpec spec, NetworkPlan plan, DatasetSchema schema) {
    return ofSpec(new RunSetup(spec, plan), schema, DataFacts.none());
  }

  /** The same, cured as the data allow. */
  private static List<PreflightWarning> ofSpec(
      RunSetup setup, DatasetSchema schema, DataFacts facts) {
    List<PreflightWarning> found = new ArrayList<>(UnwiseChoices.of(setup, schema, facts));
    found.addAll(new LayerChoices(setup).found());
    found.addAll(new InitialWeightChecks(setup).found());
    found.addAll(new RecurrenceChecks(setup).found());
    found.addAll(new PaceChecks(setup, schema).found());
    return found;
  }

  /** From the data, for what this spec makes of it. */
  public static List<PreflightWarning> ofData(TrainingSpec spec, DataFacts facts) {
    return ofData(spec, SplitFacts.ofOne(facts));
  }

  /** The same of all datasets of a run. */
  public static List<PreflightWarning> ofData(TrainingSpec spec, SplitFacts all) {
    DataFacts facts = all.training();
    if (facts.looked() == 0) {
      return List.of();
    }
    List<PreflightWarning> found = new ArrayList<>(new InputChecks(spec, facts).found());
    found.addAll(new LabelChecks(spec, facts).found());
    found.addAll(new OutputChecks(spec, facts).found());
    found.addAll(new OrderChecks(spec, facts).found());
    found.addAll(new SplitChecks(all).found());
    return found;
  }

  /** From both. */
  public static List<PreflightWarning> check(
      TrainingSpec spec, NetworkPlan plan, DatasetSchema schema, SplitFacts facts) {
    List<PreflightWarning> found = new ArrayList<>(ofData(spec, facts));
    found.addAll(ofSpec(new RunSetup(spec, plan), schema, facts.training()));
    return found;
  }
}
