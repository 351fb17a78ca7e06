package dev.evenkeel.training.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each repair leaves a spec that can be planned, and changes what it says and no more. */
class SpecRepairsTest {

  private static final DatasetSchema TABLE = TestSpecs.classification(100, 4, "a", "b", "c");
  private static final DatasetSchema SEQUENCES =
      new DatasetSchema(
          DatasetSchema.Task.CLASSIFICATION,
          100,
          new Layout.Sequences(30, 30),
          List.of(new FeatureColumn("x", List.of())),
          List.of("kind"),
          List.of("a", "b", "c"));

  @Test
  void anotherRateIsOneChangeThatTellsWhatStoodThere() {
    var changes = repair(TABLE, "'layers':[]", setup -> new SpecRepairs(setup).rate(0.05));

    assertThat(changes)
        .containsExactly(new SpecChange("/training/optimizer/learning_rate", 20.0, 0.05));
  }

  @Test
  void aSteadyRateEndsTheSchedule() {
    var changes = repair(TABLE, "'layers':[]", setup -> new SpecRepairs(setup).steadyRate(0.05));

    assertThat(changes)
        .extracting(SpecChange::pointer)
        .containsExactly("/training/optimizer/learning_rate", "/training/schedule");
  }

  @Test
  void preprocessingAndOrderAreSetByName() {
    assertThat(
            to(repair(TABLE, "'layers':[]", setup -> new SpecRepairs(setup).standardizedInputs())))
        .containsExactly("standardize");
    assertThat(to(repair(TABLE, "'layers':[]", setup -> new SpecRepairs(setup).balancedClasses())))
        .containsExactly("balanced");
    assertThat(to(repair(TABLE, "'layers':[]", setup -> new SpecRepairs(setup).withoutMissing())))
        .containsExactly("drop");
    assertThat(to(repair(TABLE, "'layers':[]", setup -> new SpecRepairs(setup).shuffled())))
        .containsExactly(true);
    assertThat(
            to(
                repair(
                    TABLE, "'layers':[]", setup -> new SpecRepairs(setup).without(List.of(9, 4)))))
        .containsExactly(List.of(4, 9));
  }

  @Test
  void penaltiesAreTakenOffWhereverTheyStand() {
    var changes =
        repair(
            SEQUENCES,
            "'l2':0.5,'layers':[{'type':'bidirectional','layer':{'type':'lstm','units':4,'l2':0.3}},{'type':'dense','units':4,'l1':0.1},{'type':'dense','units':4}]",
            setup -> new SpecRepairs(setup).withoutPenalties());

    assertThat(changes)
        .extracting(SpecChange::pointer, SpecChange::from, SpecChange::to)
        .containsExactly(
            tuple("/network/l2", 0.5, 0.0),
            tuple("/network/layers/0/layer/l2", 0.3, 0.0),
            tuple("/network/layers/1/l1", 0.1, 0.0));
  }

  @Test
  void saneWeightsReplaceThoseOfANetworkAndOfItsLayers() {
    String network =
        "'weight_init':'zeros','bias_init':-9,'layers':[{'type':'dense','units':8,'weight_init':'ones','bias_init':3},{'type':'dense','units':8}]";

    var changes = repair(TABLE, network, setup -> new LayerRepairs(setup).saneInitialization());

    assertThat(changes)
        .extracting(SpecChange::pointer, SpecChange::to)
        .containsExactly(
            tuple("/network/weight_init", null),
            tuple("/network/bias_init", 0.0),
            tuple("/network/layers/0/weight_init", null),
            tuple("/network/layers/0/bias_init", 0.0));
    LayerSpec first = repaired(TABLE, network, changes).network().layers().get(0);
    assertThat(((LayerSpec.Dense) first).weightInit()).as("that of its kind now").isNull();
    assertThat(((LayerSpec.Dense) first).units()).isEqualTo(8);
  }

  @Test
  void sigmoidsOpenAndLayersThatWereOpenStay() {
    var changes =
        repair(
            TABLE,
            "'weight_init':'xavier','layers':[{'type':'dense','units':8,'activation':'sigmoid','weight_init':'ones'},{'type':'dense','units':8},{'type':'dense','units':8,'activation':'tanh'}]",
            setup -> new LayerRepairs(setup).openActivations());

    assertThat(changes)
        .extracting(SpecChange::pointer, SpecChange::to)
        .containsExactly(
            tuple("/network/layers/0/activation", "relu"),
            tuple("/network/layers/0/weight_init", null),
            tuple("/network/layers/2/activation", "relu"),
            tuple("/network/weight_init", null));
  }

  @Test
  void nothingIsLeftToOpenInANetworkOfRectifiers() {
    assertThat(
            repair(
                TABLE,
                "'layers':[{'type':'dense','units':8}]",
                setup -> new LayerRepairs(setup).openActivations()))
        .isEmpty();
  }

  @Test
  void aPlainRecurrenceBecomesAnLstmThatRemembersAsLongAsTheSequences() {
    String network =
        "'layers':[{'type':'simple_rnn','units':6,'return_sequences':true},{'type':'bidirectional','layer':{'type':'simple_rnn','units':5}}]";

    var changes = repair(SEQUENCES, network, setup -> new LayerRepairs(setup).openActivations());
    var layers = repaired(SEQUENCES, network, changes).network().layers();

    LayerSpec.Lstm first = (LayerSpec.Lstm) layers.get(0);
    assertThat(first.units()).isEqualTo(6);
    assertThat(first.returnSequences()).isTrue();
    assertThat(first.forgetGateBias()).as("ln 29").isEqualTo(3.4);
    var both = (LayerSpec.Bidirectional) layers.get(1);
    assertThat(both.layer()).isInstanceOf(LayerSpec.Lstm.class);
  }

