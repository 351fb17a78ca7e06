package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.error.Fault;
import dev.evenkeel.web.body.BodySchema;
import dev.evenkeel.web.body.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionFaultsTest {

  private static final BodySchema SCHEMA = BodySchema.named("job");

  private static List<Fault> faults(String body) {
    return SCHEMA.check(JsonBody.read(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Each member is put beside a right dataset_id and network. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "nam":"x"                                             | /nam                                | unknown_field
          "epochs":5                                            | /epochs                             | unknown_field
          "name":""                                             | /name                               | too_short
          "name":7                                              | /name                               | wrong_type
          "name":"a\\u0000b"                                    | /name                               | not_allowed
          "priority":101                                        | /priority                           | out_of_range
          "priority":-101                                       | /priority                           | out_of_range
          "priority":1.5                                        | /priority                           | wrong_type
          "priority":"high"                                     | /priority                           | wrong_type
          "priority":1e19                                       | /priority                           | out_of_range
          "priority":-1e300                                     | /priority                           | out_of_range
          "max_duration_seconds":1e19                           | /max_duration_seconds               | out_of_range
          "preprocessing":{"exclude_rows":[1e19]}               | /preprocessing/exclude_rows/0       | out_of_range
          "preprocessing":{"exclude_from_training":[1e19]}      | /preprocessing/exclude_from_training/0 | out_of_range
          "training":{"epochs":1e19}                            | /training/epochs                    | out_of_range
          "training":{"batch_size":1e19}                        | /training/batch_size                | out_of_range
          "training":{"seed":1e19}                              | /training/seed                      | out_of_range
          "training":{"seed":-1e19}                             | /training/seed                      | out_of_range
          "training":{"schedule":{"type":"step","period":1e19}} | /training/schedule/period           | out_of_range
          "training":{"early_stopping":{"patience":1e19}}       | /training/early_stopping/patience   | out_of_range
          "training":{"optimizer":{"learning_rate":1e39}}       | /training/optimizer/learning_rate   | out_of_range
          "max_duration_seconds":0                              | /max_duration_seconds               | out_of_range
          "max_duration_seconds":null                           | /max_duration_seconds               | wrong_type
          "labels":{"a":1}                                      | /labels/a                           | wrong_type
          "labels":{"a b":"x"}                                  | /labels/a b                         | not_allowed
          "labels":[]                                           | /labels                             | wrong_type
          "split":{"validation":1.0}                            | /split/validation                   | out_of_range
          "split":{"validation":-0.1}                           | /split/validation                   | out_of_range
          "split":{"train":0.8}                                 | /split/train                        | unknown_field
          "split":{"test":"0.2"}                                | /split/test                         | wrong_type
          "split":{"test":1e400}                                | /split/test                         | out_of_range
          "preprocessing":{"numeric":"standardise"}             | /preprocessing/numeric              | not_allowed
          "preprocessing":{"missing":true}                      | /preprocessing/missing              | wrong_type
          "preprocessing":{"exclude_rows":[1,-1]}               | /preprocessing/exclude_rows/1       | out_of_range
          "preprocessing":{"exclude_rows":[0.5]}                | /preprocessing/exclude_rows/0       | wrong_type
          "preprocessing":{"exclude_rows":[4294967296]}         | /preprocessing/exclude_rows/0       | out_of_range
          "preprocessing":{"scale":1}                           | /preprocessing/scale                | unknown_field
          "training":{"epochs":0}                               | /training/epochs                    | out_of_range
          "training":{"epochs":100001}                          | /training/epochs                    | out_of_range
          "training":{"epochs":2.5}                             | /training/epochs                    | wrong_type
          "training":{"batch_size":65537}                       | /training/batch_size                | out_of_range
          "training":{"seed":18446744073709551616}              | /training/seed                      | out_of_range
          "training":{"shuffle":"yes"}                          | /training/shuffle                   | wrong_type
          "training":{"optimizer":"adam"}                       | /training/optimizer                 | wrong_type
          "training":{"optimizer":{"type":"adan"}}              | /training/optimizer/type            | not_allowed
          "training":{"optimizer":{"type":"bfgs"}}              | /training/optimizer/type            | not_allowed
          "training":{"optimizer":{"type":"lbfgs","history":0}} | /training/optimizer/history         | out_of_range
          "training":{"optimizer":{"type":"lbfgs","history":101}} | /training/optimizer/history       | out_of_range
          "training":{"optimizer":{"type":"lbfgs","momentum":0.9}} | /training/optimizer/momentum     | unknown_field
          "training":{"optimizer":{"type":"lbfgs","learning_rate":0}} | /training/optimizer/learning_rate | out_of_range
          "training":{"optimizer":{"type":"conjugate_gradient","history":5}} | /training/optimizer/history | unknown_field
          "training":{"optimizer":{"type":"conjugate_gradient","learning_rate":1e4}} | /training/optimizer/learning_rate | out_of_range
          "training":{"optimizer":{"learning_rate":-1}}         | /training/optimizer/learning_rate   | out_of_range
          "training":{"optimizer":{"learning_rat":1}}           | /training/optimizer/learning_rat    | unknown_field
          "training":{"optimizer":{"momentum":0.9}}             | /training/optimizer/momentum        | unknown_field
          "training":{"optimizer":{"type":"adam","beta1":1}}    | /training/optimizer/beta1           | out_of_range
          "training":{"schedule":{"type":"step"}}               | /training/schedule/period           | required
          "training":{"schedule":{"type":"cosine","power":2}}   | /training/schedule/power            | unknown_field
          "training":{"schedule":{"type":"piecewise","boundaries":[0],"factors":[1]}} | /training/schedule/boundaries/0 | out_of_range
          "training":{"schedule":{"type":"piecewise","factors":[1]}} | /training/schedule/boundaries  | required
          "training":{"gradient_clipping":{"type":"global_norm","threshold":0}} | /training/gradient_clipping/threshold | out_of_range
          "training":{"gradient_clipping":{"type":"norm"}}      | /training/gradient_clipping/type    | not_allowed
          "training":{"early_stopping":{"metric":"loss"}}       | /training/early_stopping/metric     | not_allowed
          "training":{"early_stopping":{"patience":0}}          | /training/early_stopping/patience   | out_of_range
          "training":{"class_weights":"balance"}                | /training/class_weights             | not_allowed
          "training":{"class_weights":{"a":"b"}}                | /training/class_weights/a           | wrong_type
          "training":{"class_weights":3}                        | /training/class_weights             | wrong_type
          "stability":{"mode":"fix"}                            | /stability/mode                     | not_allowed
          "stability":{"allow":["reboot"]}                      | /stability/allow/0                  | not_allowed
          """)
  void namesTheFaultOfAMember(String member, String pointer, String code) {
    String body = "{\"dataset_id\":\"d\",\"network\":{\"layers\":[]},%s}".formatted(member);

    assertThat(faults(body))
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"layers":[{"type":"dense"}]}                          | /network/layers/0/units       | required
          {"layers":[{"units":3}]}                               | /network/layers/0/type        | required
          {"layers":[{"type":"dense","units":0}]}                | /network/layers/0/units       | out_of_range
          {"layers":[{"type":"dense","units":1000000000}]}       | /network/layers/0/units       | out_of_range
          {"layers":[{"type":"dense","units":1e19}]}             | /network/layers/0/units       | out_of_range
          {"layers":[{"type":"reshape","shape":[1e19]}]}         | /network/layers/0/shape/0     | out_of_range
          {"layers":[{"type":"conv2d","filters":8,"kernel":[3,1e19]}]} | /network/layers/0/kernel/1 | out_of_range
          {"layers":[{"type":"dense","units":3,"rate":0.5}]}     | /network/layers/0/rate        | unknown_field
          {"layers":[{"type":"dense","units":3,"activation":"rel"}]} | /network/layers/0/activation | not_allowed
          {"layers":[{"type":"dropout","rate":1}]}               | /network/layers/0/rate        | out_of_range
          {"layers":[{"type":"conv2d","filters":8}]}             | /network/layers/0/kernel      | required
          {"layers":[{"type":"lstm","units":8,"activation":"gelu"}]} | /network/layers/0/activation | not_allowed
          {"layers":[{"type":"dense","units":8,"activation":"softsign"}]} | /network/layers/0/activation | not_allowed
          {"layers":[{"type":"conv2d","filters":8,"kernel":[3]}]} | /network/layers/0/kernel     | too_few
          {"layers":[{"type":"conv2d","filters":8,"kernel":0}]}  | /network/layers/0/kernel      | out_of_range
          {"layers":[{"type":"reshape","shape":[1,2,3,4]}]}      | /network/layers/0/shape       | too_many
          {"layers":[{"type":"bidirectional","layer":{"type":"dense","units":4}}]} | /network/layers/0/layer/type | not_allowed
          {"layers":[{"type":"bidirectional","layer":{"type":"lstm"}}]} | /network/layers/0/layer/units | required
          {"layers":[{"type":"global_pooling","pooling":"mean"}]} | /network/layers/0/pooling    | not_allowed
          {"layers":[{"type":"flatten","order":"f"}]}            | /network/layers/0/order       | unknown_field
          {"layers":[{"type":"Dense","units":8}]}                | /network/layers/0/type        | not_allowed
          {"layers":["dense"]}                                   | /network/layers/0             | wrong_type
          {"layers":{}}                                          | /network/layers               | wrong_type
          {"layers":[],"weight_init":"kaiming"}                  | /network/weight_init          | not_allowed
          {"layers":[],"weight_init":1}                          | /network/weight_init          | wrong_type
          {"layers":[],"weight_init":{"type":"normal","gain":1}} | /network/weight_init/gain     | unknown_field
          {"layers":[],"weight_init":{"std":1}}                  | /network/weight_init/type     | required
          {"layers":[],"weight_init":{"type":"normal","std":-1}} | /network/weight_init/std      | out_of_range
          {"layers":[],"l2":-0.1}                                | /network/l2                   | out_of_range
          {"layers":[],"output":{"loss":"mape"}}                 | /network/output/loss          | not_allowed
          {"layers":[],"output":{"units":0}}                     | /network/output/units         | out_of_range
          {"layers":[],"freeze_up_to":-1}                        | /network/freeze_up_to         | out_of_range
          {"freeze_up_to":1}                                     | /network/layers               | required
          {"layers":[],"base_model_id":7}                        | /network/base_model_id        | wrong_type
          """)
  void namesTheFaultOfANetwork(String network, String pointer, String code) {
    assertThat(faults("{\"dataset_id\":\"d\",\"network\":%s}".formatted(network)))
        .extracting(Fault::pointer, Fault::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
  }

  @Test
  void reportsEveryFaultAtOnce() {
    assertThat(
            faults(
                """
                {"network":{"layers":[{"type":"dense"},{"type":"dropout","rate":"x"}]},
                 "training":{"epochs":"many","optimiser":{}},"extra":1}"""))
        .extracting(Fault::pointer)
        .containsExactlyInAnyOrder(
            "/dataset_id",
            "/network/layers/0/units",
            "/network/layers/1/rate",
            "/training/epochs",
            "/training/optimiser",
            "/extra");
  }

  @Test
  void saysWhatWasProbablyMeant() {
    assertThat(faults("{\"dataset_id\":\"d\",\"network\":{\"layers\":[]},\"trainng\":{}}"))
        .singleElement()
        .extracting(Fault::message)
        .isEqualTo("There is no field trainng here. Did you mean training?");
  }

  @Test
  void takesTwoSwappedLettersForOneTypo() {
    assertThat(faults("{\"dataset_id\":\"d\",\"network\":{\"layers\":[]},\"nmae\":\"x\"}"))
        .singleElement()
        .extracting(Fault::message)
        .isEqualTo("There is no field nmae here. Did you mean name?");
  }

  @Test
  void givesTheRangeInWords() {
    assertThat(faults("{\"dataset_id\":\"d\",\"network\":{\"layers\":[]},\"priority\":500}"))
        .singleElement()
        .extracting(Fault::message)
        .isEqualTo("priority must be at most 100, not 500.");
  }

  @Test
  void takesALargeRateHoweverItIsWritten() {
    String rate =
        "{\"dataset_id\":\"d\",\"network\":{\"layers\":[]},\"training\":{\"optimizer\":{\"learning_rate\":1e30}}}";

    assertThat(faults(rate)).isEmpty();
  }

  @Test
  void boundsTheFaultsOfAHopelessBody() {
    StringBuilder body = new StringBuilder("{\"dataset_id\":\"d\",\"network\":{\"layers\":[]}");
    for (int i = 0; i < 1000; i++) {
      body.append(",\"f").append(i).append("\":0");
    }

    assertThat(faults(body.append('}').toString())).hasSize(BodySchema.MAX_FAULTS);
  }
}
