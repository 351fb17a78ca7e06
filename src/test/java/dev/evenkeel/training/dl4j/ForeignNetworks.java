package dev.evenkeel.training.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks as somebody else makes them, with Deeplearning4j alone. */
public final class ForeignNetworks {

  /**
   * A saved network and its answer to an example.
   *
   * @param input the example as predict takes it, JSON
   */
  public record Saved(byte[] zip, String input, double[] output) {}

  private ForeignNetworks() {}

  /** Numbers in, three classes out; a batch normalization that has seen data. */
  public static Saved table() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(4),
            new DenseLayer.Builder().nOut(6).activation(Activation.RELU).build(),
            new BatchNormalization(),
            new DropoutLayer(0.5),
            output(3));
    for (int i = 0; i < 20; i++) {
      INDArray labels = Nd4j.zeros(8, 3);
      labels.getColumn(0).assign(1);
      network.fit(Nd4j.randn(DataType.FLOAT, 8, 4).muli(3).addi(1), labels);
    }
    return saved(network, Nd4j.createFromArray(new float[][] {{1, -2, 3, 0.5f}}), "[1,-2,3,0.5]");
  }

  /** Images of 4 × 4 with one channel. */
  public static Saved images() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(4, 4, 1),
            new ConvolutionLayer.Builder(3, 3)
                .nOut(5)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.TANH)
                .build(),
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build(),
            new DenseLayer.Builder().nOut(7).activation(Activation.ELU).build(),
            output(3));
    StringBuilder json = new StringBuilder();
    float[] pixels = new float[16];
    for (int i = 0; i < 16; i++) {
      pixels[i] = i % 5;
      json.append(i % 4 == 0 ? i == 0 ? "[" : "],[" : ",").append("[").append(i % 5).append("]");
    }
    return saved(network, Nd4j.create(pixels, new long[] {1, 1, 4, 4}, 'c'), "[" + json + "]]");
  }

  /** Sequences of two features. */
  public static Saved sequences() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(2),
            new LSTM.Builder().nOut(4).activation(Activation.TANH).build(),
            new Bidirectional(new SimpleRnn.Builder().nOut(3).activation(Activation.TANH).build()),
            new LastTimeStep(new LSTM.Builder().nOut(4).activation(Activation.TANH).build()),
            output(3));
    INDArray steps = Nd4j.createFromArray(new float[][][] {{{1, 3, 5}, {2, 4, 6}}});
    return saved(network, steps, "[[1,2],[3,4],[5,6]]");
  }

  /** Codes from 0 to 9. */
  public static Saved codes() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(10),
            new EmbeddingSequenceLayer.Builder().nIn(10).nOut(4).build(),
            new GlobalPoolingLayer.Builder().build(),
            output(3));
    INDArray codes = Nd4j.createFromArray(new float[][] {{3, 9, 0, 3}});
    return saved(network, codes, "[[3],[9],[0],[3]]");
  }

  private static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork network(InputType input, Layer... layers) {
    var list = new NeuralNetConfiguration.Builder().seed(7).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }

  private static Saved saved(MultiLayerNetwork network, INDArray example, String json) {
    try {
      ByteArrayOutputStream zip = new ByteArrayOutputStream();
      ModelSerializer.writeModel(network, zip, true);
      double[] output = network.output(example).castTo(DataType.DOUBLE).toDoubleVector();
      return new Saved(zip.toByteArray(), json, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same zip with an entry put in, replaced, or taken out (null). */
  public static byte[] with(byte[] zip, String name, byte[] content) {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
      entries.remove(name);
      if (content != null) {
        entries.put(name, content);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipOutputStream packed = new ZipOutputStream(out)) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          packed.putNextEntry(new ZipEntry(entry.getKey()));
          packed.write(entry.getValue());
        }
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration with some text replaced. */
  public static byte[] configured(byte[] zip, String text, String other) {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals("configuration.json")) {
          String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          if (!json.contains(text)) {
            throw new IllegalArgumentException("The configuration has no %s.".formatted(text));
          }
          return with(
              zip, entry.getName(), json.replace(text, other).getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("There is no configuration.");
  }
}
