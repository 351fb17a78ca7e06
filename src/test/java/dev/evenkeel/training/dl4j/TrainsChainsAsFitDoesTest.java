package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.NetworkSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Images and sequences, step by step and by Deeplearning4j's own fit: the same to the last bit. */
@NativeTest
class TrainsChainsAsFitDoesTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images    | {'type':'adam'}       | [{'type':'conv2d','filters':4,'kernel':3,'padding':'same'},{'type':'batch_normalization'},{'type':'max_pooling2d'},{'type':'conv2d','filters':3,'kernel':2},{'type':'flatten'},{'type':'dense','units':6}]
          images    | {'type':'nesterov'}   | [{'type':'average_pooling2d'},{'type':'conv2d','filters':5,'kernel':2,'stride':2},{'type':'global_pooling'}]
          sequences | {'type':'adam'}       | [{'type':'lstm','units':5}]
          sequences | {'type':'rmsprop'}    | [{'type':'dense','units':4},{'type':'lstm','units':5,'return_sequences':true,'l2':0.01},{'type':'lstm','units':4}]
          sequences | {'type':'adamw'}      | [{'type':'lstm','units':5,'return_sequences':true},{'type':'global_pooling','pooling':'average'}]
          sequences | {'type':'adam'}       | [{'type':'simple_rnn','units':5,'return_sequences':true},{'type':'simple_rnn','units':4}]
          windows   | {'type':'adamw'}      | [{'type':'bidirectional','layer':{'type':'lstm','units':4,'return_sequences':true,'l1':0.001}},{'type':'lstm','units':3}]
          windows   | {'type':'amsgrad'}    | [{'type':'bidirectional','layer':{'type':'simple_rnn','units':4,'return_sequences':true}},{'type':'global_pooling'}]
          windows   | {'type':'adam'}       | [{'type':'batch_normalization'},{'type':'dropout','rate':0.3},{'type':'lstm','units':3}]
          words     | {'type':'adam'}       | [{'type':'embedding','units':4},{'type':'lstm','units':3}]
          words     | {'type':'sgd'}        | [{'type':'embedding','units':4,'l2':0.01},{'type':'global_pooling'}]
          """)
  void trainsExactlyAsFitDoes(String dataset, String optimizer, String layers) {
    Chains.Chain chain = Chains.chain(dataset, layers, optimizer);
    List<Batch> batches = batches(chain);
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      MultiLayerNetwork stock = stock(chain, network);
      long[] random = RandomStates.read();
      for (Batch batch : batches) {
        network.computeGradients(batch);
        network.applyUpdate(chain.spec().training().optimizer().learningRate());
      }
      NetworkSnapshot ours = network.snapshot();

      RandomStates.write(random);
      batches.forEach(batch -> stock.fit(dataSet(chain, batch)));

      assertThat(ours.parameters()).isEqualTo(TrainsExactlyAsFitDoesTest.floats(stock.params()));
      INDArray state = stock.updaterState();
      assertThat(ours.updaterState())
          .isEqualTo(state == null ? new float[0] : TrainsExactlyAsFitDoesTest.floats(state));
      assertThat(RandomStates.read()).isEqualTo(ours.randomState());
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images    | [{'type':'conv2d','filters':4,'kernel':3,'padding':'same'},{'type':'batch_normalization'},{'type':'max_pooling2d'},{'type':'flatten'},{'type':'dense','units':6}]
          images    | [{'type':'conv2d','filters':4,'kernel':2},{'type':'reshape','shape':[15,8]},{'type':'lstm','units':3}]
          table     | [{'type':'dense','units':24},{'type':'reshape','shape':[3,4,2]},{'type':'conv2d','filters':4,'kernel':2}]
          windows   | [{'type':'lstm','units':5,'return_sequences':true},{'type':'dense','units':4},{'type':'flatten'}]
          windows   | [{'type':'bidirectional','layer':{'type':'lstm','units':4,'return_sequences':true}},{'type':'simple_rnn','units':3}]
          windows   | [{'type':'bidirectional','layer':{'type':'lstm','units':4}}]
          windows   | [{'type':'bidirectional','layer':{'type':'simple_rnn','units':4}},{'type':'dense','units':3}]
          words     | [{'type':'embedding','units':4},{'type':'lstm','units':3}]
          """)
  void deeplearning4jAnswersFromTheZipAsWeDo(String dataset, String layers) throws Exception {
    Chains.Chain chain = Chains.chain(dataset, layers, "{'type':'adam'}");
    Path zip = Exports.zip(folder);
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      network.computeGradients(Chains.batch(chain.plan(), 8, 1, 6));
      network.applyUpdate(0.01);
      network.save(folder);
      Batch batch = Chains.batch(chain.plan(), 5, 2, 6);
      float[] answers = new float[5 * Chains.CLASSES];
      network.predict(batch, answers);

      MultiLayerNetwork stock = ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true);

      assertThat(
              TrainsExactlyAsFitDoesTest.floats(stock.output(dataSet(chain, batch).getFeatures())))
          .isEqualTo(answers);
      if (ZipNotes.isTrainable(chain.plan())) {
        stock.fit(dataSet(chain, batch));
      }
    }
  }

  @Test
  void theZipsWeaknessesAreInItsProvenance() {
    assertThat(notes("windows", "[{'type':'bidirectional','layer':{'type':'lstm','units':4}}]"))
        .containsExactly("zip_training");
    assertThat(
            notes(
                "windows",
                "[{'type':'lstm','units':4,'return_sequences':true},{'type':'flatten'}]"))
        .containsExactly("zip_classes");
    String windows = "[{'type':'conv1d','filters':4,'kernel':3},{'type':'lstm','units':3}]";
    assertThat(notes("sequences", windows)).containsExactly("zip_lengths");
    assertThat(notes("windows", windows)).isEmpty();
    assertThat(notes("images", "[{'type':'reshape','shape':[12,7]},{'type':'lstm','units':3}]"))
        .isEmpty();
  }

  private static List<String> notes(String dataset, String layers) {
    return List.copyOf(ZipNotes.of(Chains.chain(dataset, layers).plan()).keySet());
  }

  /** Batches of mixed and of equal lengths, the last a small one. */
  private static List<Batch> batches(Chains.Chain chain) {
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      batches.add(Chains.batch(chain.plan(), i % 4 == 3 ? 3 : 8, i, 6, 2, 5, i % 5 + 1));
    }
    return batches;
  }

  /** Deeplearning4j's own network with the weights that ours starts from. */
  private static MultiLayerNetwork stock(Chains.Chain chain, Dl4jNetwork network) {
    MultiLayerNetwork stock =
        new MultiLayerNetwork(new NetworkConfigurationBuilder(chain.spec()).build(chain.plan()));
    stock.init();
    stock.params().assign(Nd4j.createFromArray(Dl4jNetworkTest.read(network.parameters())));
    return stock;
  }

  private static DataSet dataSet(Chains.Chain chain, Batch batch) {
    BatchArrays.Native data = new BatchArrays(chain.plan()).fill(batch);
    return new DataSet(data.features(), data.labels(), data.mask(), null);
  }
}
