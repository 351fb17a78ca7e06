package dev.evenkeel.dataset.cells;

import dev.evenkeel.dataset.cells.MissingCells.Place;
import java.util.ArrayList;
import java.util.List;

/** Counts missing cells while a file is read, and remembers where the first are. */
public final class MissingLog {

  private static final int MOST = 20;

  private final List<Place> first = new ArrayList<>();
  private long count;

  public void note(Cells cells, String column) {
    count++;
    if (first.size() < MOST) {
      first.add(new Place(cells.line(), column, CellFaults.abbreviated(cells.text())));
    }
  }

  public MissingCells cells() {
    return new MissingCells(count, List.copyOf(first));
  }
}
