package dev.evenkeel.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.Planning;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeInferenceTest {

  private final NetworkPlanner planner = new NetworkPlanner(PlanLimits.defaults());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images | {'type':'conv2d','filters':8,'kernel':3}                           | [26, 26, 8]
          images | {'type':'conv2d','filters':8,'kernel':[3,5],'padding':'same','stride':2} | [14, 14, 8]
          images | {'type':'conv2d','filters':8,'kernel':5,'stride':[1,3]}            | [24, 8, 8]
          images | {'type':'conv2d','filters':8,'kernel':1,'stride':5,'padding':'same'} | [6, 6, 8]
          images | {'type':'max_pooling2d'}                                           | [14, 14, 3]
          images | {'type':'average_pooling2d','size':3}                              | [9, 9, 3]
          images | {'type':'average_pooling2d','size':3,'stride':1}                   | [26, 26, 3]
          images | {'type':'global_pooling'}                                          | [3]
          images | {'type':'flatten'}                                                 | [2352]
          images | {'type':'dense','units':7}                                         | [7]
          images | {'type':'reshape','shape':[28,84]},{'type':'lstm','units':4}       | [4]
          images | {'type':'batch_normalization'}                                     | [28, 28, 3]
          words  | {'type':'embedding','units':16},{'type':'lstm','units':5,'return_sequences':true},{'type':'global_pooling'} | [5]
          varied | {'type':'lstm','units':5}                                          | [5]
          varied | {'type':'lstm','units':5},{'type':'simple_rnn','units':6}          | [6]
          varied | {'type':'dense','units':5},{'type':'global_pooling','pooling':'average'} | [5]
          varied | {'type':'bidirectional','layer':{'type':'lstm','units':5}}         | [10]
          varied | {'type':'lstm','units':5},{'type':'global_pooling'}                | [5]
          fixed  | {'type':'flatten'}                                                 | [36]
          fixed  | {'type':'simple_rnn','units':6,'return_sequences':true},{'type':'flatten'} | [18]
          table  | {'type':'reshape','shape':[4,1]},{'type':'lstm','units':128},{'type':'dense','units':2} | [2]
          """)
  void saysWhatShapeLeavesALayer(String data, String layers, String shape) {
    Planning planning = plan(data, layers);

    assertThat(planning.faults()).isEmpty();
    NetworkPlan plan = planning.plan();
    assertThat(plan.hidden().get(plan.hidden().size() - 1).out().text()).isEqualTo(shape);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          table  | {'type':'conv2d','filters':8,'kernel':3}                 | /network/layers/0        | [4]
          table  | {'type':'lstm','units':8}                                | /network/layers/0        | [4]
          table  | {'type':'dense','units':8},{'type':'global_pooling'}     | /network/layers/1        | [8]
          table  | {'type':'reshape','shape':[5,1]}                         | /network/layers/0/shape  | [4]
          images | {'type':'conv2d','filters':8,'kernel':29}                | /network/layers/0/kernel | [28, 28, 3]
          images | {'type':'conv2d','filters':8,'kernel':[1,3],'stride':[5,1],'padding':'same'} | /network/layers/0/stride | unseen
          images | {'type':'conv2d','filters':8,'kernel':3,'activation':'softmax'} | /network/layers/0/activation | shares
          images | {'type':'activation','activation':'softmax'}             | /network/layers/0/activation | [28, 28, 3]
          images | {'type':'max_pooling2d','size':[2,40]}                   | /network/layers/0/size   | [28, 28, 3]
          images | {'type':'lstm','units':8}                                | /network/layers/0        | [28, 28, 3]
          images | {'type':'activation','activation':'softmax'}             | /network/layers/0/activation | [28, 28, 3]
          varied | {'type':'flatten'}                                       | /network/layers/0        | [steps, 12]
          varied | {'type':'reshape','shape':[12]}                          | /network/layers/0        | [steps, 12]
          varied | {'type':'dense','units':8}                               | /network/layers/0        | [steps, 8]
          varied | {'type':'batch_normalization'},{'type':'global_pooling'} | /network/layers/0        | [steps, 12]
          varied | {'type':'lstm','units':8,'return_sequences':true}        | /network/layers/0        | [steps, 8]
          varied | {'type':'lstm','units':8},{'type':'lstm','units':8,'return_sequences':false},{'type':'lstm','units':8} | /network/layers/2 | [8]
          fixed  | {'type':'embedding','units':8}                           | /network/layers/0        | 12 columns
          images | {'type':'embedding','units':8}                           | /network/layers/0        | columns
          words  | {'type':'lstm','units':8}                                | /network/layers/0        | embedding
          table  | {'type':'embedding','units':8},{'type':'flatten'}         | /network/layers/0/vocabulary | codes
          table  | {'type':'dense','units':8},{'type':'embedding','units':8,'vocabulary':3} | /network/layers/1 | first
          """)
  void namesTheLayerThatDoesNotFit(String data, String layers, String pointer, String message) {
    Planning planning = plan(data, layers);

    assertThat(planning.plan()).isNull();
    assertThat(planning.faults())
        .anySatisfy(
            fault -> {
              assertThat(fault.pointer()).isEqualTo(pointer);
              assertThat(fault.message()).contains(message);
            });
  }

  @Test
  void tellsASoftmaxThatAConvolutionCannotHaveOnce() {
    Planning planning =
        plan("images", "{'type':'conv2d','filters':8,'kernel':3,'activation':'softmax'}");

    assertThat(planning.faults()).extracting(PlanFault::code).containsExactly("not_allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images | {'type':'conv2d','filters':8,'kernel':3}                      | 224
          images | {'type':'conv2d','filters':8,'kernel':[3,5]}                  | 368
          varied | {'type':'lstm','units':5}                                     | 360
          varied | {'type':'simple_rnn','units':5}                               | 90
          varied | {'type':'bidirectional','layer':{'type':'lstm','units':5}}    | 720
          words  | {'type':'embedding','units':16},{'type':'global_pooling'}     | 1632
          """)
  void countsTheParametersOfALayer(String data, String layers, long parameters) {
    assertThat(plan(data, layers).plan().hidden().get(0).shape().parameters())
        .isEqualTo(parameters);
  }

  private Planning plan(String data, String layers) {
    return planner.plan(TestSpecs.spec("{'layers':[%s]}".formatted(layers), "{}"), schema(data));
  }

  private static DatasetSchema schema(String data) {
    return switch (data) {
      case "images" -> schema(new Layout.Images(28, 28), TestSpecs.numeric(3));
      case "varied" -> schema(new Layout.Sequences(3, 29), TestSpecs.numeric(12));
      case "fixed" -> schema(new Layout.Sequences(3, 3), TestSpecs.numeric(12));
      case "words" ->
          schema(
              new Layout.Sequences(1, 40),
              List.of(new FeatureColumn("text", List.of(), new DatasetSchema.Text(100, 1_000))));
      default -> schema(new Layout.Table(), TestSpecs.numeric(4));
    };
  }

  private static DatasetSchema schema(Layout layout, List<FeatureColumn> columns) {
    return new DatasetSchema(
        DatasetSchema.Task.CLASSIFICATION,
        100,
        layout,
        columns,
        List.of("label"),
        List.of("a", "b"));
  }
}
