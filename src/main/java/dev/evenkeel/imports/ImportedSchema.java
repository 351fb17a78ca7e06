package dev.evenkeel.imports;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OutputSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What goes into an imported network and comes out of it: from the network where that says it, from
 * the client where only the client can know.
 */
final class ImportedSchema {

  private final ImportSpec spec;
  private final StoredNetwork network;
  private final int maxSteps;

  ImportedSchema(ImportSpec spec, StoredNetwork network, int maxSteps) {
    this.spec = spec;
    this.network = network;
    this.maxSteps = maxSteps;
  }

  DatasetSchema schema() {
    Layout layout = layout();
    List<FeatureColumn> columns =
        names(width(layout), layout instanceof Layout.Images).stream()
            .map(name -> new FeatureColumn(name, List.of()))
            .toList();
    int outputs = Objects.requireNonNull(network.output().units());
    boolean classes = classifies(network.output());
    if (!classes && spec.classes() != null) {
      throw refused(
          "/classes",
          "not_allowed",
          "The network's outputs are numbers, not classes: leave 'classes' out.");
    }
    return new DatasetSchema(
        classes ? Task.CLASSIFICATION : Task.REGRESSION,
        0,
        layout,
        columns,
        classes ? List.of("class") : numbered("y", outputs),
        classes ? classes(outputs == 1 ? 2 : outputs) : List.of());
  }

  private static boolean classifies(OutputSpec output) {
    return output.activation() == Activation.SOFTMAX && output.units() != null && output.units() > 1
        || output.activation() == Activation.SIGMOID && output.loss() == Loss.BINARY_CROSS_ENTROPY;
  }

  private List<String> classes(int count) {
    if (spec.classes() == null) {
      return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
    if (spec.classes().size() != count) {
      throw refused(
          "/classes",
          "wrong_length",
          "The network tells %d classes apart; 'classes' names %d."
              .formatted(count, spec.classes().size()));
    }
    return spec.classes();
  }

  /** An embedding sees one code a step, however many it knows. */
  private int width(Layout layout) {
    boolean embeds =
        network.layers().stream().anyMatch(layer -> LayerKind.of(layer).is(LayerTrait.TAKES_CODES));
    return embeds && layout instanceof Layout.Sequences ? 1 : network.inputs();
  }

  private Layout layout() {
    LayerKind first = firstThatTells();
    List<@Nullable Integer> shape = spec.inputShape();
    if (first != null && first.is(LayerTrait.TAKES_IMAGES)) {
      return images(shape);
    }
    if (first != null && first.is(LayerTrait.TAKES_SEQUENCES)) {
      return sequences(shape);
    }
    if (shape != null && (shape.size() != 1 || !Objects.equals(shape.get(0), network.inputs()))) {
      throw wrongShape("[%d]".formatted(network.inputs()));
    }
    return new Layout.Table();
  }

  /** The first layer that takes one kind of input only. */
  private @Nullable LayerKind firstThatTells() {
    return network.layers().stream()
        .map(LayerKind::of)
        .filter(layer -> !layer.is(LayerTrait.KEEPS_SHAPE))
        .findFirst()
        .orElse(null);
  }

  private Layout images(@Nullable List<@Nullable Integer> shape) {
    if (network.image() != null) {
      return new Layout.Images(network.image().get(0), network.image().get(1));
    }
    if (shape == null) {
      throw refused(
          "/input_shape",
          "required",
          "The zip does not say how large its images are: give 'input_shape' as [height, width, %d] in the part 'spec'."
              .formatted(network.inputs()));
    }
    if (shape.size() != 3 || !Objects.equals(shape.get(2), network.inputs())) {
      throw wrongShape("[height, width, %d]".formatted(network.inputs()));
    }
    return new Layout.Images(
        Objects.requireNonNull(shape.get(0)), Objects.requireNonNull(shape.get(1)));
  }

  private Layout sequences(@Nullable List<@Nullable Integer> shape) {
    boolean embeds = LayerKind.of(network.layers().get(0)).is(LayerTrait.TAKES_CODES);
    int features = embeds ? 1 : network.inputs();
    if (shape == null) {
      return new Layout.Sequences(1, maxSteps);
    }
    if (shape.size() != 2 || !Objects.equals(shape.get(1), features)) {
      throw wrongShape("[steps, %d]".formatted(features));
    }
    Integer steps = shape.get(0);
    return steps == null ? new Layout.Sequences(1, maxSteps) : new Layout.Sequences(steps, steps);
  }

  private List<String> names(int count, boolean channels) {
    if (spec.columns() == null) {
      return channels ? numbered("channel_", count) : numbered("x", count);
    }
    if (spec.columns().size() != count) {
      throw refused(
          "/columns",
          "wrong_length",
          "The network takes %d columns; 'columns' names %d."
              .formatted(count, spec.columns().size()));
    }
    return spec.columns();
  }

  private static List<String> numbered(String stem, int count) {
    return IntStream.range(0, count).mapToObj(i -> stem + i).toList();
  }

  private ServiceException wrongShape(String wanted) {
    return refused(
        "/input_shape",
        "shape_mismatch",
        "The network takes %s, not %s.".formatted(wanted, spec.inputShape()));
  }

  private static ServiceException refused(String pointer, String code, String message) {
    return ServiceException.invalid(List.of(new Fault(pointer, code, message)));
  }
}
