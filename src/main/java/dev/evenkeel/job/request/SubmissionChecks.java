package dev.evenkeel.job.request;

import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.job.JobLimits;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.TrainingJob;
import dev.evenkeel.job.Uuids;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.Planning;
import dev.evenkeel.training.plan.ResourceEstimate;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.preflight.PreFlight;
import dev.evenkeel.training.preflight.PreflightWarning;
import dev.evenkeel.training.preflight.SplitFacts;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.body.BodySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Everything that can be said about a submitted body before it runs, cheapest check first: schema,
 * datasets, the spec against them, the network. All faults of a stage are reported at once.
 */
@Component
class SubmissionChecks {

  private static final BodySchema SCHEMA = BodySchema.named("job");
  private static final String TRAINING_POINTER = "/dataset_id";
  private static final String VALIDATION_POINTER = "/split/validation_dataset_id";
  private static final String TEST_POINTER = "/split/test_dataset_id";
  private static final List<String> DATASET_POINTERS =
      List.of(TRAINING_POINTER, VALIDATION_POINTER, TEST_POINTER);

  private final DatasetCatalog datasets;
  private final BaseModels bases;
  private final NetworkPlanner planner;

  SubmissionChecks(DatasetCatalog datasets, BaseModels bases, JobLimits limits) {
    this.datasets = datasets;
    this.bases = bases;
    this.planner = new NetworkPlanner(limits.plan());
  }

  /**
   * What the checks found.
   *
   * @param job null where there are faults
   */
  record Checked(
      List<Fault> faults,
      List<Fault> warnings,
      @Nullable ResourceEstimate estimate,
      @Nullable Accepted job) {

    static Checked refused(List<Fault> faults) {
      return new Checked(faults, List.of(), null, null);
    }
  }

  /** A spec that can be run, with its name and the datasets it names. */
  record Accepted(JobSpec spec, TrainingJob.DatasetIds datasets) {}

  /** The datasets that were found. */
  record Found(
      DatasetCatalog.Facts training,
      DatasetCatalog.@Nullable Facts validation,
      DatasetCatalog.@Nullable Facts test) {}

  Checked check(JsonNode body, Caller caller) {
    List<Fault> faults = new ArrayList<>(SCHEMA.check(body));
    if (!faults.isEmpty()) {
      DATASET_POINTERS.forEach(
          pointer -> find(pointer, body.at(pointer).stringValue(null), caller, faults));
      return Checked.refused(faults);
    }
    JobSpec spec;
    try {
      spec = SpecJson.mapper().treeToValue(body, JobSpec.class);
    } catch (JacksonException e) {
      return Checked.refused(List.of(unreadable(e)));
    }
    List<Fault> missing = new ArrayList<>();
    Optional<Found> found = find(spec, caller, missing);
    if (found.isEmpty()) {
      return Checked.refused(missing);
    }
    return check(spec, found.get(), caller);
  }

  /** What the data of a job that can be run show against it; reads the dataset. */
  List<Fault> dataWarnings(Accepted job) {
    TrainingSpec spec = job.spec().trainingSpec();
    if (spec.network().baseModelId() != null) {
      // The base model's preprocessing is the one that counts.
      return List.of();
    }
    SplitFacts facts =
        new SplitFacts(
            datasets.look(job.datasets().training()),
            look(job.datasets().validation()),
            look(job.datasets().test()));
    return translated(
        PreFlight.ofData(spec, facts).stream().map(PreflightWarning::warning).toList());
  }

  /** Nothing is known of a split that has no dataset of its own. */
  private DataFacts look(@Nullable UUID id) {
    return id == null ? DataFacts.none() : datasets.look(id);
  }

  /**
   * The schema should have said it already; whatever it lets through is still a client's mistake.
   */
  private static Fault unreadable(JacksonException e) {
    String pointer =
        e.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null ? "" + step.getIndex() : step.getPropertyName())
            .map(step -> JsonPointer.of(step))
            .collect(Collectors.joining());
    return new Fault(pointer, "invalid", "This cannot be read: " + e.getOriginalMessage());
  }

  private Checked check(JobSpec asked, Found found, Caller caller) {
    BaseModels.Resolved network = bases.resolve(asked.network(), found.training().schema(), caller);
    JobSpec spec = asked.with(network.network());
    List<Fault> faults = new ArrayList<>(new DatasetFit(spec, found).faults());
    faults.addAll(network.faults());
    if (!network.faults().isEmpty()) {
      return Checked.refused(faults);
    }
    Planning planning = planner.plan(spec.trainingSpec(), network.schema());
    faults.addAll(translated(planning.faults()));
    List<Fault> warnings = warnings(spec.trainingSpec(), planning.plan(), network.schema());
    if (!faults.isEmpty()) {
      return new Checked(faults, warnings, planning.estimate(), null);
    }
    String name = spec.name() == null ? found.training().name() : spec.name();
    Accepted accepted = new Accepted(spec.named(name), ids(found));
    return new Checked(List.of(), warnings, planning.estimate(), accepted);
  }

  /** What is unwise about a network that can be built. */
  private static List<Fault> warnings(
      TrainingSpec spec, @Nullable NetworkPlan plan, DatasetSchema schema) {
    return plan == null
        ? List.of()
        : translated(
            PreFlight.ofSpec(spec, plan, schema).stream().map(PreflightWarning::warning).toList());
  }

  private static List<Fault> translated(List<PlanFault> faults) {
    return faults.stream()
        .map(fault -> new Fault(fault.pointer(), fault.code(), fault.message()))
        .toList();
  }

  private static TrainingJob.DatasetIds ids(Found found) {
    return new TrainingJob.DatasetIds(
        found.training().id(),
        found.validation() == null ? null : found.validation().id(),
        found.test() == null ? null : found.test().id());
  }

  private Optional<Found> find(JobSpec spec, Caller caller, List<Fault> faults) {
    DatasetCatalog.Facts training = find(TRAINING_POINTER, spec.datasetId(), caller, faults);
    DatasetCatalog.Facts validation =
        find(VALIDATION_POINTER, spec.split().validationDatasetId(), caller, faults);
    DatasetCatalog.Facts test = find(TEST_POINTER, spec.split().testDatasetId(), caller, faults);
    return training == null || !faults.isEmpty()
        ? Optional.empty()
        : Optional.of(new Found(training, validation, test));
  }

  private DatasetCatalog.@Nullable Facts find(
      String pointer, @Nullable String id, Caller caller, List<Fault> faults) {
    if (id == null) {
      return null;
    }
    Optional<DatasetCatalog.Facts> facts =
        Uuids.parse(id).flatMap(found -> datasets.find(found, caller));
    if (facts.isEmpty()) {
      faults.add(
          new Fault(
              pointer,
              "not_found",
              "There is no dataset %s. Upload one with POST /api/v1/datasets."
                  .formatted(Excerpt.of(id))));
    }
    return facts.orElse(null);
  }
}
