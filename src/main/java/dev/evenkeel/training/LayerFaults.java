package dev.evenkeel.training;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is wrong with the numbers and names of one layer, wherever it stands. */
final class LayerFaults {

  private final String pointer;
  private final PlanLimits limits;
  private final List<PlanFault> found = new ArrayList<>();

  private LayerFaults(String pointer, PlanLimits limits) {
    this.pointer = pointer;
    this.limits = limits;
  }

  static List<PlanFault> of(int index, LayerSpec layer, PlanLimits limits) {
    LayerFaults faults = new LayerFaults("/network/layers/" + index, limits);
    faults.check(layer);
    return faults.found;
  }

  private void check(LayerSpec layer) {
    if (layer instanceof LayerSpec.Dense dense) {
      size("/units", "units", dense.units());
      feedForward(dense.activation());
    } else if (layer instanceof LayerSpec.Conv2d conv) {
      size("/filters", "filters", conv.filters());
      sides("/kernel", conv.kernel());
      sides("/stride", conv.stride());
      feedForward(conv.activation());
      if (conv.activation() == Activation.SOFTMAX) {
        add(
            "/activation",
            "not_allowed",
            "softmax makes shares of one vector's features, which an image is not. Choose another, such as relu.");
      }
    } else if (layer instanceof LayerSpec.MaxPooling2d pooling) {
      sides("/size", pooling.size());
      sides("/stride", pooling.stride());
    } else if (layer instanceof LayerSpec.AveragePooling2d pooling) {
      sides("/size", pooling.size());
      sides("/stride", pooling.stride());
    } else if (layer instanceof LayerSpec.Recurrent recurrent) {
      recurrent("", recurrent);
    } else if (layer instanceof LayerSpec.Bidirectional both) {
      recurrent("/layer", both.layer());
    } else if (layer instanceof LayerSpec.Embedding embedding) {
      size("/units", "units", embedding.units());
      if (embedding.vocabulary() != null && embedding.vocabulary() < 1) {
        outOfRange("/vocabulary", "A vocabulary has at least 1 code.");
      }
    } else if (layer instanceof LayerSpec.Reshape reshape) {
      shape(reshape.shape());
    } else if (layer instanceof LayerSpec.ActivationOnly only) {
      feedForward(only.activation());
    } else if (layer instanceof LayerSpec.Dropout dropout) {
      rate(dropout.rate());
    }
  }

  private void recurrent(String at, LayerSpec.Recurrent layer) {
    size(at + "/units", "units", layer.units());
    if (!isRecurrent(layer.activation())) {
      add(
          at + "/activation",
          "not_allowed",
          "A recurrent layer takes tanh, sigmoid, relu, hard_sigmoid or softsign, not %s."
              .formatted(name(layer.activation())));
    }
  }

  private static boolean isRecurrent(Activation activation) {
    return switch (activation) {
      case TANH, SIGMOID, RELU, HARD_SIGMOID, SOFTSIGN -> true;
      case LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, LINEAR, SOFTMAX -> false;
    };
  }

  private void feedForward(@Nullable Activation activation) {
    if (activation == Activation.HARD_SIGMOID || activation == Activation.SOFTSIGN) {
      add(
          "/activation",
          "not_allowed",
          "%s is for recurrent layers. Choose sigmoid or tanh.".formatted(name(activation)));
    }
  }

  private void shape(List<Integer> shape) {
    if (shape.isEmpty() || shape.size() > 3) {
      outOfRange(
          "/shape",
          "A shape is [features], [steps, features] or [height, width, channels], not %d numbers."
              .formatted(shape.size()));
    }
    for (int i = 0; i < shape.size(); i++) {
      if (shape.get(i) < 1) {
        outOfRange("/shape/" + i, "A size is at least 1, not %d.".formatted(shape.get(i)));
      }
    }
  }

  private void rate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      outOfRange("/rate", "A dropout rate must be at least 0 and below 1, not %s.".formatted(rate));
    }
  }

  private void sides(String field, Size2d sides) {
    if (sides.height() < 1 || sides.width() < 1) {
      outOfRange(
          field,
          "Both sides are at least 1, not [%d, %d].".formatted(sides.height(), sides.width()));
    }
  }

  private void size(String field, String what, int size) {
    if (size < 1) {
      outOfRange(field, "A layer needs at least 1 of %s, not %d.".formatted(what, size));
    } else if (size > limits.units()) {
      add(
          field,
          "over_limit",
          "%d %s are over the limit of %d.".formatted(size, what, limits.units()));
    }
  }

  private void outOfRange(String field, String message) {
    add(field, "out_of_range", message);
  }

  private void add(String field, String code, String message) {
    found.add(new PlanFault(pointer + field, code, message));
  }

  private static String name(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }
}
