package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every layer, over every layout that it takes, in ONNX Runtime as in Deeplearning4j. */
@NativeTest
class LayerExportTest {

  private static final List<String> COLOURS = List.of("blue", "green", "red");
  private static final List<FeatureColumn> MIXED =
      List.of(
          new FeatureColumn("a", List.of()),
          new FeatureColumn("colour", COLOURS),
          new FeatureColumn("b", List.of()));
  private static final List<FeatureColumn> NUMBERS =
      List.of(new FeatureColumn("a", List.of()), new FeatureColumn("b", List.of()));
  private static final List<FeatureColumn> CODES = List.of(new FeatureColumn("colour", COLOURS));

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images | {'type':'conv2d','filters':4,'kernel':3}
          images | {'type':'conv2d','filters':4,'kernel':[2,3],'padding':'same','stride':2,'activation':'tanh'}
          images | {'type':'conv2d','filters':4,'kernel':[3,2],'padding':'same','stride':[1,3],'activation':'gelu'},{'type':'dropout','rate':0.5},{'type':'conv2d','filters':3,'kernel':2}
          images | {'type':'conv2d','filters':4,'kernel':3,'stride':[2,1]},{'type':'max_pooling2d'}
          images | {'type':'max_pooling2d','size':[2,3],'stride':1},{'type':'average_pooling2d','size':[3,2]}
          images | {'type':'average_pooling2d','size':3,'stride':[1,2]}
          images | {'type':'conv2d','filters':4,'kernel':3},{'type':'batch_normalization'},{'type':'activation','activation':'relu'},{'type':'flatten'},{'type':'dense','units':5}
          images | {'type':'batch_normalization','epsilon':0.01},{'type':'global_pooling'}
          images | {'type':'global_pooling','pooling':'average'}
          images | {'type':'conv2d','filters':4,'kernel':3},{'type':'global_pooling','pooling':'average'},{'type':'dense','units':5}
          images | {'type':'conv2d','filters':4,'kernel':3},{'type':'global_pooling'}
          images | {'type':'conv2d','filters':4,'kernel':3},{'type':'dense','units':5,'activation':'softplus'}
          images | {'type':'dense','units':5}
          images | {'type':'flatten'},{'type':'dense','units':5}
          images | {'type':'flatten'},{'type':'reshape','shape':[21,4]},{'type':'lstm','units':4}
          images | {'type':'reshape','shape':[7,12]},{'type':'lstm','units':4}
          images | {'type':'conv2d','filters':4,'kernel':3},{'type':'reshape','shape':[5,16]},{'type':'simple_rnn','units':4}
          images | {'type':'conv2d','filters':4,'kernel':3},{'type':'flatten'},{'type':'reshape','shape':[16,5]},{'type':'simple_rnn','units':4}
          images | {'type':'conv2d','filters':4,'kernel':3},{'type':'reshape','shape':[80]},{'type':'dense','units':4}
          varied | {'type':'lstm','units':5}
          varied | {'type':'lstm','units':5,'activation':'softsign'},{'type':'lstm','units':4,'activation':'hard_sigmoid'}
          varied | {'type':'lstm','units':5,'activation':'relu'},{'type':'simple_rnn','units':4,'activation':'sigmoid'}
          varied | {'type':'simple_rnn','units':5}
          varied | {'type':'simple_rnn','units':5,'activation':'hard_sigmoid','return_sequences':true},{'type':'simple_rnn','units':4,'activation':'softsign','return_sequences':true},{'type':'global_pooling','pooling':'average'}
          varied | {'type':'simple_rnn','units':5,'activation':'hard_sigmoid'}
          varied | {'type':'simple_rnn','units':5,'activation':'softsign'}
          varied | {'type':'simple_rnn','units':5,'activation':'relu'}
          varied | {'type':'bidirectional','layer':{'type':'lstm','units':4,'activation':'hard_sigmoid'}}
          varied | {'type':'bidirectional','layer':{'type':'lstm','units':4}}
          varied | {'type':'bidirectional','layer':{'type':'simple_rnn','units':4,'activation':'relu'}}
          varied | {'type':'bidirectional','layer':{'type':'lstm','units':4,'return_sequences':true}},{'type':'global_pooling'}
          varied | {'type':'bidirectional','layer':{'type':'simple_rnn','units':4,'return_sequences':true}},{'type':'bidirectional','layer':{'type':'lstm','units':3}}
          varied | {'type':'dense','units':4,'activation':'softplus'},{'type':'global_pooling','pooling':'average'}
          varied | {'type':'dense','units':4,'activation':'elu'},{'type':'dropout','rate':0.3},{'type':'activation','activation':'swish'},{'type':'lstm','units':4},{'type':'batch_normalization'}
          varied | {'type':'global_pooling'},{'type':'dense','units':4}
          varied | {'type':'global_pooling','pooling':'average'}
          varied | {'type':'dense','units':4,'activation':'softmax'},{'type':'lstm','units':3}
          varied | {'type':'lstm','units':4,'return_sequences':true},{'type':'activation','activation':'softmax'},{'type':'global_pooling'}
          fixed  | {'type':'lstm','units':5,'return_sequences':true},{'type':'flatten'},{'type':'dense','units':4}
          fixed  | {'type':'flatten'},{'type':'dense','units':4}
          fixed  | {'type':'batch_normalization'},{'type':'lstm','units':4}
          fixed  | {'type':'dense','units':4},{'type':'batch_normalization'},{'type':'global_pooling','pooling':'average'}
          fixed  | {'type':'reshape','shape':[5,2,3]},{'type':'conv2d','filters':4,'kernel':2}
          fixed  | {'type':'dense','units':6},{'type':'reshape','shape':[6,3,2]},{'type':'conv2d','filters':4,'kernel':2},{'type':'global_pooling'}
          fixed  | {'type':'bidirectional','layer':{'type':'lstm','units':3,'return_sequences':true}},{'type':'reshape','shape':[12,3]},{'type':'simple_rnn','units':4}
          fixed  | {'type':'global_pooling'}
          windows | {'type':'lstm','units':5}
          windows | {'type':'flatten'},{'type':'dense','units':4}
          windows | {'type':'bidirectional','layer':{'type':'lstm','units':4}},{'type':'dense','units':4}
          words  | {'type':'embedding','units':4},{'type':'lstm','units':5}
          words  | {'type':'embedding','units':4},{'type':'global_pooling','pooling':'average'}
          words  | {'type':'embedding','units':4,'vocabulary':9},{'type':'bidirectional','layer':{'type':'simple_rnn','units':4}}
          table  | {'type':'embedding','units':4,'vocabulary':6},{'type':'flatten'}
          table  | {'type':'embedding','units':4,'vocabulary':6},{'type':'lstm','units':4}
          table  | {'type':'reshape','shape':[2,1]},{'type':'lstm','units':4}
          table  | {'type':'dense','units':12},{'type':'reshape','shape':[4,3]},{'type':'lstm','units':4}
          table  | {'type':'dense','units':12},{'type':'reshape','shape':[2,2,3]},{'type':'conv2d','filters':4,'kernel':2,'padding':'same'}
          """)
  void onnxRuntimeAnswersWhatDeeplearning4jAnswers(String data, String layers) throws Exception {
    assertThat(exported(data, layers).furthestDifference(folder)).isLessThan(1e-5);
  }

  static ExportCase exported(String data, String layers) {
    return switch (data) {
      case "images" -> new ExportCase(new Layout.Images(7, 6), NUMBERS, layers, 1);
      case "varied" -> new ExportCase(new Layout.Sequences(1, 9), MIXED, layers, 2);
      case "fixed" -> new ExportCase(new Layout.Sequences(6, 6), MIXED, layers, 3);
      case "windows" -> new ExportCase(new Layout.Windows(1000, 6, 2, null), MIXED, layers, 4);
      case "words" -> new ExportCase(new Layout.Sequences(1, 7), CODES, layers, 5);
      case "table" -> new ExportCase(new Layout.Table(), NUMBERS, layers, 6);
      default -> throw new IllegalArgumentException(data);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type':'lstm','units':16},{'type':'lstm','units':16}
          {'type':'simple_rnn','units':16}
          {'type':'bidirectional','layer':{'type':'lstm','units':16,'return_sequences':true}},{'type':'global_pooling'}
          """)
  void agreesAfterTwoHundredSteps(String layers) throws Exception {
    var exported = new ExportCase(new Layout.Sequences(1, 200), MIXED, layers, 8);

    assertThat(exported.furthestDifference(folder)).isLessThan(1e-4);
  }
}
