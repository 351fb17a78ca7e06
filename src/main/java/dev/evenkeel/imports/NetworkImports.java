package dev.evenkeel.imports;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.Model;
import dev.evenkeel.model.ModelAnswer;
import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.Planning;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.BaseModel;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;

/** Makes a model of an uploaded zip, or says why it can't be one; nothing is left behind then. */
@Service
class NetworkImports {

  /** Of the files that are taken in. */
  private static final String KIND = "deeplearning4j";

  private final NetworkConversion conversion;
  private final ModelRegistry registry;
  private final ImportLimits limits;

  NetworkImports(NetworkConversion conversion, ModelRegistry registry, ImportLimits limits) {
    this.conversion = conversion;
    this.registry = registry;
    this.limits = limits;
  }

  /**
   * Takes a network in.
   *
   * @param folder for work in progress
   * @return the model, created
   */
  ResponseEntity<?> take(ImportSpec spec, Path zip, Path folder) {
    StoredNetwork network = ConfigurationReader.read(new NetworkZip(limits).configuration(zip));
    DatasetSchema schema = new ImportedSchema(spec, network, limits.maxSteps()).schema();
    TrainingSpec training = training(network).startingFrom(new BaseModel("", KIND, zip.toString()));
    requireBuildable(training, schema);
    Path artifacts = newFolder(folder);
    TrainingResult result =
        conversion.convert(
            new NetworkConversion.ConversionRequest(KIND, training, schema, network.logVariances()),
            artifacts);
    Model model = registry.registerImported(spec.name(), result, artifacts);
    return ResponseEntity.created(URI.create("/api/v1/models/" + model.id()))
        .body(ModelAnswer.of(model));
  }

  private static TrainingSpec training(StoredNetwork network) {
    return new TrainingSpec(
        SplitSpec.defaults(),
        new PreprocessingSpec(
            PreprocessingSpec.NumericScaling.NONE,
            null,
            PreprocessingSpec.TargetScaling.NONE,
            null),
        new NetworkSpec(network.layers(), network.output(), null, null, null, null),
        OptimizationSpec.defaults(),
        StabilitySpec.defaults());
  }

  private static void requireBuildable(TrainingSpec spec, DatasetSchema schema) {
    Planning planning = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema);
    if (!planning.isBuildable()) {
      List<Fault> faults =
          planning.faults().stream()
              .map(
                  fault ->
                      new Fault("/file", fault.code(), fault.pointer() + ": " + fault.message()))
              .toList();
      throw ServiceException.invalid(faults);
    }
  }

  private static Path newFolder(Path folder) {
    try {
      return Files.createDirectory(folder.resolve("artifacts"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
