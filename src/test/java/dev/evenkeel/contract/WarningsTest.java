package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.ApiClient;
import dev.evenkeel.testing.ServerTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/**
 * What {@code POST /jobs/validate} says against jobs that can be run: every cause that can be known
 * before a step is paid for, beside the same job without the fault.
 */
@ServerTest
class WarningsTest {

  private static final String LAYERS = "\"layers\":[{\"type\":\"dense\",\"units\":16}]";
  private static final int ROWS = 400;

  @LocalServerPort private int port;

  /** Four columns about 0, two classes of which every tenth example is rarer, one number. */
  private enum Data {
    CLEAN,
    RAW,
    HOLES,
    FAR,
    SORTED,
    RARE,
    PRICES,
    RATES,
    SAME,
    WALKS
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CLEAN  | /network/output/activation        | loss_output_mismatch   | "network":{L,"output":{"activation":"softmax","loss":"cross_entropy","units":1}}
          RATES  | /network/output/loss              | log_domain             | "network":{L,"output":{"activation":"linear","loss":"msle"}}
          HOLES  | /preprocessing/missing            | non_finite_data        | "network":{L},"preprocessing":{"missing":"keep"}
          FAR    | /preprocessing/exclude_from_training | outlier_data           | "network":{L}
          RAW    | /preprocessing/numeric            | input_scale            | "network":{L},"preprocessing":{"numeric":"none"}
          PRICES | /preprocessing/target             | target_scale           | "network":{L},"preprocessing":{"target":"none"}
          SORTED | /training/shuffle                 | data_order             | "network":{L},"training":{"shuffle":false}
          RARE   | /training/class_weights           | class_imbalance        | "network":{L}
          CLEAN  | /training/optimizer/learning_rate | learning_rate_too_high | "network":{L},"training":{"optimizer":{"type":"sgd","learning_rate":7}}
          CLEAN  | /training/optimizer/learning_rate | learning_rate_too_low  | "network":{L},"training":{"optimizer":{"type":"sgd","learning_rate":1e-8}}
          CLEAN  | /network/weight_init              | bad_initialization     | "network":{L,"weight_init":{"type":"normal","std":9}}
          CLEAN  | /network/weight_init              | saturated_activation   | "network":{"layers":[{"type":"dense","units":16,"activation":"tanh"}],"weight_init":{"type":"normal","std":9}}
          CLEAN  | /network/bias_init                | dead_relu              | "network":{L,"bias_init":-5}
          CLEAN  | /network/l2                       | over_regularized       | "network":{L,"l2":9}
          WALKS  | /network/layers/0/recurrent_init  | exploding_recurrence   | "network":{"layers":[{"type":"simple_rnn","units":16,"recurrent_init":{"type":"orthogonal","gain":4}}]},"training":{"epochs":300}
          WALKS  | /network/layers/0/recurrent_init  | vanishing_gradient     | "network":{"layers":[{"type":"simple_rnn","units":16,"recurrent_init":{"type":"orthogonal","gain":0.3}}]},"training":{"epochs":300}
          WALKS  | /network/layers/0/forget_gate_bias | forget_bias           | "network":{"layers":[{"type":"lstm","units":16,"forget_gate_bias":-5}]},"training":{"epochs":300}
          CLEAN  | /training/epochs                  | too_few_steps          | "network":{L},"training":{"epochs":1}
          CLEAN  | /training/schedule                | schedule               | "network":{L},"training":{"epochs":50,"optimizer":{"type":"sgd","learning_rate":0.05},"schedule":{"type":"step","period":3,"factor":0.5}}
          CLEAN  | /training/gradient_clipping/threshold | gradient_clipping  | "network":{L},"training":{"optimizer":{"type":"sgd","learning_rate":0.1},"gradient_clipping":{"type":"global_norm","threshold":0.00001}}
          CLEAN  | /network/layers/1/rate            | dropout                | "network":{"layers":[{"type":"dense","units":16},{"type":"dropout","rate":0.9}]}
          CLEAN  | /network/layers/0/activation      | double_softmax         | "network":{"layers":[{"type":"dense","units":2,"activation":"softmax"}]},"training":{"epochs":50}
          SAME   | /dataset_id                       | constant_target        | "network":{L}
          RATES  | /network/output/activation        | loss_output_mismatch   | "network":{L,"output":{"activation":"tanh"}},"preprocessing":{"target":"none"}
          """)
  void everyCauseThatCanBeKnownBeforeTheStart(Data data, String pointer, String code, String fields)
      throws IOException {
    ApiClient client = new ApiClient(port);
    String id = upload(client, data);
    String job = "{\"dataset_id\":\"%s\",%s}".formatted(id, fields.replace("L", LAYERS));

    JsonNode answer = client.post("/api/v1/jobs/validate", job).expect(200).json();

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.path("warnings").valueStream())
        .extracting(one -> one.path("pointer").asString() + " " + one.path("code").asString())
        .containsExactly(pointer + " " + code);
    assertThat(answer.at("/warnings/0/message").asString()).isNotBlank();
  }

  private static String upload(ApiClient client, Data data) throws IOException {
    boolean walks = data == Data.WALKS;
    boolean numbers = data == Data.PRICES || data == Data.RATES || data == Data.SAME;
    String spec =
        walks
            ? "{\"name\":\"w\",\"format\":\"sequence_csv\",\"task\":\"classification\",\"sequence_id\":\"s\",\"time\":\"t\",\"target\":\"y\"}"
            : "{\"name\":\"d\",\"format\":\"csv\",\"task\":\"%s\",\"target\":\"y\"}"
                .formatted(numbers ? "regression" : "classification");
    String csv = walks ? sequences() : table(data);
    return client
        .upload(spec, csv.getBytes(StandardCharsets.UTF_8))
        .expect(201)
        .json()
        .path("id")
        .asString();
  }

  private static String table(Data data) {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("a,b,c,d,y\n");
    for (int i = 0; i < ROWS; i++) {
      for (int c = 0; c < 4; c++) {
        double cell = random.nextGaussian() * (data == Data.RAW ? 900 : 1);
        boolean hole = data == Data.HOLES && i == 40 && c == 2;
        boolean far = data == Data.FAR && i == 90 && c == 1;
        csv.append(hole ? "" : String.format(Locale.ROOT, "%.4f", far ? 7e5 : cell)).append(',');
      }
      csv.append(label(data, i, random)).append('\n');
    }
    return csv.toString();
  }

  private static String label(Data data, int row, Random random) {
    return switch (data) {
      case PRICES -> String.valueOf(20_000 + random.nextInt(9000));
      case RATES -> String.format(Locale.ROOT, "%.3f", random.nextDouble() * 2);
      case SAME -> "7";
      case SORTED -> row < ROWS / 2 ? "no" : "yes";
      case RARE -> row % 20 == 0 ? "yes" : "no";
      case CLEAN, RAW, HOLES, FAR, WALKS -> row % 2 == 0 ? "yes" : "no";
    };
  }

  private static String sequences() {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("s,t,x,y\n");
    for (int s = 0; s < 40; s++) {
      for (int t = 0; t < 20; t++) {
        csv.append(s).append(',').append(t).append(',');
        csv.append(String.format(Locale.ROOT, "%.3f", random.nextGaussian()));
        csv.append(s % 2 == 0 ? ",yes\n" : ",no\n");
      }
    }
    return csv.toString();
  }
}
