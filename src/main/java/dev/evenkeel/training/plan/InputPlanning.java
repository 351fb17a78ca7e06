package dev.evenkeel.training.plan;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.spec.PreprocessingSpec.NumericScaling;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network is fed with: numbers and one-hot vectors, or, with an embedding in front, one code
 * a step.
 */
final class InputPlanning {

  private static final String FIRST = "/network/layers/0";

  private final DatasetSchema schema;
  private final PreprocessingSpec preprocessing;
  private final boolean embeds;
  private final List<PlanFault> faults = new ArrayList<>();

  InputPlanning(TrainingSpec spec, DatasetSchema schema) {
    this.schema = schema;
    this.preprocessing = spec.preprocessing();
    List<LayerSpec> layers = spec.network().layers();
    embeds = !layers.isEmpty() && takesCodes(layers.get(0));
    if (embeds) {
      checkCodes(LayerKind.of(layers.get(0)));
    } else if (schema.isText()) {
      fault(
          layers.isEmpty() ? "/network/layers" : FIRST,
          "shape_mismatch",
          "The dataset's examples are words. The first layer must be an embedding, such as {\"type\": \"embedding\", \"units\": 32}.");
    }
    for (int index = 1; index < layers.size(); index++) {
      if (takesCodes(layers.get(index))) {
        fault(
            "/network/layers/" + index,
            "not_allowed",
            "An embedding takes the codes of the dataset: it can only be the first layer.");
      }
    }
  }

  private static boolean takesCodes(LayerSpec layer) {
    return LayerKind.of(layer).is(LayerTrait.TAKES_CODES);
  }

  private void checkCodes(LayerKind embedding) {
    List<FeatureColumn> columns = schema.features();
    boolean several = columns.size() != 1;
    if (several && !(schema.layout() instanceof Layout.Table)) {
      fault(
          FIRST,
          "shape_mismatch",
          "embedding takes one code a step, but the dataset has %d columns."
              .formatted(columns.size()));
    } else if (schema.layout() instanceof Layout.Images) {
      fault(FIRST, "shape_mismatch", "embedding takes codes, but the dataset holds images.");
    } else if (several && columns.stream().anyMatch(FeatureColumn::isCategorical)) {
      fault(
          FIRST,
          "shape_mismatch",
          "embedding gives all columns of a table the same codes, but the dataset has categorical columns, each with codes of its own.");
    } else if (known() == 0) {
      checkNumbers(embedding);
    } else if (embedding.codes() != null && embedding.codes() < known()) {
      fault(
          FIRST + "/vocabulary",
          "out_of_range",
          "The dataset has %d codes, more than a vocabulary of %d. Leave vocabulary out to let it follow from the dataset."
              .formatted(known(), embedding.codes()));
    }
    if (preprocessing.missing() == MissingPolicy.KEEP) {
      fault(
          "/preprocessing/missing",
          "conflict",
          "A missing cell has no code that an embedding could look up. Choose reject, mean or drop.");
    }
  }

  /** Numbers are codes only where nothing is done to them. */
  private void checkNumbers(LayerKind embedding) {
    if (embedding.codes() == null) {
      fault(
          FIRST + "/vocabulary",
          "required",
          "The dataset's columns are numbers: say how many codes there are (the largest number plus 1).");
    }
    if (preprocessing.numeric() != NumericScaling.NONE) {
      fault(
          "/preprocessing/numeric",
          "conflict",
          "An embedding takes the numbers as codes: set preprocessing.numeric to none.");
    }
  }

  /** Codes that the dataset is known to have; 0 for numbers. */
  private int known() {
    FeatureColumn column = schema.features().size() == 1 ? schema.features().get(0) : null;
    if (column == null) {
      return 0;
    }
    return column.text() != null ? column.text().ids() : column.categories().size();
  }

  List<PlanFault> faults() {
    return faults;
  }

  InputEncoding encoding() {
    return embeds ? InputEncoding.CODES : InputEncoding.VALUES;
  }

  /** One example as the first layer gets it. */
  TensorShape raw() {
    int width = embeds ? 1 : schema.featureWidth();
    if (schema.layout() instanceof Layout.Sequences sequences) {
      return new TensorShape.Sequence(sequences.longest(), width, sequences.varies());
    }
    if (schema.layout() instanceof Layout.Windows windows) {
      return new TensorShape.Sequence(windows.window(), width, false);
    }
    if (schema.layout() instanceof Layout.Images images) {
      return new TensorShape.Image(images.height(), images.width(), width);
    }
    return embeds
        ? new TensorShape.Sequence(schema.features().size(), 1, false)
        : new TensorShape.Vector(width);
  }

  /** The layer with what only the dataset can say. */
  LayerSpec resolved(int index, LayerSpec layer) {
    return index == 0 && embeds && known() > 0 ? LayerKind.of(layer).resolved(known()) : layer;
  }

  private void fault(String pointer, String code, String message) {
    faults.add(new PlanFault(pointer, code, message));
  }
}
