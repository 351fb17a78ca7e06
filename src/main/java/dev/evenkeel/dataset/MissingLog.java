package dev.evenkeel.dataset;

import dev.evenkeel.dataset.MissingCells.Place;
import java.util.ArrayList;
import java.util.List;

/** Counts missing cells while a file is read, and remembers where the first are. */
final class MissingLog {

  private static final int MOST = 20;

  private final List<Place> first = new ArrayList<>();
  private long count;

  void note(CsvReader csv, String column) {
    count++;
    if (first.size() < MOST) {
      first.add(new Place(csv.line(), column, CellFaults.abbreviated(csv.text())));
    }
  }

  MissingCells cells() {
    return new MissingCells(count, List.copyOf(first));
  }
}
