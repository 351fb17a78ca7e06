package dev.evenkeel.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.plan.OutputMeaning;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final int NO = 0;
  private static final int YES = 1;

  @Test
  void aSingleUnitIsReadHalfwayBetweenTheLabelsThatItWasTrainedTowards() {
    assertThat(label(Activation.LINEAR, Loss.HINGE, 0.2)).isEqualTo(YES);
    assertThat(label(Activation.TANH, Loss.HINGE, -0.2)).isEqualTo(NO);
    assertThat(label(Activation.LINEAR, Loss.MSE, 0.2)).isEqualTo(NO);
    assertThat(label(Activation.TANH, Loss.MSE, 0.7)).isEqualTo(YES);
    assertThat(label(Activation.SIGMOID, Loss.BINARY_CROSS_ENTROPY, 0.2)).isEqualTo(NO);
    assertThat(label(Activation.SIGMOID, Loss.HINGE, 0.2)).isEqualTo(NO);
  }

  @Test
  void severalUnitsSpeakForTheLargestAlsoBelowZero() {
    Answers answers = answers(2, Activation.LINEAR, Loss.HINGE);

    assertThat(answers.label(new double[] {-3, -2}, 0)).isEqualTo(YES);
    assertThat(answers.label(new double[] {-3, Double.NaN}, 0)).isEqualTo(Answers.NO_LABEL);
  }

  @Test
  void onlySigmoidAndSoftmaxGiveProbabilities() {
    assertThat(answers(2, Activation.SOFTMAX, Loss.CROSS_ENTROPY).givesProbabilities()).isTrue();
    assertThat(answers(1, Activation.SIGMOID, Loss.MSE).givesProbabilities()).isTrue();
    assertThat(answers(1, Activation.TANH, Loss.HINGE).givesProbabilities()).isFalse();
    assertThat(answers(2, Activation.LINEAR, Loss.MSE).givesProbabilities()).isFalse();
  }

  private static int label(Activation activation, Loss loss, double output) {
    return answers(1, activation, loss).label(new double[] {output}, 0);
  }

  private static Answers answers(int outputs, Activation activation, Loss loss) {
    return new Answers(
        List.of("no", "yes"), List.of("kind"), outputs, new OutputMeaning(activation, loss));
  }
}
