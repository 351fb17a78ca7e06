package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind the end of a sequence makes no difference to anything. */
@NativeTest
class PaddingTest {

  private static final int[] LENGTHS = {6, 1, 4, 2, 6, 3};
  private static final Offset<Float> EQUAL = within(2e-6f);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sequences | [{'type':'lstm','units':5}]
          sequences | [{'type':'lstm','units':5,'activation':'relu','bias_init':0.3}]
          sequences | [{'type':'lstm','units':5,'return_sequences':true},{'type':'lstm','units':4}]
          sequences | [{'type':'lstm','units':5,'return_sequences':true},{'type':'global_pooling','pooling':'max'}]
          sequences | [{'type':'lstm','units':5,'return_sequences':true},{'type':'global_pooling','pooling':'average'}]
          sequences | [{'type':'simple_rnn','units':5,'activation':'relu','bias_init':0.3}]
          sequences | [{'type':'simple_rnn','units':5,'return_sequences':true},{'type':'simple_rnn','units':4}]
          sequences | [{'type':'bidirectional','layer':{'type':'lstm','units':5}}]
          sequences | [{'type':'bidirectional','layer':{'type':'simple_rnn','units':5,'bias_init':0.3}}]
          sequences | [{'type':'bidirectional','layer':{'type':'lstm','units':4,'return_sequences':true}},{'type':'bidirectional','layer':{'type':'lstm','units':5,'return_sequences':true}},{'type':'global_pooling'}]
          sequences | [{'type':'bidirectional','layer':{'type':'lstm','units':4,'return_sequences':true}},{'type':'dense','units':4},{'type':'lstm','units':3}]
          sequences | [{'type':'dense','units':5,'bias_init':0.3},{'type':'dense','units':4,'activation':'sigmoid'},{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
          sequences | [{'type':'dense','units':5,'bias_init':0.3},{'type':'dropout','rate':0},{'type':'global_pooling','pooling':'average'}]
          sequences | [{'type':'activation','activation':'sigmoid'},{'type':'activation','activation':'softmax'},{'type':'global_pooling','pooling':'max'}]
          sequences | [{'type':'activation','activation':'sigmoid'},{'type':'simple_rnn','units':5}]
          sequences | [{'type':'lstm','units':6,'return_sequences':false},{'type':'batch_normalization'},{'type':'reshape','shape':[3,2]},{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
          words     | [{'type':'embedding','units':4},{'type':'global_pooling','pooling':'average'}]
          words     | [{'type':'embedding','units':4},{'type':'lstm','units':3}]
          words     | [{'type':'embedding','units':4},{'type':'activation','activation':'tanh'},{'type':'bidirectional','layer':{'type':'simple_rnn','units':3}}]
          """)
  void aLongerPaddingChangesNothing(String dataset, String layers) {
    assertPaddingIsNothing(dataset, layers);
  }

  static void assertPaddingIsNothing(String dataset, String layers) {
    Chains.Chain chain = Chains.chain(dataset, layers);
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      Batch tight = Chains.batch(chain.plan(), LENGTHS, 6, 3);
      Batch wide = Chains.batch(chain.plan(), LENGTHS, 11, 3);

      double loss = network.computeGradients(tight);
      float[] gradient = Dl4jNetworkTest.read(network.gradient());
      float[] answers = answers(network, tight);

      assertThat(network.computeGradients(wide)).isCloseTo(loss, within(1e-6));
      assertThat(Dl4jNetworkTest.read(network.gradient())).containsExactly(gradient, EQUAL);
      assertThat(answers(network, wide)).containsExactly(answers, EQUAL);
      assertThat(network.loss(wide)).isCloseTo(network.loss(tight), within(1e-6));
      if (!layers.contains("batch_normalization")) {
        assertEqualsExamplesAlone(network, tight, gradient, answers);
      }
    }
  }

  private static void assertEqualsExamplesAlone(
      Dl4jNetwork network, Batch batch, float[] gradient, float[] answers) {
    float[] sum = new float[gradient.length];
    double loss = 0;
    for (int i = 0; i < batch.size(); i++) {
      Batch alone = Chains.alone(batch, i);
      loss += network.computeGradients(alone) / batch.size();
      float[] one = Dl4jNetworkTest.read(network.gradient());
      for (int k = 0; k < sum.length; k++) {
        sum[k] += one[k];
      }
      assertThat(answers(network, alone))
          .containsExactly(
              Arrays.copyOfRange(answers, i * Chains.CLASSES, (i + 1) * Chains.CLASSES), EQUAL);
    }
    assertThat(network.computeGradients(batch)).isCloseTo(loss, within(1e-6));
    assertThat(sum).containsExactly(gradient, EQUAL);
  }

  @Test
  void aFullBatchAfterAPaddedOneIsNotMasked() {
    Chains.Chain chain =
        Chains.chain("sequences", "[{'type':'bidirectional','layer':{'type':'lstm','units':5}}]");
    try (var fresh = new Dl4jNetwork(chain.plan(), chain.spec());
        var used = new Dl4jNetwork(chain.plan(), chain.spec())) {
      Batch full = Chains.batch(chain.plan(), new int[] {6, 6, 6, 6, 6, 6}, 6, 4);
      used.computeGradients(Chains.batch(chain.plan(), LENGTHS, 6, 3));
      used.predict(Chains.batch(chain.plan(), LENGTHS, 6, 3), new float[6 * Chains.CLASSES]);

      assertThat(used.computeGradients(full)).isEqualTo(fresh.computeGradients(full));
      assertThat(Dl4jNetworkTest.read(used.gradient()))
          .isEqualTo(Dl4jNetworkTest.read(fresh.gradient()));
      assertThat(answers(used, full)).isEqualTo(answers(fresh, full));
    }
  }

  @Test
  void theSameNumbersWithOtherLengthsAreAnotherBatch() {
    Chains.Chain chain = Chains.chain("sequences", "[{'type':'lstm','units':5}]");
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      Batch padded = Chains.batch(chain.plan(), new int[] {3, 6}, 6, 3);
      Batch full =
          new Batch(
              2,
              6,
              padded.features(),
              4,
              new int[] {6, 6},
              padded.labels(),
              Chains.CLASSES,
              new float[0],
              new int[2]);
      double expected = network.loss(full);

      answers(network, padded);

      assertThat(network.loss(full)).isEqualTo(expected);
      assertThat(network.loss(padded)).isNotEqualTo(expected);
    }
  }

  static float[] answers(Dl4jNetwork network, Batch batch) {
    float[] answers = new float[batch.size() * Chains.CLASSES];
    network.predict(batch, answers);
    return answers;
  }
}
