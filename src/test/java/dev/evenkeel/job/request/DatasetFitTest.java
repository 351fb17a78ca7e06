package dev.evenkeel.job.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.error.Fault;
import dev.evenkeel.job.JobFakes;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.SchemaDifferences;
import dev.evenkeel.training.spec.SpecJson;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetFitTest {

  private static DatasetCatalog.Facts iris(long badCells) {
    return new DatasetCatalog.Facts(
        UUID.randomUUID(),
        "iris",
        JobFakes.irisSchema(),
        badCells,
        badCells == 0 ? List.of() : List.of(7L, 12L));
  }

  private static List<Fault> faults(
      String members, DatasetCatalog.Facts training, DatasetCatalog.@Nullable Facts validation) {
    JobSpec spec =
        SpecJson.mapper()
            .readValue(
                "{\"dataset_id\":\"d\",\"network\":{\"layers\":[]}%s}".formatted(members),
                JobSpec.class);
    return new DatasetFit(spec, new SubmissionChecks.Found(training, validation, null)).faults();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "split":{"validation":0.6,"test":0.4}                             | /split                             | out_of_range
          "split":{"validation":0.001}                                      | /split/validation                  | out_of_range
          "preprocessing":{"exclude_rows":[3,150]}                          | /preprocessing/exclude_rows/1      | out_of_range
          "split":{"test":0.001}                                            | /split/test                        | out_of_range
          "training":{"class_weights":{"rosa":2}}                           | /training/class_weights/rosa       | unknown_class
          "training":{"early_stopping":{"metric":"validation_r2"}}          | /training/early_stopping/metric    | wrong_task
          "split":{"validation":0},"training":{"early_stopping":{}}         | /training/early_stopping           | conflict
          "training":{"schedule":{"type":"piecewise","boundaries":[5,3],"factors":[1,1]}} | /training/schedule/boundaries/1 | out_of_range
          "training":{"schedule":{"type":"piecewise","boundaries":[5],"factors":[1,1]}} | /training/schedule/factors | conflict
          """)
  void namesWhatDoesNotFit(String members, String pointer, String code) {
    assertThat(faults("," + members, iris(0), null))
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
  }

  @Test
  void takesASpecThatFits() {
    assertThat(
            faults(
                ",\"training\":{\"class_weights\":{\"setosa\":2},\"early_stopping\":{\"metric\":\"validation_accuracy\"}}",
                iris(0),
                null))
        .isEmpty();
  }

  @Test
  void refusesMissingCellsWithTheirLines() {
    assertThat(faults("", iris(2), null))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.pointer()).isEqualTo("/preprocessing/missing");
              assertThat(fault.message()).contains("2 missing", "lines 7, 12");
            });
    assertThat(faults(",\"preprocessing\":{\"missing\":\"mean\"}", iris(2), null)).isEmpty();
  }

  @Test
  void refusesAFractionBesideASeparateDataset() {
    assertThat(
            faults(
                ",\"split\":{\"validation\":0.2,\"validation_dataset_id\":\"v\"}",
                iris(0),
                iris(0)))
        .extracting(Fault::pointer)
        .containsExactly("/split/validation_dataset_id");
  }

  @Test
  void namesTheDifferencesOfAValidationDataset() {
    DatasetSchema other =
        DatasetSchema.table(
            DatasetSchema.Task.CLASSIFICATION,
            10,
            JobFakes.columns("sepal_length", "sepal_width", "petal_length"),
            List.of("species"),
            List.of("setosa"));

    assertThat(
            faults(
                ",\"split\":{\"validation_dataset_id\":\"v\"}",
                iris(0),
                new DatasetCatalog.Facts(UUID.randomUUID(), "more", other, 0, List.of())))
        .singleElement()
        .extracting(Fault::message)
        .asString()
        .contains("more", "it lacks the columns petal_width");
  }

  @Test
  void aValidationDatasetMayLackACategoryButNotBringOne() {
    DatasetSchema training = colours("blue", "green", "red");

    assertThat(SchemaDifferences.between(colours("blue", "red"), training)).isEmpty();
    assertThat(SchemaDifferences.between(colours("blue", "pink"), training))
        .singleElement()
        .asString()
        .contains("pink");
  }

  private static DatasetSchema colours(String... categories) {
    return DatasetSchema.table(
        DatasetSchema.Task.REGRESSION,
        10,
        List.of(new FeatureColumn("colour", List.of(categories))),
        List.of("price"),
        List.of());
  }

  @Test
  void classWeightsNeedClasses() {
    DatasetCatalog.Facts houses =
        new DatasetCatalog.Facts(UUID.randomUUID(), "houses", JobFakes.houseSchema(), 0, List.of());

    assertThat(faults(",\"training\":{\"class_weights\":\"balanced\"}", houses, null))
        .extracting(Fault::code)
        .containsExactly("wrong_task");
  }
}
