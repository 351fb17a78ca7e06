package dev.evenkeel.training.run;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.Probe;
import dev.evenkeel.training.ProcessFacts;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.onnx.OnnxExport;
import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a trained network down with everything needed to use and to check it. */
final class ModelWriter {

  private static final int CHUNK = 4096;

  private final RunSetup setup;
  private final TrainableNetwork network;

  ModelWriter(RunSetup setup, TrainableNetwork network) {
    this.setup = setup;
    this.network = network;
  }

  /** What is written beside the network: what goes into it, and examples of it. */
  record Inputs(DatasetSchema schema, FittedPreprocessing preprocessing, List<Probe> probes) {}

  ModelManifest write(Inputs inputs, NetworkProvider provider, Path folder) throws IOException {
    NativeFile own = network.save(folder).orElse(null);
    new OnnxExport(network, setup.plan(), inputs.preprocessing())
        .write(folder.resolve(ModelManifest.ONNX_FILE));
    ModelManifest manifest = manifest(inputs, own, provenance(provider));
    Files.write(folder.resolve(ModelManifest.FILE), SpecJson.mapper().writeValueAsBytes(manifest));
    return manifest;
  }

  private ModelManifest manifest(
      Inputs inputs, @Nullable NativeFile own, Map<String, String> provenance) {
    List<Probe> probes = inputs.probes();
    return new ModelManifest(
        inputs.schema(),
        inputs.preprocessing(),
        setup.network(),
        network.layers(),
        setup.plan().output().meaning(),
        setup.plan().parameters(),
        digest(),
        probes.stream().map(Probe::input).toArray(double[][]::new),
        probes.stream().map(Probe::output).toArray(double[][]::new),
        own,
        provenance);
  }

  private Map<String, String> provenance(NetworkProvider provider) {
    Map<String, String> provenance = new TreeMap<>(ProcessFacts.all());
    provenance.putAll(provider.provenance(setup.plan()));
    provenance.put("provider", provider.kind());
    provenance.put("seed", setup.spec().training().seed().toString());
    return provenance;
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
