package dev.evenkeel.training;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Specs and schemas for tests, written as a client would write them. */
public final class TestSpecs {

  private TestSpecs() {}

  /** A spec from JSON with single quotes; split, preprocessing and stability may be absent. */
  public static TrainingSpec spec(String network, String training) {
    return spec(network, training, "{}", "{}", "{}");
  }

  public static TrainingSpec spec(
      String network, String training, String split, String preprocessing, String stability) {
    String json =
        "{'split':%s,'preprocessing':%s,'network':%s,'training':%s,'stability':%s}"
            .formatted(split, preprocessing, network, training, stability);
    return SpecJson.mapper().readValue(json.replace('\'', '"'), TrainingSpec.class);
  }

  public static DatasetSchema classification(long examples, int features, String... classes) {
    return DatasetSchema.table(
        DatasetSchema.Task.CLASSIFICATION,
        examples,
        numeric(features),
        List.of("species"),
        List.of(classes));
  }

  public static DatasetSchema regression(long examples, int features, String... targets) {
    return DatasetSchema.table(
        DatasetSchema.Task.REGRESSION, examples, numeric(features), List.of(targets), List.of());
  }

  public static List<DatasetSchema.FeatureColumn> numeric(int features) {
    return IntStream.range(0, features)
        .mapToObj(i -> new DatasetSchema.FeatureColumn("x" + i, List.of()))
        .toList();
  }
}
