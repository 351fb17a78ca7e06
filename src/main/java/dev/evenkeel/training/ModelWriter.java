package dev.evenkeel.training;

import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a trained network down with everything needed to use and to check it. */
final class ModelWriter {

  private static final int PROBES = 8;
  private static final int CHUNK = 4096;

  private final RunSetup setup;
  private final RunData data;
  private final TrainableNetwork network;

  ModelWriter(RunSetup setup, RunData data, TrainableNetwork network) {
    this.setup = setup;
    this.data = data;
    this.network = network;
  }

  /** An example as the user has it, and what the network answers. */
  private record Probe(double[] input, double[] output) {}

  ModelManifest write(NetworkProvider provider, Path folder) throws IOException {
    List<Probe> probes = probes();
    Map<String, String> provenance =
        new TreeMap<>(provider.export(network, setup.plan(), data.preprocessing(), folder));
    provenance.put("seed", setup.spec().training().seed().toString());
    ModelManifest manifest =
        new ModelManifest(
            data.schema(),
            data.preprocessing(),
            setup.network(),
            network.layers(),
            setup.plan().output().meaning(),
            setup.plan().parameters(),
            digest(),
            probes.stream().map(Probe::input).toArray(double[][]::new),
            probes.stream().map(Probe::output).toArray(double[][]::new),
            provenance);
    Files.write(folder.resolve(ModelManifest.FILE), SpecJson.mapper().writeValueAsBytes(manifest));
    return manifest;
  }

  /** Finite examples spread over the training split. */
  private List<Probe> probes() {
    List<Probe> probes = new ArrayList<>();
    int size = data.training().size();
    int stride = Math.max(1, size / (4 * PROBES));
    for (int example = 0; example < size && probes.size() < PROBES; example += stride) {
      double[] cells = data.rawCells(example);
      if (isFinite(cells)) {
        double[] answer = answer(example);
        if (isFinite(answer)) {
          probes.add(new Probe(cells, answer));
        }
      }
    }
    return probes;
  }

  private double[] answer(int example) {
    var split = data.training();
    int positions = split.positions(example);
    float[] features = new float[positions * split.featureWidth()];
    float[] labels = new float[split.labelWidth()];
    float[] outputs = new float[setup.plan().output().shape().outputs()];
    split.readFeatures(example, features, 0);
    split.readLabels(example, labels, 0);
    int[] rows = {split.row(example)};
    network.predict(
        new Batch(
            1,
            positions,
            features,
            split.featureWidth(),
            new int[] {positions},
            labels,
            labels.length,
            new float[0],
            rows),
        outputs);
    double[] answer = new double[outputs.length];
    List<FittedTarget> targets = data.preprocessing().targets();
    for (int k = 0; k < answer.length; k++) {
      answer[k] =
          targets.isEmpty()
              ? outputs[k]
              : outputs[k] * targets.get(k).scale() + targets.get(k).offset();
    }
    return answer;
  }

  private static boolean isFinite(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  private String digest() {
    MessageDigest sha256 = sha256();
    FlatVector parameters = network.parameters();
    float[] chunk = new float[CHUNK];
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < parameters.length(); at += CHUNK) {
      int count = Math.min(CHUNK, parameters.length() - at);
      parameters.read(at, chunk, count);
      bytes.clear().asFloatBuffer().put(chunk, 0, count);
      sha256.update(bytes.limit(count * Float.BYTES));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
