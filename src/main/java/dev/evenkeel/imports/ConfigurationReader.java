package dev.evenkeel.imports;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the configuration of a {@code MultiLayerNetwork} as plain JSON. What it doesn't know it
 * refuses, naming the layer: a network that answers otherwise than it did would be worse than none.
 * One use.
 */
final class ConfigurationReader {

  private static final int MOST_INPUTS = 10_000_000;
  private static final String PREPROCESSORS = "org.deeplearning4j.nn.conf.preprocessor.";
  private static final String TO_IMAGE = PREPROCESSORS + "FeedForwardToCnnPreProcessor";

  /** Those that Deeplearning4j puts in by itself, and that follow from the layers. */
  private static final Set<String> IMPLIED =
      Set.of(
          PREPROCESSORS + "CnnToFeedForwardPreProcessor",
          PREPROCESSORS + "RnnToFeedForwardPreProcessor",
          PREPROCESSORS + "FeedForwardToRnnPreProcessor");

  private final List<Fault> faults = new ArrayList<>();
  private final List<Integer> logVariances = new ArrayList<>();

  static StoredNetwork read(byte[] json) {
    try {
      return new ConfigurationReader().network(JsonMapper.shared().readTree(json));
    } catch (JacksonException e) {
      throw NetworkZip.refused("configuration.json is not JSON: " + e.getOriginalMessage());
    }
  }

  private StoredNetwork network(JsonNode tree) {
    JsonNode layers = tree.path("confs");
    if (tree.has("vertices")) {
      throw NetworkZip.refused(
          "The zip holds a ComputationGraph. Only a MultiLayerNetwork can be imported.");
    }
    if (!layers.isArray() || layers.isEmpty()) {
      throw NetworkZip.refused("configuration.json describes no layers ('confs').");
    }
    List<LayerSpec> hidden = new ArrayList<>();
    OutputSpec output = OutputSpec.derived();
    for (int i = 0; i < layers.size(); i++) {
      LayerReader layer = new LayerReader(layers.get(i).path("layer"));
      try {
        if (i < layers.size() - 1) {
          hidden.add(layer.hidden());
          if (layer.storesLogVariance()) {
            logVariances.add(i);
          }
        } else {
          output = layer.output();
        }
      } catch (LayerReader.Unknown unknown) {
        fault("Layer %d: %s".formatted(i, unknown.getMessage()));
      }
    }
    List<Integer> image = image(tree.path("inputPreProcessors"));
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    return new StoredNetwork(hidden, output, inputs(layers), image, logVariances);
  }

  /** What the first layer with weights takes; the ones in front of it change no width. */
  private static int inputs(JsonNode layers) {
    for (JsonNode conf : layers) {
      int inputs = LayerReader.inputs(conf.path("layer"));
      if (inputs > MOST_INPUTS) {
        throw NetworkZip.refused(
            "The network takes %d inputs, over the limit of %d.".formatted(inputs, MOST_INPUTS));
      }
      if (inputs > 0) {
        return inputs;
      }
    }
    throw NetworkZip.refused("configuration.json has no layer that says what it takes ('nin').");
  }

  private @Nullable List<Integer> image(JsonNode preprocessors) {
    List<Integer> image = null;
    for (var entry : preprocessors.properties()) {
      String type = entry.getValue().path("@class").stringValue("");
      boolean first = entry.getKey().equals("0");
      if (type.equals(TO_IMAGE) && first && entry.getValue().path("numChannels").intValue(0) == 1) {
        image =
            List.of(
                entry.getValue().path("inputHeight").intValue(0),
                entry.getValue().path("inputWidth").intValue(0),
                1);
      } else if (!IMPLIED.contains(type) || first) {
        fault(
            "Layer %s has the preprocessor '%s', which can't be imported."
                .formatted(entry.getKey(), LayerReader.shorten(type)));
      }
    }
    return image;
  }

  private void fault(String message) {
    faults.add(NetworkZip.fault(message));
  }
}
