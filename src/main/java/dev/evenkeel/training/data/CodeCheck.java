package dev.evenkeel.training.data;

/**
 * Refuses numbers that are no codes before an embedding looks them up: a wrong one would end the
 * process, or read a neighbour's memory.
 *
 * @param codes how many there are: 0 to {@code codes} − 1
 */
record CodeCheck(int codes) {

  void check(PreparedSplit split, String name) {
    float[] inputs = new float[0];
    for (int example = 0; example < split.size(); example++) {
      int count = split.positions(example) * split.featureWidth();
      inputs = inputs.length < count ? new float[count] : inputs;
      split.readFeatures(example, inputs, 0);
      for (int i = 0; i < count; i++) {
        if (!(inputs[i] >= 0 && inputs[i] < codes && inputs[i] == Math.rint(inputs[i]))) {
          throw new UnusableDataException(
              "code_out_of_range",
              "Example %d of the %s split holds %s, which is no code of the embedding: those are whole numbers from 0 to %d. Enlarge its vocabulary, or repair the file."
                  .formatted(split.row(example), name, inputs[i], codes - 1));
        }
      }
    }
  }
}
