package dev.evenkeel.engine;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.tensors.NpyWriter;
import dev.evenkeel.training.dl4j.Networks;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * CPU seconds of whole runs in the engine (data, loop, monitors, events, judgement, both artifacts)
 * against plain {@code fit(DataSet)} of the same network, batches and epochs with no listener, in
 * turn in one process.
 *
 * <p>Arguments: a CSV file of numbers with a class column (plain or .gz; the digits by default),
 * hidden units ({@code 64,32}), batch size, epochs, rounds, and whether the class comes {@code
 * first} or {@code last}.
 */
final class RunOverheadBench {

  private final Table table;
  private final TrainingSpec spec;
  private final Path data;
  private final ChannelPair channels;

  private record Table(List<float[]> rows, int columns, int classes) {}

  private RunOverheadBench(Table table, TrainingSpec spec) throws IOException {
    this.table = table;
    this.spec = spec;
    data = tensors(table);
    channels = ChannelPair.open();
    Thread engine =
        new Thread(
            new EngineSession(channels.engine(), new NetworkTraining("deeplearning4j"), code -> {})
                ::run);
    engine.setDaemon(true);
    engine.start();
  }

  public static void main(String[] arguments) throws IOException {
    Path csv = Path.of(argument(arguments, 0, "examples/data/digits_train.csv"));
    String units = argument(arguments, 1, "64,32");
    int batchSize = Integer.parseInt(argument(arguments, 2, "32"));
    int epochs = Integer.parseInt(argument(arguments, 3, "20"));
    int rounds = Integer.parseInt(argument(arguments, 4, "7"));
    boolean classFirst = argument(arguments, 5, "last").equals("first");
    RunOverheadBench bench =
        new RunOverheadBench(read(csv, classFirst), spec(units, batchSize, epochs));
    double[] loops = new double[rounds];
    double[] wholes = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      double fit = bench.plainFit();
      Cost run = bench.engineRun();
      System.out.printf(
          "fit %.3f CPU s; engine: epochs %.3f, whole run %.3f%n", fit, run.epochs(), run.whole());
      if (round >= 0) {
        loops[round] = run.epochs() / fit;
        wholes[round] = run.whole() / fit;
      }
    }
    System.out.printf(
        "%s, %s units, batch %d, %d epochs against fit: the epochs %s, the whole run %s%n",
        csv.getFileName(), units, batchSize, epochs, spread(loops), spread(wholes));
    System.exit(0);
  }

  /**
   * CPU seconds.
   *
   * @param epochs from the built network to the end of the last epoch
   * @param whole with reading and preprocessing the data, judging the model, writing both artifacts
   */
  private record Cost(double epochs, double whole) {}

  private static String spread(double[] ratios) {
    Arrays.sort(ratios);
    return "%.3f (%.3f to %.3f)"
        .formatted(ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
  }

  private static String argument(String[] arguments, int index, String otherwise) {
    return index < arguments.length ? arguments[index] : otherwise;
  }

  private static TrainingSpec spec(String units, int batchSize, int epochs) {
    String layers =
        Arrays.stream(units.split(","))
            .map("{\"type\":\"dense\",\"units\":%s}"::formatted)
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();
    return SpecJson.mapper()
        .readValue(
            """
            {"split":{"validation":0},"preprocessing":{},"network":{"layers":[%s]},
             "training":{"epochs":%d,"batch_size":%d},"stability":{}}"""
                .formatted(layers, epochs, batchSize),
            TrainingSpec.class);
  }

  private static Table read(Path csv, boolean classFirst) throws IOException {
    List<float[]> rows = new ArrayList<>();
    try (InputStream file = Files.newInputStream(csv);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    csv.toString().endsWith(".gz") ? new GZIPInputStream(file) : file))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",");
        float[] row = new float[cells.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = Float.parseFloat(cells[classFirst ? (i + 1) % row.length : i]);
        }
        rows.add(row);
      }
    }
    int columns = rows.get(0).length - 1;
    int classes = (int) rows.stream().mapToDouble(row -> row[columns]).max().orElseThrow() + 1;
    return new Table(rows, columns, classes);
  }

  private static Path tensors(Table table) throws IOException {
    Path folder = Files.createTempDirectory("evenkeel-bench");
    List<DatasetSchema.FeatureColumn> columns = new ArrayList<>();
    for (int i = 0; i < table.columns(); i++) {
      columns.add(new DatasetSchema.FeatureColumn("c" + i, List.of()));
    }
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < table.classes(); i++) {
      classes.add(Integer.toString(i));
    }
    DatasetSchema schema =
        DatasetSchema.table(
            DatasetSchema.Task.CLASSIFICATION, table.rows().size(), columns, List.of("y"), classes);
    SpecJson.mapper().writeValue(folder.resolve(DatasetSchema.FILE).toFile(), schema);
    write(folder.resolve(DatasetSchema.FEATURES_FILE), table, 0, table.columns());
    write(folder.resolve(DatasetSchema.TARGETS_FILE), table, table.columns(), 1);
    return folder;
  }

  private static void write(Path file, Table table, int from, int count) throws IOException {
    try (NpyWriter writer = new NpyWriter(file, count)) {
      for (float[] row : table.rows()) {
        for (int i = from; i < from + count; i++) {
          writer.append(row[i]);
        }
      }
      writer.finish();
    }
  }

  private Cost engineRun() throws IOException {
    Path output = Files.createTempDirectory("evenkeel-bench-run");
    double before = cpuSeconds();
    double started = before;
    double ended = before;
    channels
        .server()
        .send(
            new EngineCommand.Train(
                "bench/1", "deeplearning4j", spec, data.toString(), null, null, output.toString()));
    while (true) {
      EngineEvent event = channels.server().readEvent();
      if (event instanceof EngineEvent.Started) {
        started = cpuSeconds();
      } else if (event instanceof EngineEvent.EpochEnded) {
        ended = cpuSeconds();
      } else if (event instanceof EngineEvent.Finished) {
        return new Cost(ended - started, cpuSeconds() - before);
      } else if (event instanceof EngineEvent.Failed failed) {
        throw new IllegalStateException(failed.message());
      }
    }
  }

  /** Batches are made beforehand: only {@code fit} is counted. */
  private double plainFit() throws IOException {
    DatasetSchema schema =
        SpecJson.mapper().readValue(data.resolve(DatasetSchema.FILE).toFile(), DatasetSchema.class);
    NetworkPlan plan = new NetworkPlanner(PlanLimits.defaults()).plan(spec, schema).plan();
    MultiLayerNetwork network = Networks.stock(plan, spec);
    List<DataSet> batches = batches();
    double before = cpuSeconds();
    for (int epoch = 0; epoch < spec.training().epochs(); epoch++) {
      batches.forEach(network::fit);
    }
    double seconds = cpuSeconds() - before;
    network.close();
    return seconds;
  }

  private List<DataSet> batches() {
    List<DataSet> batches = new ArrayList<>();
    int size = spec.training().batchSize();
    for (int start = 0; start < table.rows().size(); start += size) {
      batches.add(Networks.dataSet(batch(start, Math.min(table.rows().size(), start + size))));
    }
    return batches;
  }

  private Batch batch(int start, int end) {
    int size = end - start;
    float[] features = new float[size * table.columns()];
    float[] labels = new float[size * table.classes()];
    for (int i = 0; i < size; i++) {
      float[] row = table.rows().get(start + i);
      for (int k = 0; k < table.columns(); k++) {
        // Roughly what preprocessing makes of them: raw bytes would drive the network to NaN.
        features[i * table.columns() + k] = row[k] / 16;
      }
      labels[i * table.classes() + (int) row[table.columns()]] = 1;
    }
    return new Batch(
        size, features, table.columns(), labels, table.classes(), new float[0], new int[size]);
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