  @Test
  void recurrentWeightsBecomeOrthogonal() {
    var changes =
        repair(
            SEQUENCES,
            "'layers':[{'type':'simple_rnn','units':6,'recurrent_init':'identity'}]",
            setup -> new LayerRepairs(setup).saneInitialization());

    assertThat(changes)
        .extracting(SpecChange::pointer, SpecChange::to)
        .contains(tuple("/network/layers/0/recurrent_init", "orthogonal"));
  }

  @Test
  void onlyTheLayersThatAreNamedGetSaneWeights() {
    var changes =
        repair(
            TABLE,
            "'weight_init':'ones','layers':[{'type':'dense','units':8},{'type':'dense','units':8,'activation':'tanh','bias_init':3},{'type':'dense','units':8}]",
            setup -> new LayerRepairs(setup).saneInitialization(Set.of(1)));

    assertThat(changes)
        .extracting(SpecChange::pointer, SpecChange::to)
        .containsExactly(
            tuple("/network/layers/1/weight_init", "xavier"),
            tuple("/network/layers/1/bias_init", 0.0));
  }

  @Test
  void whereAllLayersAreNamedTheNetworksDefaultChanges() {
    var changes =
        repair(
            TABLE,
            "'weight_init':'ones','layers':[{'type':'dense','units':8},{'type':'dropout','rate':0.1},{'type':'dense','units':8}]",
            setup -> new LayerRepairs(setup).saneInitialization(Set.of(0, 2)));

    assertThat(changes).extracting(SpecChange::pointer).containsExactly("/network/weight_init");
  }

  @Test
  void shutUnitsOpenByTheirBiasAlone() {
    var changes =
        repair(
            TABLE,
            "'weight_init':'he','layers':[{'type':'dense','units':8},{'type':'dense','units':8,'bias_init':-5}]",
            setup -> new LayerRepairs(setup).openBiases(Set.of(1)));

    assertThat(changes).containsExactly(new SpecChange("/network/layers/1/bias_init", -5.0, 0.0));
  }

  @Test
  void aBiasOfTheWholeNetworkIsLeftToTheLayersThatItSuits() {
    String some =
        "'bias_init':-5,'layers':[{'type':'dense','units':8},{'type':'dense','units':8,'activation':'tanh'}]";

    assertThat(repair(TABLE, some, setup -> new LayerRepairs(setup).openBiases(Set.of(0))))
        .extracting(SpecChange::pointer)
        .containsExactly("/network/layers/0/bias_init");
    assertThat(repair(TABLE, some, setup -> new LayerRepairs(setup).openBiases(Set.of(0, 1))))
        .extracting(SpecChange::pointer)
        .containsExactly("/network/bias_init");
  }

  @Test
  void oneRecurrenceIsGatedAndTheRestOfTheNetworkStays() {
    var changes =
        repair(
            SEQUENCES,
            "'layers':[{'type':'simple_rnn','units':6},{'type':'dense','units':8,'activation':'tanh'}]",
            setup -> new LayerRepairs(setup).gated(0));

    assertThat(changes).extracting(SpecChange::pointer).containsExactly("/network/layers/0");
  }

  @Test
  void gradientsAreClippedUnlessTheyAreAlready() {
    assertThat(to(repair(TABLE, "'layers':[]", setup -> new SpecRepairs(setup).clipping(2))))
        .hasToString("[{type=global_norm, threshold=2.0}]");
    TrainingSpec clipped =
        TestSpecs.spec(
            "{'layers':[]}", "{'gradient_clipping':{'type':'global_norm','threshold':1}}");
    var plan = new NetworkPlanner(PlanLimits.defaults()).plan(clipped, TABLE).plan();
    assertThat(new SpecRepairs(new RunSetup(clipped, plan)).clipping(2)).isEmpty();
  }

  private static List<Object> to(List<SpecChange> changes) {
    return changes.stream().map(SpecChange::to).toList();
  }

  /** The changes; the spec that they make has been planned. */
  private static List<SpecChange> repair(
      DatasetSchema schema, String network, Function<RunSetup, List<SpecChange>> by) {
    TrainingSpec spec = spec(network);
    NetworkPlan plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    assertThat(plan).as(network).isNotNull();
    List<SpecChange> changes = by.apply(new RunSetup(spec, plan));
    repaired(schema, network, changes);
    return changes;
  }

  private static TrainingSpec repaired(
      DatasetSchema schema, String network, List<SpecChange> changes) {
    TrainingSpec repaired = SpecEdits.apply(spec(network), changes);
    assertThat(new NetworkPlanner(PlanLimits.defaults()).plan(repaired, schema).faults()).isEmpty();
    return repaired;
  }

  private static TrainingSpec spec(String network) {
    return TestSpecs.spec(
        "{" + network + "}",
        "{'shuffle':false,'optimizer':{'type':'sgd','learning_rate':20},'schedule':{'type':'step','period':9,'factor':0.5}}");
  }
}
