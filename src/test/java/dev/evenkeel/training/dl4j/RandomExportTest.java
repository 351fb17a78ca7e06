package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains of layers that nobody thought of, in ONNX Runtime as in Deeplearning4j. */
@NativeTest
class RandomExportTest {

  private static final int CHAINS = 40;
  private static final List<String> FUNCTIONS =
      List.of(
          "relu",
          "leaky_relu",
          "elu",
          "selu",
          "gelu",
          "swish",
          "tanh",
          "sigmoid",
          "softplus",
          "linear");
  private static final List<String> RECURRENT_FUNCTIONS =
      List.of("tanh", "sigmoid", "relu", "hard_sigmoid", "softsign");

  @TempDir private Path folder;

  static IntStream seeds() {
    return IntStream.range(0, CHAINS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void onnxRuntimeAnswersWhatDeeplearning4jAnswers(int seed) throws Exception {
    Random random = new Random(seed);
    boolean images = seed % 2 == 0;
    Layout layout =
        images
            ? new Layout.Images(8 + random.nextInt(6), 8 + random.nextInt(6))
            : new Layout.Sequences(1, 2 + random.nextInt(20));
    String layers = images ? imageLayers(random) : sequenceLayers(random);

    assertThat(new ExportCase(layout, columns(random), layers, seed).furthestDifference(folder))
        .as("%s with %s", layout, layers)
        .isLessThan(1e-5);
  }

  private static List<FeatureColumn> columns(Random random) {
    return IntStream.rangeClosed(0, random.nextInt(4))
        .mapToObj(
            i ->
                new FeatureColumn(
                    "x" + i, random.nextBoolean() ? List.of() : List.of("a", "b", "c")))
        .toList();
  }

  private static String imageLayers(Random random) {
    List<String> layers = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      layers.add(imageLayer(random));
    }
    if (random.nextBoolean()) {
      layers.add(pooling(random));
    }
    layers.add(dense(random));
    return String.join(",", layers);
  }

  private static String imageLayer(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 ->
          "{'type':'conv2d','filters':%d,'kernel':[%d,%d],'stride':%d,'padding':'%s','activation':'%s'}"
              .formatted(
                  1 + random.nextInt(5),
                  1 + random.nextInt(2),
                  1 + random.nextInt(2),
                  1 + random.nextInt(2),
                  random.nextBoolean() ? "same" : "valid",
                  one(FUNCTIONS, random));
      case 3 -> "{'type':'batch_normalization'}";
      case 4 -> "{'type':'average_pooling2d','size':2,'stride':1}";
      default -> "{'type':'max_pooling2d','size':[1,2],'stride':1}";
    };
  }

  private static String sequenceLayers(Random random) {
    List<String> layers = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      layers.add(sequenceLayer(random, true));
    }
    layers.add(random.nextBoolean() ? pooling(random) : sequenceLayer(random, false));
    layers.add(dense(random));
    return String.join(",", layers);
  }

  private static String sequenceLayer(Random random, boolean sequences) {
    String recurrent =
        "{'type':'%s','units':%d,'activation':'%s','return_sequences':%s}"
            .formatted(
                random.nextBoolean() ? "lstm" : "simple_rnn",
                1 + random.nextInt(5),
                one(RECURRENT_FUNCTIONS, random),
                sequences);
    return switch (random.nextInt(sequences ? 3 : 2)) {
      case 0 -> recurrent;
      case 1 -> "{'type':'bidirectional','layer':%s}".formatted(recurrent);
      default -> dense(random);
    };
  }

  private static String dense(Random random) {
    return "{'type':'dense','units':%d,'activation':'%s'}"
        .formatted(1 + random.nextInt(5), one(FUNCTIONS, random));
  }

  private static String pooling(Random random) {
    return "{'type':'global_pooling','pooling':'%s'}"
        .formatted(random.nextBoolean() ? "max" : "average");
  }

  private static String one(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }
}
